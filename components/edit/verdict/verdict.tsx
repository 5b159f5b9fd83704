"use client";

import dynamic from "next/dynamic";
import { Check, ScrollText } from "lucide-react";
import { ChartSkeleton, ChartView } from "@/components/charts";
import { lossCurves } from "@/components/charts/loss-curves";
import { useMessages } from "@/components/messages";
import { EmptyNote, ErrorNote } from "@/components/ui";
import type { EditRun } from "@/lib/client/runs/use-edit-run";
import { entryNames } from "@/components/results/entries";
import type { MethodChoice } from "../methods/use-method-choice";
import { curvesData } from "./verdict-data";

// Fetched once the page is up: there is nothing to judge before a run.
const loadResults = () => import("./results").then((file) => file.Results);
const Results = dynamic(loadResults, { ssr: false, loading: ChartSkeleton });

/** Fetches what draws a verdict. A failure shows where the verdict is drawn, which asks again. */
export function preloadVerdict(): void {
  loadResults().catch(() => undefined);
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
  if (run.status === "queued" || run.status === "running" || run.status === "succeeded") {
    const names = run.input ? entryNames(run.input.methods, choice.nameOf) : choice.runNames;
    return (
      <ChartView
        chart={lossCurves}
        data={curvesData(run.curves, names)}
        empty={<Waiting text={t.run.curvesEmpty} />}
      />
    );
  }
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

function Waiting({ text }: { text: string }) {
  return (
    <div className="flex flex-col gap-4">
      <p>{text}</p>
      <ChartSkeleton />
    </div>
  );
}
