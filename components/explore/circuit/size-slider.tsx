"use client";

import { useId } from "react";
import { useExploreMessages } from "@/components/messages/explore";

interface SizeSliderProps {
  size: number;
  /** Edges that a circuit can take. */
  most: number;
  /** Edges that pruning leaves, in each version. */
  left: readonly number[];
  onSize: (size: number) => void;
}

const STEPS = 200;
const LEAST = 5;

/** How many edges the circuit has: by steps that grow, because ten edges more matter only while there are few. */
export function SizeSlider({ size, most, left, onSize }: SizeSliderProps) {
  const t = useExploreMessages().circuit;
  const id = useId();
  const ratio = Math.log(Math.max(most, LEAST + 1) / LEAST);
  const stepOf = (value: number) => Math.round((STEPS * Math.log(Math.max(value, LEAST) / LEAST)) / ratio);
  const sizeAt = (step: number) => Math.min(most, Math.round(LEAST * Math.exp((ratio * step) / STEPS)));
  const shown = Math.min(size, most);
  return (
    <div className="min-w-56 flex-1">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <label htmlFor={id} className="font-medium">
          {t.size}
        </label>
        <output htmlFor={id} className="numeric text-xs text-soft">
          {t.sizeOf(shown, left.join(" + "))}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={STEPS}
        value={stepOf(shown)}
        aria-valuetext={t.sizeOf(shown, left.join(" + "))}
        onChange={(event) => {
          const next = sizeAt(Number(event.target.value));
          // A step of the slider moves by an edge at least.
          const way = Math.sign(Number(event.target.value) - stepOf(shown));
          onSize(next === shown ? Math.min(most, Math.max(1, shown + way)) : next);
        }}
        className="mt-1 h-6 w-full"
      />
    </div>
  );
}
