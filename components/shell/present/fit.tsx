"use client";

import { useLayoutEffect, useRef, useState, type ReactNode } from "react";

/** Largest and smallest factor by which a slide is drawn. */
const LARGEST = 1.5;
const SMALLEST = 0.2;
const STEP = 0.95;

/** Draws its content as large as the place allows, whole. What grows later is drawn smaller. */
export function Fit({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [layout, setLayout] = useState({ scale: LARGEST, top: 0 });

  useLayoutEffect(() => {
    const outer = place.current;
    const inner = content.current;
    if (!outer || !inner) return;
    const fit = (from: number) => {
      let scale = from;
      const height = () => {
        inner.style.width = `${outer.clientWidth / scale}px`;
        return inner.offsetHeight * scale;
      };
      while (height() > outer.clientHeight && scale > SMALLEST) scale *= STEP;
      setLayout({ scale, top: Math.max(0, (outer.clientHeight - height()) / 2) });
    };
    // A narrower line is a longer text: the width that a factor leaves decides the height, so factors are tried one by one.
    const observer = new ResizeObserver(() => fit(LARGEST));
    observer.observe(outer);
    const grown = new ResizeObserver(() => fit(LARGEST));
    for (const child of inner.children) grown.observe(child);
    return () => {
      observer.disconnect();
      grown.disconnect();
    };
  }, []);

  return (
    <div ref={place} className="relative min-h-0 flex-1 overflow-hidden">
      <div
        ref={content}
        className="absolute left-0 origin-top-left"
        style={{ top: layout.top, transform: `scale(${layout.scale})` }}
      >
        <div>{children}</div>
      </div>
    </div>
  );
}
