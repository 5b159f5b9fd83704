"use client";

import dynamic from "next/dynamic";
import { Check, ScrollText } from "lucide-react";
import { ChartSkeleton } from "@/components/charts";
import { useMessages } from "@/components/messages";
import { EmptyNote, ErrorNote } from "@/components/ui";
import type { EditRun } from "@/lib/client/runs/use-edit-run";
import type { MethodChoice } from "../methods/use-method-choice";

// Fetched once the page is up: there is nothing to judge before a run.
const loadResults = () => import("./results").then((file) => file.Results);
const Results = dynamic(loadResults, { ssr: false, loading: ChartSkeleton });
const loadCurves = () => import("./run-curves").then((file) => file.RunCurves);
const RunCurves = dynamic(loadCurves, { ssr: false, loading: ChartSkeleton });

/** Fetches what draws a run and its verdict. A failure shows where they are drawn, which asks again. */
export function preloadVerdict(): void {
  for (const load of [loadResults, loadCurves]) load().catch(() => undefined);
}

export interface VerdictProps {
  run: EditRun;
  choice: MethodChoice;
  /** True when the composer no longer holds what was run. */
  isStale: boolean;
  onRun: () => void;
  /** Runs exactly what was run, not what stands in the composer now. */
  onAgain: (entry: number) => void;
  onToComposer: () => void;
}

/** What the edit did: nothing yet, curves while it runs, then the scores and what is behind them. */
export function Verdict(props: VerdictProps) {
  const { run, choice, onRun } = props;
  const t = useMessages().edit;
  if (run.output) return <Results {...props} />;
  if (run.status === "failed" && run.error) return <ErrorNote error={run.error} onRetry={onRun} />;
  // One that has succeeded has its result on the way.
  if (run.status === "queued" || run.status === "running" || run.status === "succeeded")
    return <RunCurves run={run} choice={choice} />;
  return (
    <EmptyNote
      icon={<ScrollText />}
      title={run.status === "cancelled" ? t.run.cancelled : t.verdict.emptyTitle}
      detail={
        <>
          <p>{t.verdict.emptyDetail}</p>
          <ul className="mt-3 flex flex-col gap-1.5">
            {t.verdict.emptyPoints.map((point) => (
              <li key={point} className="flex items-start gap-2">
                <Check aria-hidden className="mt-1 size-3.5 shrink-0 text-after" />
                {point}
              </li>
            ))}
          </ul>
        </>
      }
    />
  );
}
