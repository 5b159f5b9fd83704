"use client";

/** A merge, started in the tab or on the server, with what it came to. Its job is in the address. */
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
  /** The job that the page shows has not been read, and its recipe is not known otherwise. */
  readonly isReading: boolean;
  merge(draft: RecipeDraft): void;
}

export function useMergeRun(lineup: Lineup): MergeRunState {
  const [view, update] = useMergeView();
  const { modelId } = useWorkbench();
  const [failure, setFailure] = useState<PalimpsestError>();
  /** A merge that waits for the versions of siblings. */
  const [isWaiting, setWaiting] = useState(false);
  const onJob = useCallback((job: string | undefined) => update({ job }), [update]);
  const { start, ...run } = useRun("merge", { jobId: view.job, onJob, page: "merge" });
  const tasks = lineup.card?.tasks;
  const begin = (draft: RecipeDraft, made: Readonly<Record<string, string>>) =>
    start(() => ({
      model: modelId,
      // The result is a change of the first model.
      version: made[draft.names[0]] ?? lineup.find(draft.names[0])?.version,
      recipe: draft.text,
      sources: sourcesOf(draft.names, lineup, modelId, made),
      seed: 0,
      ...(tasks && { tasks }),
    }));
  const merge = (draft: RecipeDraft) => {
    setFailure(undefined);
    setWaiting(true);
    update({ recipe: draft.text });
    lineup
      .prepare(draft.names)
      .then((made) => begin(draft, made))
      .catch((error: unknown) => setFailure(error as PalimpsestError))
      .finally(() => setWaiting(false));
  };
  return {
    ...run,
    error: failure ?? run.error,
    isPreparing: isWaiting,
    isReading: view.recipe === undefined && run.jobId !== undefined && !run.input && run.error === undefined,
    isBusy: isWaiting || run.status === "queued" || run.status === "running",
    merge,
  };
}
