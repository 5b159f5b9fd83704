"use client";

import { Square, X } from "lucide-react";
import { useState } from "react";
import { ChartView } from "@/components/charts";
import { generations } from "@/components/charts/generations";
import { useFailureToast } from "@/components/history/use-history";
import { useMessages } from "@/components/messages";
import { useMergeMessages } from "../use-messages";
import { useWorkbench } from "@/components/shell/workbench";
import {
  Badge,
  Button,
  EmptyNote,
  ErrorNote,
  formatPercent,
  IconButton,
  ProgressBar,
  Skeleton,
} from "@/components/ui";
import { cancelJob, startJob } from "@/lib/api";
import type { PalimpsestError } from "@/lib/base";
import { useActionOf } from "@/lib/client/queries/query";
import { useJob } from "@/lib/client/runs/use-job";
import type { EvolutionRecord, EvolutionSettings } from "@/lib/merge";
import { useScoreOf } from "../kinship/kinship-view";
import { sourcesOf } from "../recipe/use-recipe";
import type { Lineup } from "../use-lineup";
import { useMergeView } from "../view";
import { EvolutionForm } from "./evolution-form";
import { FamilyTree } from "./family-tree";
import { KeepEvolution } from "./keep-evolution";
import { ModelFacts } from "./model-facts";
import { searchedRecipe, type Searched } from "./searched";
import { byScore } from "./tree-layout";
import { useEvolutions, type EvolutionRun } from "./use-evolutions";

/** Founders at first: as many of the best siblings. */
const FOUNDERS = 4;

/** Merge, measure, keep the best and merge again, by several strategies beside each other. */
export function EvolutionView({ lineup }: { lineup: Lineup }) {
  const t = useMergeMessages().evolution;
  const [view, update] = useMergeView();
  const { modelId, author } = useWorkbench();
  const { runs, error, isPending, add, remove } = useEvolutions();
  const { mutateAsync: start } = useActionOf(startJob);
  const [failure, setFailure] = useState<PalimpsestError>();
  const [isStarting, setStarting] = useState(false);
  const scoreOf = useScoreOf(lineup);
  const best = lineup.entries
    .filter(({ kind }) => kind === "sibling")
    .map(({ name }) => name)
    .sort((a, b) => (scoreOf(b) ?? 0) - (scoreOf(a) ?? 0))
    .slice(0, FOUNDERS);
  const founders = view.founders ?? best;
  const tasks = lineup.card?.tasks;

  const begin = async (
    strategies: readonly EvolutionSettings["strategy"][],
    settings: Omit<EvolutionSettings, "strategy">,
    searched: Searched,
  ) => {
    setFailure(undefined);
    setStarting(true);
    try {
      const made = await lineup.prepare(founders);
      const started: string[] = [];
      for (const strategy of strategies) {
        const input = {
          model: modelId,
          base: { model: modelId },
          founders: sourcesOf(founders, lineup, modelId, made),
          settings: { ...settings, strategy },
          ...(strategy === "cma-es" && { recipe: searchedRecipe(searched, founders) }),
          tasks: tasks ?? [],
        };
        const { jobId } = await start({ input: { kind: "evolve", input, author } });
        started.push(jobId);
      }
      add(started);
    } catch (thrown) {
      setFailure(thrown as PalimpsestError);
    } finally {
      setStarting(false);
    }
  };

  if (!lineup.isPending && !tasks) return <EmptyNote title={t.none} detail={t.needTasks} />;
  const drawn = runs.flatMap(({ label, record }) => (record ? [{ name: label, rows: rowsOf(record) }] : []));
  return (
    <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
      <section aria-label={t.title} className="flex min-w-0 flex-col gap-5">
        <p className="text-sm text-soft">{t.detail}</p>
        <EvolutionForm
          lineup={lineup}
          founders={founders}
          onFounders={(names) => update({ founders: [...names] })}
          isStarting={isStarting}
          onStart={(...asked) => void begin(...asked)}
        />
        {failure && <ErrorNote error={failure} />}
      </section>
      <div className="flex min-w-0 flex-col gap-8">
        {error && <ErrorNote error={error} />}
        {isPending && <Skeleton className="h-40 w-full" />}
        {!isPending && runs.length === 0 && <EmptyNote title={t.none} detail={t.noneDetail} />}
        {drawn.length > 0 && <ChartView chart={generations} data={{ strategies: drawn }} />}
        {runs.map((run) => (
          <OneEvolution key={run.jobId} run={run} lineup={lineup} onRemove={() => remove(run.jobId)} />
        ))}
      </div>
    </div>
  );
}

/** The best so far and the mean kinship of the chosen, generation by generation. */
function rowsOf({ models, generations: all }: EvolutionRecord) {
  const bestUpTo = (generation: number) =>
    byScore(models.filter((model) => model.generation <= generation))[0];
  const founders = models.some((model) => model.generation === 0)
    ? [{ generation: 0, kinship: null }, ...all.filter(({ generation }) => generation > 0)]
    : all;
  return founders.map(({ generation, kinship }) => {
    const { score } = bestUpTo(generation);
    return { generation, best: score.mean, error: score.standardError, kinship };
  });
}

function OneEvolution({
  run,
  lineup,
  onRemove,
}: {
  run: EvolutionRun;
  lineup: Lineup;
  onRemove: () => void;
}) {
  const t = useMergeMessages().evolution;
  const { shell, edit } = useMessages();
  const [chosen, setChosen] = useState<string>();
  const job = useJob(run.jobId);
  const cancel = useActionOf(cancelJob);
  const fail = useFailureToast();
  const status = job.status ?? run.status ?? "queued";
  const isBusy = status === "queued" || status === "running";
  const { record } = run;
  const best = byScore(record?.models ?? []).at(0);
  const model = record?.models.find(({ name }) => name === (chosen ?? best?.name));
  const labelOf = (name: string) => lineup.find(name)?.label ?? name;
  return (
    <section aria-label={run.label} className="flex min-w-0 flex-col gap-3 border-t pt-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-lg">{run.label}</h2>
        <Badge tone={status === "succeeded" ? "after" : status === "failed" ? "danger" : "neutral"}>
          {shell.jobs.status[status]}
        </Badge>
        {best && (
          <p className="text-sm text-soft">{t.best(labelOf(best.name), formatPercent(best.score.mean))}</p>
        )}
        <div className="ml-auto">
          {isBusy ? (
            <Button
              size="sm"
              variant="quiet"
              icon={<Square />}
              onClick={() => cancel.mutate({ params: { jobId: run.jobId } }, { onError: fail })}
            >
              {t.cancel}
            </Button>
          ) : (
            <IconButton size="sm" label={t.remove} icon={<X />} onClick={onRemove} />
          )}
        </div>
      </div>
      {isBusy && (
        <ProgressBar
          label={job.progress ? edit.core(job.progress.phase) : t.waiting}
          value={job.progress?.steps ? job.progress.step / job.progress.steps : undefined}
        />
      )}
      {job.error && status !== "cancelled" && <ErrorNote error={job.error} />}
      {record?.end && <p className="text-sm text-soft">{t.ended[record.end]}</p>}
      {record?.end && <KeepEvolution jobId={run.jobId} stem={record.settings.strategy} />}
      {record && (
        <>
          <p className="text-xs text-faint">{t.treeSays}</p>
          <FamilyTree models={record.models} labelOf={labelOf} chosen={chosen} onChoose={setChosen} />
          {model && <ModelFacts key={model.name} model={model} lineup={lineup} />}
        </>
      )}
    </section>
  );
}
