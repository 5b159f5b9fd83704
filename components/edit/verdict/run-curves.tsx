"use client";

import { ChartSkeleton, ChartView } from "@/components/charts";
import { lossCurves } from "@/components/charts/loss-curves";
import { useMessages } from "@/components/messages";
import { entryNames } from "@/components/results/entries";
import type { EditRun } from "@/lib/client/runs/use-edit-run";
import type { MethodChoice } from "../methods/use-method-choice";
import { curvesData } from "./verdict-data";

/** The loss of each method while a run goes on. */
export function RunCurves({ run, choice }: { run: EditRun; choice: MethodChoice }) {
  const t = useMessages().edit.run;
  const names = run.input ? entryNames(run.input.methods, choice.nameOf) : choice.runNames;
  return (
    <ChartView
      chart={lossCurves}
      data={curvesData(run.curves, names)}
      empty={
        <div className="flex flex-col gap-4">
          <p>{t.curvesEmpty}</p>
          <ChartSkeleton />
        </div>
      }
    />
  );
}
