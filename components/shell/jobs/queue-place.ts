/** Where a job stands in its queue, from the list of jobs. */
import type { ListedJob } from "@/lib/api";

export interface QueuePlace {
  /** Jobs before it, the one whose turn it is among them. */
  readonly ahead: number;
  /** Whose turn it is. */
  readonly current: ListedJob | undefined;
  /** What the one at work has left, where its progress tells. Others that wait before this one come on top. */
  readonly leftMs: number | undefined;
}

/** Undefined for a job that does not wait, or that the list does not reach. */
export function queuePlaceOf(
  jobs: readonly ListedJob[],
  jobId: string,
  nowMs: number,
): QueuePlace | undefined {
  const job = jobs.find(({ id }) => id === jobId);
  if (job?.status !== "queued") return undefined;
  const before = jobs.filter(
    ({ id, queue, status, summary }) =>
      id < jobId &&
      queue === job.queue &&
      summary.location !== "browser" &&
      (status === "queued" || status === "running"),
  );
  const current = before.find(({ status }) => status === "running");
  return { ahead: job.ahead ?? before.length, current, leftMs: current && leftMs(current, nowMs) };
}

/** Kinds whose steps are those of the whole job. */
const PACED = new Set(["lifelong", "propose", "benchmark", "factuality"]);

function leftMs({ kind, progress, startedAt }: ListedJob, nowMs: number): number | undefined {
  if (!PACED.has(kind) || startedAt === undefined || !progress?.steps || progress.step === 0)
    return undefined;
  const elapsedMs = nowMs - Date.parse(startedAt);
  return (elapsedMs / progress.step) * Math.max(0, progress.steps - progress.step);
}
