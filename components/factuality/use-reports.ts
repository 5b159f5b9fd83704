"use client";

import { useMemo } from "react";
import { useWorkbench } from "@/components/shell/workbench";
import { catalog, listJobs } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { useJob } from "@/lib/client/runs/use-job";
import { FactualityJobOutput } from "@/lib/store";

const POLL_MS = 4000;

/** Reports of the model, the newest first. */
export function useReports() {
  const { modelId } = useWorkbench();
  const { data, error, refetch } = useQueryOf(
    listJobs,
    { input: { limit: 200 } },
    { refetchEveryMs: () => POLL_MS },
  );
  const jobs = data?.jobs.filter(({ kind, summary }) => kind === "factuality" && summary.model === modelId);
  return { jobs, error, refetch };
}

/** A report's evidence, once it is there. */
export function useEvidence(jobId: string | undefined) {
  const job = useJob(jobId);
  const output = job.record?.output;
  const record = useMemo(() => FactualityJobOutput.safeParse(output).data?.factuality, [output]);
  return { ...job, record };
}

/** Decoding aids, for people. */
export function useAids() {
  return useQueryOf(catalog, {}).data?.decodingAids ?? [];
}
