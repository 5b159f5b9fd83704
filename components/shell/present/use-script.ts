"use client";

/** The presentation script: saved views with captions, kept in this browser. */
import { useCallback, useMemo } from "react";
import { z } from "zod";
import { useSetting } from "@/lib/client/storage/settings";

/** A view's own address, so that a script can never lead to another site. */
const Slide = z.object({ url: z.string().regex(/^\/(?!\/)/), caption: z.string().max(300) });
export type Slide = z.infer<typeof Slide>;
const Script = z.array(Slide).max(200);

const SCRIPT_KEY = "palimpsest-script";

export function useScript(): readonly [readonly Slide[], (slides: readonly Slide[]) => void] {
  const [text, write] = useSetting(SCRIPT_KEY);
  const slides = useMemo(() => parseScript(text), [text]);
  const save = useCallback((next: readonly Slide[]) => write(JSON.stringify(next)), [write]);
  return [slides, save];
}

/** A script that was damaged or written by an older version opens empty. */
export function parseScript(text: string): readonly Slide[] {
  if (text === "") return [];
  try {
    const parsed = Script.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : [];
  } catch {
    return [];
  }
}

/** The list with one entry moved by one step; the same list when it is already at that end. */
export function movedBy(slides: readonly Slide[], index: number, step: -1 | 1): readonly Slide[] {
  const target = index + step;
  if (target < 0 || target >= slides.length) return slides;
  const next = [...slides];
  [next[index], next[target]] = [next[target], next[index]];
  return next;
}
