/** Long work as data: the kinds of job, the states one goes through, and its stream of events. */
import type { z } from "zod";
import { PalimpsestError, type Run } from "../../base";
import type {
  DownloadJobInput,
  DownloadJobOutput,
  Job,
  JobEvent,
  JobStatus,
  JobSummary,
  Store,
} from "../../store";
import type { ModelHost } from "../calls";
import { eventId } from "./broadcast";
import type { HostRecords } from "../calls/records";

/**
 * What a job waits in. One job of a queue runs at a time; queues are independent. Short jobs share the device with a long one,
 * which gives way to them.
 */
export type JobQueue = "short" | "device" | "network";

/** Input, output and work of one kind of job. */
export interface JobKind<I, O> {
  readonly id: string;
  readonly input: z.ZodType<I>;
  readonly output: z.ZodType<O>;
  /** The device when absent. */
  readonly queue?: Exclude<JobQueue, "short">;
  /** Whether somebody waits in front of the screen for it: then it passes a long job of the device. */
  isShort?(summary: Pick<JobSummary, "edits" | "methods">): boolean;
  /** Whether performing it again continues where it stopped. Such a job can be paused, and survives a stop of the server. */
  readonly isResumable?: boolean;
  /** Whether a page can perform it in its own worker: it is a call of the model host of the same name and nothing else. */
  readonly runsInTab?: boolean;
  /** Completes the input with settings of the installation, before the job is queued. */
  complete?(input: I, records: HostRecords): Promise<I>;
  /** Lists what the job is about as soon as it waits for its turn. The input is as it was stored. */
  announce?(input: I, context: PerformContext): Promise<void>;
  /** The input is as it was stored. May throw a `PauseRequest` when it is resumable. */
  perform(run: Run, input: I, context: PerformContext): Promise<O>;
  /** Takes away what a cancelled job has left behind. */
  discard?(input: I, context: JobContext): Promise<void>;
}

/** Any kind of job, for lists of them. */
export type AnyJobKind = JobKind<unknown, unknown>;

export interface JobContext {
  readonly modelHost: ModelHost;
  readonly records: HostRecords;
  readonly downloads: Downloads;
  /** Where a preset that was proposed is kept. */
  readonly presets: Pick<Store["presets"], "put">;
  readonly lifelong: Pick<Store["lifelong"], "find" | "put">;
}

export interface PerformContext extends JobContext {
  readonly jobId: string;
  /** Who asked for the job. */
  readonly author: string;
}

/** Thrown by a job that should not continue before a person has looked. Resuming performs it again. */
export class PauseRequest extends Error {
  constructor(readonly reason: PalimpsestError) {
    super(reason.message);
  }
}

/** Bringing models from a hub. Only a server can: a page may not load from elsewhere. */
export interface Downloads {
  /** Gets what is missing of the model's files, checks all of them, and lists the model. */
  download(run: Run, input: DownloadJobInput): Promise<DownloadJobOutput>;
  /** Deletes the files of a download that will not be finished. */
  discard(input: DownloadJobInput): Promise<void>;
}

/** A finished job never moves again: running it again is a new job. */
const MOVES: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  queued: ["running", "paused", "cancelled"],
  running: ["succeeded", "failed", "cancelled", "paused", "queued"],
  paused: ["queued", "cancelled"],
  succeeded: [],
  failed: [],
  cancelled: [],
};

export function canMove(from: JobStatus, to: JobStatus): boolean {
  return MOVES[from].includes(to);
}

/** Whether nothing more will happen to a job in this state. */
export function isFinished(status: JobStatus): boolean {
  return MOVES[status].length === 0;
}

/** The job in its next state. Throws `conflict` for a move that is not one. */
export function moved(job: Job, status: JobStatus, at: string, more: Partial<Job> = {}): Job {
  if (!canMove(job.status, status)) {
    throw new PalimpsestError("conflict", `A job that is ${job.status} cannot become ${status}.`, {
      details: { id: job.id },
    });
  }
  return {
    ...job,
    ...more,
    status,
    ...(status === "running" && { startedAt: at, heartbeatAt: at }),
    ...(isFinished(status) && { endedAt: at }),
  };
}

type EventSource = Pick<Job, "id" | "status" | "progress">;

export function makeEvent(job: EventSource, sequence: number, kind: JobEvent["kind"]): JobEvent {
  return {
    id: eventId(job.id, sequence),
    job: job.id,
    sequence,
    kind,
    status: job.status,
    ...(job.progress !== undefined && { progress: job.progress }),
    at: new Date().toISOString(),
  };
}

/** Adds the next event to the stream of a job, and returns it. */
export async function addEvent(store: Store, job: EventSource, kind: JobEvent["kind"]): Promise<JobEvent> {
  const event = makeEvent(job, (await lastSequence(store, job.id)) + 1, kind);
  await store.events.put(event);
  return event;
}

/** The number of the last event that is kept of a job. */
async function lastSequence(store: Store, jobId: string): Promise<number> {
  const [last] = await store.events.list({ where: { job: jobId }, order: "newest", limit: 1 });
  return last?.sequence ?? 0;
}
