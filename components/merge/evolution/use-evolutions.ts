"use client";

/** The evolutions that the page's address names: jobs of the server, each with the record of its generations. */
import { useQueries } from "@tanstack/react-query";
import { z } from "zod";
import { useMergeMessages } from "@/components/messages/merge";
import { getJob } from "@/lib/api";
import type { PalimpsestError } from "@/lib/base";
import { callEndpoint } from "@/lib/client/queries/http";
import { isFinished } from "@/lib/client/queries/job-stream";
import { keyOf } from "@/lib/client/queries/query";
import { EvolutionRecord, EvolutionSettings } from "@/lib/merge";
import type { JobStatus } from "@/lib/store";
import { useMergeView } from "../view";

export interface EvolutionRun {
  readonly jobId: string;
  readonly label: string;
  readonly status: JobStatus | undefined;
  readonly settings: EvolutionSettings | undefined;
  readonly record: EvolutionRecord | undefined;
}

const BUSY_POLL_MS = 2000;
const IDLE_POLL_MS = 60_000;
const NONE: readonly string[] = [];

export function useEvolutions(): {
  readonly runs: readonly EvolutionRun[];
  readonly error: PalimpsestError | null;
  readonly add: (jobIds: readonly string[]) => void;
  readonly remove: (jobId: string) => void;
} {
  const t = useMergeMessages().evolution;
  const [{ runs: jobIds = NONE }, update] = useMergeView();
  const queries = useQueries({
    queries: jobIds.map((jobId) => ({
      queryKey: keyOf(getJob, { params: { jobId } }),
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        callEndpoint(getJob, { params: { jobId } }, signal),
      refetchInterval: (query: { readonly state: { readonly data: unknown } }) => {
        const { status } = (query.state.data ?? {}) as { readonly status?: JobStatus };
        return status !== undefined && isFinished(status) ? IDLE_POLL_MS : BUSY_POLL_MS;
      },
    })),
  });
  const runs = jobIds.map((jobId, i): EvolutionRun => {
    const { data } = queries[i];
    const input = Input.safeParse(data?.input).data;
    const settings = input?.settings;
    const name = settings ? (t.strategies[settings.strategy] ?? settings.strategy) : jobId;
    const isTwice =
      jobIds.length > 1 &&
      queries.some(
        (other, j) =>
          j !== i && Input.safeParse(other.data?.input).data?.settings.strategy === settings?.strategy,
      );
    return {
      jobId,
      label: isTwice && settings ? `${name} · ${t.seed} ${settings.seed}` : name,
      status: data?.status,
      settings,
      record: EvolutionRecord.safeParse(data?.output).data,
    };
  });
  return {
    runs,
    error: (queries.find(({ error }) => error)?.error as PalimpsestError | undefined) ?? null,
    add: (added) => update({ runs: [...jobIds, ...added] }),
    remove: (removed) => update({ runs: jobIds.filter((jobId) => jobId !== removed) }),
  };
}

const Input = z.object({ settings: EvolutionSettings });
