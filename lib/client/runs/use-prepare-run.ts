"use client";

/**
 * Making artifacts ahead of edits: the model's unfinished job of that kind, so a page that reloads finds it, or the last one
 * that this page started.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { listJobs, type ListedJob } from "../../api";
import type { PrepareJobInput } from "../../store";
import { invalidate } from "../queries/invalidate";
import { useQueryOf } from "../queries/query";
import { isFinished } from "../queries/job-stream";
import { useRuns } from "./runs-context";
import { useRun, type Run } from "./use-run";

export interface PrepareRun extends Omit<Run<"prepare">, "start"> {
  start(asked: Omit<PrepareJobInput, "model">): void;
}

const BUSY_POLL_MS = 3000;
const IDLE_POLL_MS = 20_000;

/** The key of the query for the facts that a model knows. */
export const FACTS_QUERY = "model-host.facts";

/** Keys of the queries whose answers change with the artifacts. */
export const ARTIFACT_QUERIES = [
  "artifacts.list",
  "artifacts.tab",
  "model-host.preflight",
  FACTS_QUERY,
] as const;

export function usePrepareRun(): PrepareRun {
  const client = useQueryClient();
  const { target } = useRuns();
  const { modelId: model, place } = target;
  /** The last job that was seen here: when it is no longer open, how it ended is still worth saying. */
  const [seen, setSeen] = useState<{
    readonly model: string;
    readonly place: string;
    readonly jobId?: string;
  }>();
  const jobs = useQueryOf(
    listJobs,
    { input: { limit: 30 } },
    { refetchEveryMs: (last) => (last?.jobs.some(isOpenPrepare) ? BUSY_POLL_MS : IDLE_POLL_MS) },
  );
  const open = jobs.data?.jobs.find(
    (job) =>
      isOpenPrepare(job) && job.summary.model === model && (job.summary.location ?? "server") === place,
  );
  const last = seen?.model === model && seen.place === place ? seen.jobId : undefined;
  const jobId = open?.id ?? last;
  if (open && open.id !== last) setSeen({ model, place, jobId: open.id });
  const onJob = useCallback(
    (next: string | undefined) => setSeen({ model, place, jobId: next }),
    [model, place],
  );
  const { start: startRun, ...run } = useRun("prepare", { jobId, onJob });
  const start = useCallback(
    (asked: Omit<PrepareJobInput, "model">) => startRun(() => ({ ...asked, model })),
    [startRun, model],
  );

  // A phase that ended has made something that is listed now, and that a preflight finds; so has a run that was stopped.
  const turn = `${run.status} ${run.progress?.phase ?? ""}`;
  const before = useRef(turn);
  useEffect(() => {
    if (before.current === turn) return;
    before.current = turn;
    void invalidate(client, ...ARTIFACT_QUERIES);
  }, [client, turn]);
  return { ...run, start };
}

function isOpenPrepare(job: Pick<ListedJob, "kind" | "status">): boolean {
  return job.kind === "prepare" && !isFinished(job.status);
}
