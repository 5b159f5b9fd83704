"use client";

/**
 * The evolutions that the page's address names, else the latest of the model: jobs of the server, each with the record of its
 * generations.
 */
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { z } from "zod";
import { useMergeMessages } from "../use-messages";
import { useListedJobs } from "@/components/shell/jobs/list";
import { useWorkbench } from "@/components/shell/workbench";
import { evolutionRecord } from "@/lib/api";
import type { PalimpsestError } from "@/lib/base";
import { callEndpoint } from "@/lib/client/queries/http";
import { isFinished } from "@/lib/client/queries/job-stream";
import { keyOf } from "@/lib/client/queries/query";
import type { EvolutionRecord } from "@/lib/merge";
import type { JobStatus } from "@/lib/store";
import { useMergeView } from "../view";

export interface EvolutionRun {
  readonly jobId: string;
  readonly label: string;
  readonly status: JobStatus | undefined;
  readonly record: EvolutionRecord | undefined;
}

const BUSY_POLL_MS = 2000;
const IDLE_POLL_MS = 60_000;
/** Where the address names none. */
const MOST_LATEST = 4;

type Answer = z.infer<typeof evolutionRecord.output>;

export function useEvolutions(): {
  readonly runs: readonly EvolutionRun[];
  readonly error: PalimpsestError | null;
  /** Nobody knows yet whether there are any. */
  readonly isPending: boolean;
  readonly add: (jobIds: readonly string[]) => void;
  readonly remove: (jobId: string) => void;
} {
  const t = useMergeMessages().evolution;
  const [{ runs: named }, update] = useMergeView();
  const { modelId } = useWorkbench();
  const listed = useListedJobs();
  const jobs = listed.data?.jobs;
  const latest = useMemo(
    () =>
      (jobs ?? [])
        .filter(({ kind, summary }) => kind === "evolve" && summary.model === modelId)
        .slice(0, MOST_LATEST)
        .map(({ id }) => id),
    [jobs, modelId],
  );
  const jobIds = named ?? latest;
  const queries = useQueries({
    queries: jobIds.map((jobId) => ({
      queryKey: keyOf(evolutionRecord, { params: { jobId } }),
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        callEndpoint(evolutionRecord, { params: { jobId } }, signal),
      refetchInterval: ({ state }: { readonly state: { readonly data?: Answer | undefined } }) =>
        state.data && isFinished(state.data.status) ? IDLE_POLL_MS : BUSY_POLL_MS,
    })),
  });
  const strategies = queries.map(({ data }) => data?.settings.strategy);
  const runs = jobIds.map((jobId, i): EvolutionRun => {
    const { data } = queries[i];
    const strategy = strategies[i];
    const name = strategy ? (t.strategies[strategy] ?? strategy) : jobId;
    const isTwice = strategies.some((other, j) => j !== i && other === strategy);
    return {
      jobId,
      label: isTwice && data ? `${name} · ${t.seed} ${data.settings.seed}` : name,
      status: data?.status,
      record: data?.record ?? undefined,
    };
  });
  return {
    runs,
    isPending: named === undefined && listed.isPending,
    error: queries.find(({ error }) => error)?.error as PalimpsestError | null,
    add: (added) => update({ runs: [...added, ...jobIds] }),
    remove: (removed) => update({ runs: jobIds.filter((jobId) => jobId !== removed) }),
  };
}
