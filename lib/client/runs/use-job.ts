"use client";

/** A job of the server as it happens: status, progress, curves and result. Survives reloads and lost connections. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { z } from "zod";
import { getJob } from "../../api";
import { fromWireError, PalimpsestError, toWireError, type Progress } from "../../base";
import type { JobStatus } from "../../store";
import { invalidate } from "../queries/invalidate";
import { withProgress, type Curves } from "./curves";
import { isFinished, jobEvents } from "../queries/job-stream";
import { keyOf, useQueryOf } from "../queries/query";

interface JobState {
  readonly status: JobStatus | undefined;
  readonly progress: Progress | undefined;
  readonly curves: Curves;
  /** The job with its input and its result, once it is read. */
  readonly record: z.infer<typeof getJob.output> | undefined;
  /** Why the job failed, or why it cannot be watched. */
  readonly error: PalimpsestError | undefined;
  readonly isConnected: boolean;
  readonly isPending: boolean;
  readonly refetch: () => void;
}

interface Live {
  readonly jobId: string | undefined;
  readonly status?: JobStatus;
  readonly progress?: Progress;
  readonly curves: Curves;
  readonly error?: PalimpsestError;
  readonly isConnected: boolean;
}

const NOTHING: Live = { jobId: undefined, curves: {}, isConnected: true };

/** Watches a job; without an id it watches nothing. */
export function useJob(jobId: string | undefined): JobState {
  const client = useQueryClient();
  const [stored, setLive] = useState<Live>(NOTHING);
  const [attempt, setAttempt] = useState(0);
  const live = stored.jobId === jobId ? stored : { ...NOTHING, jobId };
  const job = useQueryOf(getJob, { params: { jobId: jobId ?? "" } }, { enabled: jobId !== undefined });

  useEffect(() => {
    if (!jobId) return;
    const stop = new AbortController();
    const update = (change: (before: Live) => Live) => {
      if (stop.signal.aborted) return;
      setLive((before) => change(before.jobId === jobId ? before : { ...NOTHING, jobId }));
    };
    const watch = async () => {
      setLive({ ...NOTHING, jobId });
      const events = jobEvents(jobId, {
        signal: stop.signal,
        onConnection: (isConnected) =>
          update((before) => (before.isConnected === isConnected ? before : { ...before, isConnected })),
      });
      for await (const event of events) {
        update((before) => ({
          ...before,
          status: event.status,
          progress: event.progress ?? before.progress,
          curves: withProgress(before.curves, event.progress),
        }));
        if (isFinished(event.status)) await invalidate(client, keyOf(getJob, { params: { jobId } }));
      }
    };
    watch().catch((error: unknown) => {
      const shown = error instanceof PalimpsestError ? error : fromWireError(toWireError(error));
      update((before) => ({ ...before, error: shown }));
    });
    return () => stop.abort();
  }, [jobId, attempt, client]);

  const record = job.data;
  const failure = record?.error ? fromWireError(record.error) : undefined;
  return {
    status: live.status ?? record?.status,
    progress: live.progress ?? record?.progress,
    curves: live.curves,
    record,
    error: failure ?? live.error ?? job.error ?? undefined,
    isConnected: live.isConnected,
    isPending: jobId !== undefined && job.isPending,
    refetch: () => {
      setAttempt((n) => n + 1);
      void job.refetch();
    },
  };
}
