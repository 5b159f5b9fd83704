"use client";

/** Small settings of this browser, in localStorage. What a browser does not store lasts until the page is loaded again. */
import { useCallback, useSyncExternalStore } from "react";

const CHANGED = "palimpsest-setting";
/** By key: values that storage refused, because it is switched off or full. */
const refused = new Map<string, string>();

/**
 * A setting and how to write it; empty until it was written, and while the server draws. Writing says whether it was stored.
 */
export function useSetting(key: string): readonly [string, (value: string) => boolean] {
  const subscribe = useCallback((listener: () => void) => subscribeSetting(key, listener), [key]);
  const value = useSyncExternalStore(
    subscribe,
    () => readSetting(key),
    () => "",
  );
  const write = useCallback((next: string) => writeSetting(key, next), [key]);
  return [value, write];
}

function readSetting(key: string): string {
  const held = refused.get(key);
  if (held !== undefined) return held;
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return ""; // storage is switched off: the setting keeps its default
  }
}

function writeSetting(key: string, value: string): boolean {
  refused.delete(key);
  try {
    localStorage.setItem(key, value);
  } catch {
    refused.set(key, value);
  }
  dispatchEvent(new CustomEvent(CHANGED, { detail: key }));
  return !refused.has(key);
}

/** Calls `listener` when the setting changes, here or in another tab. Returns how to stop. */
function subscribeSetting(key: string, listener: () => void): () => void {
  const onHere = (event: Event) => {
    if (event instanceof CustomEvent && event.detail === key) listener();
  };
  const onElsewhere = (event: StorageEvent) => {
    if (event.key === key) listener();
  };
  addEventListener(CHANGED, onHere);
  addEventListener("storage", onElsewhere);
  return () => {
    removeEventListener(CHANGED, onHere);
    removeEventListener("storage", onElsewhere);
  };
}
