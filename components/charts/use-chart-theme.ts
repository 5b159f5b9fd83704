"use client";

import { useCallback, useRef, useSyncExternalStore } from "react";
import { readChartTheme, type ChartTheme } from "./theme";

/** The chart theme of the page; read again when the page turns dark, is presented, or the system asks for less motion. */
export function useChartTheme(): ChartTheme | null {
  const cached = useRef<ChartTheme | null>(null);

  const subscribe = useCallback((onChange: () => void) => {
    const changed = () => {
      cached.current = null;
      onChange();
    };
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["class", "style", "data-present"],
    });
    const motion = window.matchMedia("(prefers-reduced-motion: reduce)");
    motion.addEventListener("change", changed);
    return () => {
      observer.disconnect();
      motion.removeEventListener("change", changed);
    };
  }, []);

  return useSyncExternalStore(
    subscribe,
    () => (cached.current ??= readChartTheme(document.documentElement)),
    () => null,
  );
}
