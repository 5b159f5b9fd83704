"use client";

import { useEffect, useState } from "react";

/** The value as it was when it last stood still for a while; told by its content, since callers make new arrays. */
export function useDebounced<T>(value: T, delayMs: number): T {
  const text = JSON.stringify(value ?? null);
  const [settled, setSettled] = useState({ text, value });

  useEffect(() => {
    if (text === settled.text) return;
    const timer = setTimeout(() => setSettled({ text, value }), delayMs);
    return () => clearTimeout(timer);
  }, [text, value, settled.text, delayMs]);

  return settled.value;
}
