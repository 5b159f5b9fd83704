"use client";

import { ChevronRight } from "lucide-react";
import { useMessages } from "@/components/messages";

interface TimelineProps {
  count: number;
  mode: "single" | "batch" | "sequential";
}

/** How many edits are drawn one by one before the rest is counted. */
const DRAWN = 3;

/** What will happen: edits as one step or several, then the evaluation. */
export function Timeline({ count, mode }: TimelineProps) {
  const t = useMessages().edit.timeline;
  const shown = Array.from({ length: Math.min(count, DRAWN) }, (_, index) => t.edit(index + 1));
  const steps = count > DRAWN ? [...shown, t.more(count - DRAWN)] : shown;
  const sentence =
    mode === "single" ? t.single : mode === "batch" ? t.batchDetail(count) : t.sequentialDetail(count);
  return (
    <figure aria-label={t.label} className="min-w-0">
      <div aria-hidden className="flex flex-wrap items-center gap-1.5 text-xs">
        {mode === "batch" ? (
          <span className="flex flex-wrap gap-1 rounded-md border border-dashed border-rule-strong p-1">
            {steps.map((step) => (
              <Stop key={step}>{step}</Stop>
            ))}
          </span>
        ) : (
          steps.map((step, index) => (
            <span key={step} className="flex items-center gap-1.5">
              {index > 0 && <Arrow />}
              <Stop>{step}</Stop>
            </span>
          ))
        )}
        <Arrow />
        <span className="rounded-sm bg-after-wash px-2 py-0.5 font-medium text-after">{t.evaluate}</span>
      </div>
      <figcaption className="mt-1.5 text-xs text-faint">{sentence}</figcaption>
    </figure>
  );
}

function Stop({ children }: { children: string }) {
  return (
    <span className="rounded-sm bg-accent-wash px-2 py-0.5 font-medium text-accent-strong">{children}</span>
  );
}

function Arrow() {
  return <ChevronRight className="size-3.5 text-faint" />;
}
