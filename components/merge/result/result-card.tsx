"use client";

import { useMergeMessages } from "../use-messages";
import { useMessages } from "@/components/messages";
import { Card, EmptyNote, formatPercent, shortId } from "@/components/ui";
import { MERGE_OPERATORS, readRecipe, type EvolutionScore } from "@/lib/merge";
import type { Lineup } from "../use-lineup";
import { KeepMerge } from "./keep-merge";
import { TasksTable } from "./tasks-table";
import type { MergeRunState } from "./use-merge-run";

/** What came of the merge: the child beside its parents, whether it gained, and keeping it. */
export function ResultCard({ run, lineup }: { run: MergeRunState; lineup: Lineup }) {
  const t = useMergeMessages().result;
  const { ui } = useMessages();
  const { output, input, jobId } = run;
  if (!output || !input || jobId === undefined) {
    return (
      <Card title={t.title}>
        {run.isBusy ? (
          <p className="text-sm text-soft">{t.running}</p>
        ) : (
          <EmptyNote title={t.empty} detail={t.emptyDetail} />
        )}
      </Card>
    );
  }
  const recipe = readRecipe(input.recipe).recipe;
  const operator = MERGE_OPERATORS.all.find(({ id }) => id === recipe?.merge_method)?.name ?? "";
  const parents = Object.entries(output.scores?.parents ?? {});
  const labelOf = (name: string) => lineup.find(name)?.label ?? shortId(name);
  const child = output.scores?.child;
  return (
    <Card
      title={t.title}
      aside={t.facts(operator, parents.length, output.tensors.length, ui.duration(output.durationMs))}
    >
      <div className="grid gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          {child ? (
            <>
              <GainSentence child={child} parents={parents.map(([, score]) => score)} />
              <TasksTable
                models={[
                  ...parents.map(([name, score]) => ({ label: labelOf(name), score })),
                  { label: t.child, score: child, isChild: true },
                ]}
                asked={(task) => lineup.card?.tasks.find(({ id }) => id === task)?.questions.length}
              />
            </>
          ) : (
            <p className="text-sm text-soft">{t.noTasks}</p>
          )}
          <p className="text-xs text-faint">
            {t.reproducible} <span className="font-mono">{output.fingerprintAfter.slice(0, 12)}</span>
          </p>
        </div>
        <KeepMerge key={jobId} jobId={jobId} operator={operator} lineup={lineup} onDiscard={run.reset} />
      </div>
    </Card>
  );
}

function GainSentence({ child, parents }: { child: EvolutionScore; parents: readonly EvolutionScore[] }) {
  const t = useMergeMessages().result;
  if (parents.length === 0) return null;
  const mean = parents.reduce((sum, score) => sum + score.mean, 0) / parents.length;
  const best = Math.max(...parents.map((score) => score.mean));
  const gain = child.mean - mean;
  // The same questions are asked of all, so this is on the wide side.
  const spread =
    parents.reduce((sum, { standardError }) => sum + standardError ** 2, 0) / parents.length ** 2;
  const error = Math.sqrt(child.standardError ** 2 + spread);
  const verdict =
    Math.abs(gain) <= 2 * error ? "tie" : gain < 0 ? "worse" : child.mean > best ? "better" : "between";
  const signed = `${gain < 0 ? "−" : "+"}${(Math.abs(gain) * 100).toFixed(1)}`;
  return (
    <p className="text-lg" data-outcome={verdict}>
      <strong className={verdict === "worse" ? "text-danger" : verdict === "tie" ? "text-ink" : "text-after"}>
        {t.gain(signed, (error * 100).toFixed(1))}
      </strong>{" "}
      <span className="text-soft">
        ({formatPercent(mean)} → {formatPercent(child.mean)})
      </span>{" "}
      <span className="block text-base text-soft">{t.verdicts[verdict]}</span>
    </p>
  );
}
