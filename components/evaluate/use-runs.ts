"use client";

/** What the page knows and can do: the runs of the model, the methods by name, and the actions on a run. */
import { useMemo } from "react";
import { useFailureToast } from "@/components/history/use-history";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { useWorkbench } from "@/components/shell/workbench";
import { toast } from "@/components/ui";
import {
  cancelJob,
  catalog,
  deleteLifelong,
  listLifelong,
  pauseJob,
  resumeJob,
  retryJob,
  type LifelongSummary,
  type MethodCard,
} from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import { namedRuns, type NamedRun } from "./numbers";

const BUSY_POLL_MS = 4000;
const IDLE_POLL_MS = 20_000;
const NO_CARDS: readonly MethodCard[] = [];

export function isOpenRun({ jobStatus }: Pick<LifelongSummary, "jobStatus">): boolean {
  return jobStatus === "queued" || jobStatus === "running" || jobStatus === "paused";
}

/** The methods, as they are set for the model of the workbench. */
export function useMethodCards() {
  const { modelId } = useWorkbench();
  const query = useQueryOf(catalog, { input: { model: modelId } });
  const cards = query.data?.methods ?? NO_CARDS;
  const nameOf = useMemo(() => {
    const names = new Map(cards.map(({ id, name }) => [id, name]));
    return (id: string) => names.get(id) ?? id;
  }, [cards]);
  return { cards, nameOf, isPending: query.isPending, error: query.error, refetch: query.refetch };
}

/** Every run of the model, those that changed last first; null until they have arrived. */
export function useRuns() {
  const { modelId } = useWorkbench();
  const { nameOf } = useMethodCards();
  const query = useQueryOf(
    listLifelong,
    { input: { model: modelId } },
    { refetchEveryMs: (last) => (last?.runs.some(isOpenRun) ? BUSY_POLL_MS : IDLE_POLL_MS) },
  );
  const runs = useMemo<readonly NamedRun[] | null>(
    () => (query.data ? namedRuns(query.data.runs, nameOf) : null),
    [query.data, nameOf],
  );
  return { runs, error: query.error, refetch: query.refetch };
}

/** What can be done with the job of a run. Each explains when it could not. */
export function useRunActions(onStarted: (jobId: string) => void) {
  const t = useEvaluateMessages().run;
  const fail = useFailureToast();
  const pausing = useActionOf(pauseJob);
  const resuming = useActionOf(resumeJob);
  const cancelling = useActionOf(cancelJob);
  const retrying = useActionOf(retryJob);
  const deleting = useActionOf(deleteLifelong);
  return {
    isPending: pausing.isPending || resuming.isPending || cancelling.isPending || retrying.isPending,
    pause: (jobId: string) => pausing.mutate({ params: { jobId } }, { onError: fail }),
    resume: (jobId: string) =>
      resuming.mutate({ params: { jobId } }, { onSuccess: () => onStarted(jobId), onError: fail }),
    stop: (jobId: string) => cancelling.mutate({ params: { jobId } }, { onError: fail }),
    /** Another job with the same input goes on with the same run. */
    goOn: (jobId: string) =>
      retrying.mutate(
        { params: { jobId } },
        { onSuccess: (answer) => onStarted(answer.jobId), onError: fail },
      ),
    forget: (runId: string, onDone: () => void) =>
      deleting.mutate(
        { params: { runId } },
        {
          onSuccess: () => {
            toast(t.forgotten);
            onDone();
          },
          onError: fail,
        },
      ),
  };
}
