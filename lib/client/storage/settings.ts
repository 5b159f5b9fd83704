"use client";

/** Small settings of this browser, in localStorage. A browser that refuses storage keeps the default. */
import { useCallback, useSyncExternalStore } from "react";

const CHANGED = "palimpsest-setting";

/** A setting and how to write it; empty until it was written, and while the server draws. */
export function useSetting(key: string): readonly [string, (value: string) => void] {
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
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return ""; // storage is switched off: the setting keeps its default
  }
}

function writeSetting(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return; // as above; there is nobody to tell who could do something about it
  }
  dispatchEvent(new CustomEvent(CHANGED, { detail: key }));
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
