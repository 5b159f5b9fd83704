"use client";

/** A merge of the page's recipe, started in the tab or on the server, with what it came to. */
import { useCallback, useState } from "react";
import { useWorkbench } from "@/components/shell/workbench";
import type { PalimpsestError } from "@/lib/base";
import { useRun, type Run } from "@/lib/client/runs/use-run";
import { sourcesOf, type RecipeDraft } from "../recipe/use-recipe";
import type { Lineup } from "../use-lineup";
import { useMergeView } from "../view";

export interface MergeRunState extends Omit<Run<"merge">, "start"> {
  /** Versions of siblings are being made. */
  readonly isPreparing: boolean;
  readonly isBusy: boolean;
  merge(): void;
}

export function useMergeRun(draft: RecipeDraft, lineup: Lineup): MergeRunState {
  const [view, update] = useMergeView();
  const { modelId } = useWorkbench();
  const [failure, setFailure] = useState<PalimpsestError>();
  /** A merge that waits for the versions of siblings. */
  const [isWaiting, setWaiting] = useState(false);
  const onJob = useCallback((job: string | undefined) => update({ job }), [update]);
  const { start, ...run } = useRun("merge", { jobId: view.job, onJob });
  const tasks = lineup.card?.tasks;
  const begin = (made: Readonly<Record<string, string>>) =>
    start(() => ({
      model: modelId,
      // The result is a change of the first model.
      version: made[draft.names[0]] ?? lineup.find(draft.names[0])?.version,
      recipe: draft.text,
      sources: sourcesOf(draft.names, lineup, modelId, made),
      seed: 0,
      ...(tasks && { tasks }),
    }));
  const merge = () => {
    setFailure(undefined);
    setWaiting(true);
    lineup
      .prepare(draft.names)
      .then(begin)
      .catch((error: unknown) => setFailure(error as PalimpsestError))
      .finally(() => setWaiting(false));
  };
  return {
    ...run,
    error: failure ?? run.error,
    isPreparing: isWaiting,
    isBusy: isWaiting || run.status === "queued" || run.status === "running",
    merge,
  };
}
