/**
 * The runs that this tab performs in its worker. Each is a job in the server's list, which the tab keeps up to date: it has
 * an address, every page lists it, and it can be opened again. A tab that is closed leaves its runs marked as interrupted.
 */
import {
  createRun,
  fromWireError,
  isCancellation,
  PalimpsestError,
  toWireError,
  type JsonObject,
  type Progress,
  type Run,
} from "../../../base";
import type { StartedKind } from "../../../api";
import type { JobReport, JobStatus } from "../../../store";
import type { TabCallName } from "../../worker/tab-calls";
import { withProgress, type Curves } from "../curves";
import { gatherReports } from "./gather-reports";

/** Kinds of job that are a call of the worker and nothing else. */
type TabKind = StartedKind & TabCallName;

/** Asks the tab's worker, starting it when there is none. */
export type AskWorker = (name: TabCallName, input: unknown, run?: Run) => Promise<unknown>;

/** A job that the server has listed as one of this tab. */
interface TabJob {
  readonly jobId: string;
  /** A kind whose work is the call of the same name. */
  readonly kind: TabKind;
  readonly input: unknown;
}

interface TabRun extends TabJob {
  readonly status: JobStatus;
  readonly progress?: Progress;
  readonly curves: Curves;
  readonly output?: unknown;
  readonly error?: PalimpsestError;
  /** False while the server cannot be reached; the run goes on. */
  readonly isConnected: boolean;
}

export interface TabRuns {
  subscribe(listener: () => void): () => void;
  /** The run of this tab with that id, as long as it is the tab's last of its kind. */
  find(jobId: string | undefined): TabRun | undefined;
  /** Performs a job in the worker that `ask` asks. One of the same kind that is under way is cancelled. */
  perform(job: TabJob, ask: AskWorker): void;
  /** Tells the server that a job which it lists for this tab is never performed. */
  abandon(jobId: string): void;
  /** Stops a run; a paused one can be performed again. False when this tab does not perform it. */
  stop(jobId: string, as: "cancelled" | "paused"): boolean;
  /** Ids of what is under way: nobody will report them when the page goes. */
  readonly underWay: readonly string[];
}

export interface TabRunsOptions {
  /** Tells the server how a job is; the answer is what others want of it. */
  report(jobId: string, report: JobReport): Promise<{ status: JobStatus; cancelRequested: boolean }>;
  readonly reportEveryMs?: number;
}

/** Each report that is shown draws the page again, and what that leaves behind adds up faster than it is collected. */
const SHOWN_EVERY_MS = 250;
/** How long to wait for a server that cannot be reached, before the end of a run is told again. */
const RETRY_MS = 3000;

export function createTabRuns({ report, reportEveryMs = 3000 }: TabRunsOptions): TabRuns {
  const listeners = new Set<() => void>();
  /** By kind: a tab performs one run of a kind at a time, and shows its last one. */
  const runs = new Map<string, { run: TabRun; readonly control: AbortController; stoppedAs?: JobStatus }>();
  const entryOf = (jobId: string) => [...runs.values()].find(({ run }) => run.jobId === jobId);

  const update = (jobId: string, change: Partial<TabRun>) => {
    const entry = entryOf(jobId);
    if (!entry) return;
    entry.run = { ...entry.run, ...change };
    for (const listener of listeners) listener();
  };

  const stop: TabRuns["stop"] = (jobId, as) => {
    const entry = entryOf(jobId);
    if (entry?.run.status !== "running") return false;
    entry.stoppedAs ??= as;
    entry.control.abort();
    return true;
  };

  /** Tells how the job is, and follows what others have asked for meanwhile. */
  const tell = async (jobId: string, progress: Progress | undefined) => {
    try {
      const answer = await report(jobId, { status: "running", progress });
      update(jobId, { isConnected: true });
      if (answer.status === "paused") stop(jobId, "paused");
      else if (answer.cancelRequested || answer.status !== "running") stop(jobId, "cancelled");
    } catch (error) {
      update(jobId, { isConnected: !isUnreachable(error) });
    }
  };

  /** A result must not be lost because the server could not be reached for a moment. */
  const insist = async (jobId: string, task: () => Promise<unknown>): Promise<void> => {
    for (;;) {
      try {
        await task();
        return update(jobId, { isConnected: true });
      } catch (error) {
        if (!isUnreachable(error)) throw error;
        update(jobId, { isConnected: false });
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  };

  const work = async (
    { jobId, kind, input }: TabJob,
    ask: AskWorker,
    signal: AbortSignal,
  ): Promise<JobReport> => {
    let latest: Progress | undefined;
    const reports = gatherReports<Progress>(SHOWN_EVERY_MS, (gathered) => {
      latest = gathered.at(-1);
      const curves = entryOf(jobId)?.run.curves ?? {};
      update(jobId, { progress: latest, curves: gathered.reduce(withProgress, curves) });
    });
    const heartbeat = setInterval(() => void tell(jobId, latest), reportEveryMs);
    try {
      const output = await ask(kind, input, createRun({ signal, onProgress: reports.add }));
      reports.close();
      await insist(jobId, () => ask("publish", {}));
      return { status: "succeeded", progress: latest, output: output as JsonObject };
    } catch (error) {
      if (isCancellation(error))
        return { status: entryOf(jobId)?.stoppedAs === "paused" ? "paused" : "cancelled" };
      return { status: "failed", progress: latest, error: toWireError(error) };
    } finally {
      reports.close();
      clearInterval(heartbeat);
    }
  };

  const perform = async (job: TabJob, ask: AskWorker, signal: AbortSignal): Promise<void> => {
    const { jobId } = job;
    const end = await work(job, ask, signal);
    const { status, output, error } = end;
    try {
      await insist(jobId, () => report(jobId, end));
      update(jobId, { status, output, ...(error && { error: fromWireError(error) }) });
    } catch (thrown) {
      const untold = thrown instanceof PalimpsestError ? thrown : fromWireError(toWireError(thrown));
      update(jobId, { status: "failed", error: untold });
    }
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    find: (jobId) => (jobId === undefined ? undefined : entryOf(jobId)?.run),
    perform(job, ask) {
      const before = runs.get(job.kind);
      if (before) stop(before.run.jobId, "cancelled");
      const control = new AbortController();
      runs.set(job.kind, { run: { ...job, status: "running", curves: {}, isConnected: true }, control });
      for (const listener of listeners) listener();
      void perform(job, ask, control.signal);
    },
    abandon(jobId) {
      // A server that cannot be reached finds out by itself: nobody reports on the job.
      report(jobId, { status: "cancelled" }).catch(() => undefined);
    },
    stop,
    get underWay() {
      return [...runs.values()].filter(({ run }) => run.status === "running").map(({ run }) => run.jobId);
    },
  };
}

function isUnreachable(error: unknown): boolean {
  return (
    error instanceof PalimpsestError &&
    error.code === "runtime_unavailable" &&
    error.details?.reason === "offline"
  );
}
