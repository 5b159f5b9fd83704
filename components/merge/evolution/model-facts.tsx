"use client";

import { useMergeMessages } from "../use-messages";
import { formatPercent } from "@/components/ui";
import type { EvolutionModel } from "@/lib/merge";
import { TasksTable } from "../result/tasks-table";
import type { Lineup } from "../use-lineup";
import { stageOf } from "./tree-layout";

interface ModelFactsProps {
  model: EvolutionModel;
  lineup: Lineup;
}

/** Where one model of an evolution comes from, and what it answers. */
export function ModelFacts({ model, lineup }: ModelFactsProps) {
  const t = useMergeMessages().evolution;
  const labelOf = (name: string) => lineup.find(name)?.label ?? name;
  const points = (value: number) => `${value < 0 ? "−" : "+"}${(Math.abs(value) * 100).toFixed(1)}`;
  const facts: readonly (readonly [string, string])[] = [
    ...(model.parents.length > 0 ? [[t.parents, model.parents.map(labelOf).join(" × ")] as const] : []),
    ...(model.kinship === null ? [] : [[t.kinshipOf, model.kinship.toFixed(3).replace("-", "−")] as const]),
    [t.scoreOf, `${formatPercent(model.score.mean)} ± ${(model.score.standardError * 100).toFixed(1)}`],
    ...(model.gain === null ? [] : [[t.gainOf, points(model.gain)] as const]),
    ...(model.score.isPartial ? [[t.asked, t.fewQuestions] as const] : []),
    [t.stage, t.stages[stageOf(model)]],
  ];
  return (
    <div className="grid gap-x-8 gap-y-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <div>
        <h3 className="mb-2 text-base font-medium">{t.chosen(labelOf(model.name))}</h3>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
          {facts.map(([label, value]) => (
            <div key={label} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-faint">{label}</dt>
              <dd className="numeric">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      {model.score.tasks.length > 0 && (
        <TasksTable
          models={[{ label: labelOf(model.name), score: model.score }]}
          asked={(task) =>
            model.score.isPartial
              ? undefined
              : lineup.card?.tasks.find(({ id }) => id === task)?.questions.length
          }
        />
      )}
    </div>
  );
}
