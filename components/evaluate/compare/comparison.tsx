"use client";

import { ChartView } from "@/components/charts";
import { costQuality } from "@/components/charts/cost-quality";
import { overEdits } from "@/components/charts/over-edits";
import { parallelGoals } from "@/components/charts/parallel-goals";
import { threeGoals } from "@/components/charts/three-goals";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { SegmentedControl } from "@/components/ui";
import {
  costQualityOf,
  parallelGoalsOf,
  QUANTITIES,
  quantityOverEdits,
  runOverEdits,
  threeGoalsOf,
  type NamedRun,
} from "../numbers";
import type { EvaluateView, UpdateEvaluate } from "../view";
import { Differences } from "./differences";
import { PairedRuns } from "./paired-runs";

interface ComparisonProps {
  /** The pinned runs. */
  runs: readonly NamedRun[];
  view: EvaluateView;
  update: UpdateEvaluate;
}

/** Pinned runs side by side: what sets them apart, how each ages, how they trade their goals, and what they cost. */
export function Comparison({ runs, view, update }: ComparisonProps) {
  const t = useEvaluateMessages().compare;
  const { protocol } = view;
  const charts =
    view.by === "run"
      ? runs.map((named) => ({ key: named.run.id, data: runOverEdits(named, protocol) }))
      : QUANTITIES.map((quantity) => ({ key: quantity, data: quantityOverEdits(runs, quantity, protocol) }));
  return (
    <section aria-labelledby="compare-title" className="flex min-w-0 flex-col gap-8">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-rule-strong pb-2">
        <h2 id="compare-title" className="text-xl">
          {t.title(runs.length)}
        </h2>
        <SegmentedControl
          label={t.by}
          size="sm"
          value={view.by}
          onChange={(by) => update({ by })}
          options={[
            { value: "metric", label: t.byMetric },
            { value: "run", label: t.byRun },
          ]}
        />
      </div>
      <Differences runs={runs} view={view} update={update} />
      <PairedRuns runs={runs} protocol={protocol} />
      <div className="grid gap-x-10 gap-y-8 md:grid-cols-2 xl:grid-cols-3">
        {charts
          .filter(({ data }) => data.lines.length > 0)
          .map(({ key, data }) => (
            <ChartView key={key} chart={overEdits} data={data} />
          ))}
      </div>
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
        {view.goals === "ternary" ? (
          <ChartView
            chart={threeGoals}
            data={threeGoalsOf(runs, protocol)}
            note={t.ternaryNote}
            aside={<GoalsSwitch view={view} update={update} />}
          />
        ) : (
          <ChartView
            chart={parallelGoals}
            data={parallelGoalsOf(runs, protocol)}
            aside={<GoalsSwitch view={view} update={update} />}
          />
        )}
        <ChartView
          chart={costQuality}
          data={costQualityOf(runs, view.cost, protocol)}
          note={t.costNote}
          aside={
            <SegmentedControl
              label={t.cost}
              size="sm"
              value={view.cost}
              onChange={(cost) => update({ cost })}
              options={[
                { value: "seconds", label: t.seconds },
                { value: "bytes", label: t.bytes },
              ]}
            />
          }
        />
      </div>
    </section>
  );
}

function GoalsSwitch({ view, update }: Pick<ComparisonProps, "view" | "update">) {
  const t = useEvaluateMessages().compare;
  return (
    <SegmentedControl
      label={t.goals}
      size="sm"
      value={view.goals}
      onChange={(goals) => update({ goals })}
      options={[
        { value: "ternary", label: t.ternary },
        { value: "parallel", label: t.parallel },
      ]}
    />
  );
}
