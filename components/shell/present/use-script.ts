"use client";

import { useCallback, useMemo } from "react";
import { useSetting } from "@/lib/client/storage/settings";
import { parseScript, type Script } from "./script";

const SCRIPT_KEY = "palimpsest-script";

/** The script that this browser keeps, and how to keep another: false when it is too large and lasts until a reload only. */
export function useScript(): readonly [Script, (slides: Script) => boolean] {
  const [text, write] = useSetting(SCRIPT_KEY);
  const slides = useMemo(() => parseScript(text), [text]);
  const save = useCallback((next: Script) => write(JSON.stringify(next)), [write]);
  return [slides, save];
}
