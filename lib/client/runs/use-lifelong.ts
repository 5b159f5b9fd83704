"use client";

/** A running lifelong run: its record, read again whenever its job reports a new stored state. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { z } from "zod";
import { getLifelong, lifelongRetention, listLifelong } from "../../api";
import type { PalimpsestError, Progress } from "../../base";
import type { JobStatus } from "../../store";
import { invalidate } from "../queries/invalidate";
import { isFinished } from "../queries/job-stream";
import { useQueryOf } from "../queries/query";
import { useJob } from "./use-job";

export type LifelongDetail = z.infer<typeof getLifelong.output>;

export interface LifelongWatch {
  /** Absent until it is read. A run that waits for its turn has one. */
  readonly run: LifelongDetail | undefined;
  readonly jobId: string | undefined;
  readonly status: JobStatus | undefined;
  readonly progress: Progress | undefined;
  /** What was reported last, by its name. */
  readonly values: Readonly<Record<string, number | undefined>>;
  readonly error: PalimpsestError | undefined;
  /** False while the server cannot be reached; the run continues there. */
  readonly isConnected: boolean;
  readonly refetch: () => void;
}

const QUEUED_POLL_MS = 2000;
const RUNNING_POLL_MS = 10_000;
/** The queries that a segment of a run changes. */
const STALE = [getLifelong.id, listLifelong.id, lifelongRetention.id];

/** Watches a run. `started` is the job that was just asked to perform it, which a record that is still shown may not name. */
export function useLifelong(runId: string, started: string | undefined): LifelongWatch {
  const client = useQueryClient();
  const query = useQueryOf(
    getLifelong,
    { params: { runId } },
    { refetchEveryMs: (last) => pollMs(last, started) },
  );
  const record = query.data;
  const isOpen = started !== undefined || (record?.jobStatus != null && !isFinished(record.jobStatus));
  const jobId = started ?? record?.job;
  const job = useJob(isOpen ? jobId : undefined);
  const status = (isOpen ? job.status : undefined) ?? record?.jobStatus ?? undefined;

  // Only some reports contain the number of evaluated checkpoints; the last one counts.
  const turn = `${job.status ?? ""} ${job.curves.rows?.at(-1) ?? ""}`;
  useEffect(() => {
    if (!job.status) return;
    void invalidate(client, ...STALE);
  }, [client, turn, job.status]);

  const values = useMemo(
    () => Object.fromEntries(Object.entries(job.curves).map(([name, curve]) => [name, curve.at(-1)])),
    [job.curves],
  );

  return {
    run: record,
    jobId,
    status,
    progress: isOpen ? job.progress : undefined,
    values,
    error: record ? job.error : (query.error ?? job.error ?? undefined),
    isConnected: job.isConnected,
    refetch: () => {
      void query.refetch();
      job.refetch();
    },
  };
}

/** Zero does not ask again. */
function pollMs(last: LifelongDetail | undefined, started: string | undefined): number {
  if (last?.jobStatus === "running") return RUNNING_POLL_MS;
  return started !== undefined || last?.jobStatus === "queued" ? QUEUED_POLL_MS : 0;
}
