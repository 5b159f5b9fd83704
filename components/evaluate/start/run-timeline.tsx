"use client";

import { ChevronRight } from "lucide-react";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { checkpointsOf } from "@/lib/store";
import type { StartPlan } from "../view";

interface RunTimelineProps {
  plan: Pick<StartPlan, "edits" | "batch" | "checkpoints">;
}

/** How many stretches are drawn before the rest is counted. */
const DRAWN = 6;

/** What will happen: stretches of edits with an evaluation after each; edits of one call stand in one frame. */
export function RunTimeline({ plan }: RunTimelineProps) {
  const t = useEvaluateMessages().timeline;
  const { edits, batch, checkpoints } = plan;
  const stops = checkpointsOf({ checkpoints, batchSize: batch }, edits);
  const shown = stops.length > DRAWN ? [...stops.slice(0, DRAWN - 1), edits] : stops;
  const sentence =
    edits === 1
      ? t.single
      : batch >= edits
        ? t.batch(edits)
        : batch > 1
          ? t.batches(edits, batch)
          : t.sequential(edits);
  return (
    <figure aria-label={t.label} className="min-w-0">
      <div aria-hidden className="flex flex-wrap items-center gap-1.5 text-xs">
        {shown.map((stop, index) => {
          const first = (shown[index - 1] ?? 0) + 1;
          const isSkipping = stops.length > DRAWN && index === shown.length - 1;
          return (
            <span key={stop} className="flex items-center gap-1.5">
              {index > 0 && <ChevronRight className="size-3.5 text-faint" />}
              <span
                className={
                  batch > 1
                    ? "rounded-md border border-dashed border-rule-strong px-2 py-0.5 font-medium text-accent-strong"
                    : "rounded-sm bg-accent-wash px-2 py-0.5 font-medium text-accent-strong"
                }
              >
                {isSkipping ? t.more(stops.length - DRAWN + 1, first, stop) : t.stretch(first, stop)}
              </span>
              <ChevronRight className="size-3.5 text-faint" />
              <span className="rounded-sm bg-after-wash px-2 py-0.5 font-medium text-after">
                {t.evaluate}
              </span>
            </span>
          );
        })}
      </div>
      <figcaption className="mt-1.5 text-xs text-faint">{sentence}</figcaption>
    </figure>
  );
}
