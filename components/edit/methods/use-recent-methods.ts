"use client";

/** The methods of the last runs of this browser, the latest first. */
import { useCallback, useMemo } from "react";
import { useSetting } from "@/lib/client/storage/settings";

const KEY = "palimpsest-recent-methods";
const MOST = 8;

export function useRecentMethods(): readonly [readonly string[], (used: readonly string[]) => void] {
  const [text, write] = useSetting(KEY);
  const recent = useMemo(() => text.split(" ").filter(Boolean), [text]);
  const add = useCallback(
    (used: readonly string[]) => write([...new Set([...used, ...recent])].slice(0, MOST).join(" ")),
    [recent, write],
  );
  return [recent, add];
}
