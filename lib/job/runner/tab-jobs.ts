/**
 * Jobs that a page performs in its own worker. Nothing is performed here: the page reports how each of them is, and the
 * report is written down, so that these jobs are listed, watched and opened like all others.
 */
import { because, invalidField, parseInput, PalimpsestError, type Progress } from "../../base";
import type { Job, JobPayload, JobReport } from "../../store";
import { moved, type AnyJobKind } from "./job";
import type { ProgressLog } from "./progress-log";

export interface TabJobs {
  /** Lists a job that its page performs from now on. Throws `unsupported` for kinds that only the server can. */
  begin(kind: string, input: unknown, author: string, client?: string): Promise<string>;
  /** Writes down how the job is. The answer says what has become of it: others may have paused or cancelled it. */
  report(jobId: string, report: JobReport): Promise<Pick<Job, "status" | "cancelRequested">>;
  progressOf(jobId: string): ProgressLog | undefined;
}

export interface TabJobsOptions {
  kindOf(id: string): AnyJobKind;
  insert(
    job: Pick<Job, "kind" | "status" | "author" | "client"> &
      Pick<JobPayload, "input"> & {
        /** The author of the job that it repeats. */
        readonly repeats?: string;
      },
    attempt?: number,
  ): Promise<string>;
  record(jobId: string, change: (job: Job) => Job, output?: JobPayload["output"]): Promise<Job>;
  find(jobId: string): Promise<Job>;
  openLog(jobId: string): ProgressLog;
}

/** What a job is told that its page left. */
export const TAB_CLOSED = {
  code: "interrupted",
  message: "The page that performed this run was closed, so it has no result.",
  hint: "Run it again, and leave the page open until it is done.",
  details: because("tabClosed"),
} as const;

export function isInTab({ summary }: Pick<Job, "summary">): boolean {
  return summary?.location === "browser";
}

/** What a page computed is told from what the server did. */
function checkPlace(output: unknown): void {
  const { place } = (output ?? {}) as { readonly place?: unknown };
  if (place === "native" || place === "native-webgpu")
    throw invalidField("output.place", "A page computes in the browser: its results cannot be the server's.");
}

export function createTabJobs({ kindOf, insert, record, find, openLog }: TabJobsOptions): TabJobs {
  const logs = new Map<string, ProgressLog>();

  const show = (jobId: string, progress: Progress): void => {
    const log = logs.get(jobId) ?? openLog(jobId);
    logs.set(jobId, log);
    log.report(progress);
  };

  return {
    async begin(id, input, author, client) {
      const kind = kindOf(id);
      if (!kind.runsInTab) {
        throw new PalimpsestError("unsupported", `A job of the kind "${id}" runs on the server only.`, {
          hint: "Start it on the server.",
          details: because("serverOnly"),
        });
      }
      return insert({ kind: id, status: "running", author, client, input: input as JobPayload["input"] });
    },

    async report(jobId, { status, progress, output, error }) {
      const found = await find(jobId);
      if (!isInTab(found)) {
        throw new PalimpsestError("conflict", "This job is performed by the server.", {
          hint: "Only the page that performs a job reports on it.",
        });
      }
      const result = status === "succeeded" ? parseInput(kindOf(found.kind).output, output) : undefined;
      checkPlace(result);
      if (found.status === "running" && progress) show(jobId, progress);
      if (status !== "running") {
        await logs.get(jobId)?.close();
        logs.delete(jobId);
      }
      const at = new Date().toISOString();
      const job = await record(
        jobId,
        (row) => {
          if (row.status !== "running") return row;
          const alive = { ...row, heartbeatAt: at, ...(progress && { progress }) };
          return status === "running" ? alive : moved(alive, status, at, { error });
        },
        found.status === "running" ? (result as JobPayload["output"]) : undefined,
      );
      if (job.status !== "running") logs.delete(jobId);
      return { status: job.status, cancelRequested: job.cancelRequested };
    },

    progressOf: (jobId) => logs.get(jobId),
  };
}
