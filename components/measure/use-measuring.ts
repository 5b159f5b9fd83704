"use client";

/** A measuring under way on the server: how it goes, stopping it, and telling who lists presets when one was kept. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { cancelJob, catalog, listPresets } from "@/lib/api";
import type { PalimpsestError, Progress } from "@/lib/base";
import { invalidate } from "@/lib/client/queries/invalidate";
import { useActionOf } from "@/lib/client/queries/query";
import { useJob } from "@/lib/client/runs/use-job";
import type { JobStatus } from "@/lib/store";

export interface Measuring {
  readonly status: JobStatus | undefined;
  readonly progress: Progress | undefined;
  readonly error: PalimpsestError | undefined;
  readonly isBusy: boolean;
  readonly cancel: () => void;
}

export function useMeasuring(jobId: string | undefined): Measuring {
  const client = useQueryClient();
  const { status, progress, error } = useJob(jobId);
  const stop = useActionOf(cancelJob);
  useEffect(() => {
    if (status !== "succeeded") return;
    void invalidate(client, listPresets.id, catalog.id);
  }, [status, client]);
  return {
    status,
    progress,
    error: stop.error ?? error,
    isBusy: status === "queued" || status === "running",
    cancel: () => {
      if (jobId !== undefined) stop.mutate({ params: { jobId } });
    },
  };
}
