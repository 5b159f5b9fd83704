/**
 * Runs the jobs of a lane one at a time, in the order they were asked for: one device, one computation.
 *
 * Everything that a person may ask about a job is in the store, so that a page that reloads, or a server that starts
 * again, knows as much as before. A job whose server stopped is marked `interrupted`, and running it again is a new job;
 * one whose kind is resumable goes back into the queue instead.
 */
import { ulid } from "ulid";
import {
  createRun,
  invalidField,
  PalimpsestError,
  SILENT,
  toWireError,
  type Logger,
  type Progress,
} from "../../base";
import type { Job, JobEvent, JobStatus, Store } from "../../store";
import { attempt, describe, isCancellation, type Attempt } from "./attempt";
import {
  eventId,
  isFinished,
  makeEvent,
  moved,
  PauseRequest,
  type AnyJobKind,
  type JobContext,
  type Lane,
} from "./job";
import { createListeners } from "./listeners";
import { summaryOf } from "./summary";
import { createThrottle, repeat, type Repetition } from "./throttle";

export interface RunnerOptions {
  readonly store: Store;
  readonly kinds: readonly AnyJobKind[];
  readonly context: JobContext;
  readonly log?: Logger;
  /** Least time between two progress events of a job. */
  readonly progressIntervalMs?: number;
  /** How often a running job looks whether it should stop, in case another process was asked. */
  readonly cancelPollMs?: number;
  /** How often a running job says that it lives. */
  readonly heartbeatMs?: number;
  /** A running job silent for longer than this was interrupted. */
  readonly leaseMs?: number;
}

export interface Runner {
  /** Queues a job and returns its id. Throws `invalid_input` when the kind does not take this input. */
  start(kind: string, input: unknown, author: string): Promise<string>;
  cancel(jobId: string): Promise<JobStatus>;
  /** Stops a job so that `resume` goes on from there. Throws `unsupported` for kinds that cannot. */
  pause(jobId: string): Promise<JobStatus>;
  resume(jobId: string): Promise<JobStatus>;
  /** Queues the same work again, as a new job. */
  retry(jobId: string): Promise<string>;
  /** Events after a place in the job's stream, until it has finished or `signal` aborts. */
  watch(jobId: string, after: number, signal: AbortSignal): AsyncIterable<JobEvent>;
  /** Marks what a stopped server left running, then works on the queue until `stop`. */
  open(): Promise<void>;
  /** Stops taking jobs and cancels the running one. */
  stop(): Promise<void>;
}

const WATCH_PAGE = 500;
const LANES: readonly Lane[] = ["device", "network"];

/** Why a running job was stopped, which decides what becomes of it. */
type Wish = "cancel" | "pause" | "stop";

interface Running {
  readonly controller: AbortController;
  wish: Wish;
}

export function createRunner(options: RunnerOptions): Runner {
  const { store, kinds, context, log = SILENT } = options;
  const { progressIntervalMs = 50, cancelPollMs = 250, heartbeatMs = 5_000, leaseMs = 60_000 } = options;
  const listeners = createListeners();
  const running = new Map<string, Running>();
  const working = new Map<Lane, Promise<void>>();
  let stopped = true;

  const now = (): string => new Date().toISOString();

  /** Changes a job and adds the event that says so, in one transaction. */
  const record = async (jobId: string, change: (job: Job) => Job): Promise<void> => {
    await store.transaction(async (inside) => {
      const next = change(await inside.jobs.get(jobId));
      await inside.jobs.put(next);
      await addEvent(inside, next, "status", now());
    });
    listeners.tell(jobId);
  };

  const enqueue = async (
    kind: string,
    input: Job["input"],
    author: string,
    attempt: number,
  ): Promise<string> => {
    const id = `job_${ulid()}`;
    const job: Job = {
      id,
      kind,
      status: "queued",
      summary: await summaryOf({ kind, input }),
      input,
      attempt,
      createdAt: now(),
      cancelRequested: false,
      author,
    };
    await store.transaction(async (inside) => {
      await inside.jobs.put(job);
      await addEvent(inside, job, "status", job.createdAt);
    });
    wake();
    return id;
  };

  const perform = async (job: Job): Promise<void> => {
    const controller = new AbortController();
    const { signal } = controller;
    const own: Running = { controller, wish: "cancel" };
    running.set(job.id, own);
    let latest: Progress | undefined;
    // Only the event is written each time: the row holds the whole input, which may be thousands of edits.
    const progress = createThrottle<Progress>(progressIntervalMs, async (update) => {
      await store.transaction((inside) => addEvent(inside, { ...job, progress: update }, "progress", now()));
      listeners.tell(job.id);
    });
    const lookForCancel = repeat(cancelPollMs, async () => {
      const asked = await store.jobs.list({ where: { id: job.id, cancelRequested: true }, limit: 1 });
      if (asked.length > 0) controller.abort();
    });
    const heart = repeat(heartbeatMs, () =>
      store.transaction(async (inside) => {
        const row = await inside.jobs.get(job.id);
        await inside.jobs.put({ ...row, heartbeatAt: now(), progress: latest });
      }),
    );
    const onProgress = (update: Progress): void => {
      latest = update;
      progress.offer(update);
    };

    try {
      const outcome = await attempt(async () => {
        const kind = kindOf(kinds, job.kind);
        const run = createRun({ seed: seedOf(job), signal, log, onProgress });
        return kind.output.parse(
          await kind.perform(run, kind.input.parse(job.input), {
            ...context,
            jobId: job.id,
            author: job.author,
          }),
        ) as Job["output"];
      });
      await lookForCancel.stop();
      await heart.stop();
      const written = await attempt(() => progress.close());
      if ("error" in written)
        log.warn("Progress was not kept", { job: job.id, error: describe(written.error) });
      await record(job.id, (row) =>
        finished({ ...row, progress: latest }, outcome, signal.aborted ? own.wish : undefined),
      );
      await discardCancelled(job.id);
    } finally {
      running.delete(job.id);
    }
  };

  const finished = (row: Job, outcome: Attempt<Job["output"]>, wish: Wish | undefined): Job => {
    if ("value" in outcome) return moved(row, "succeeded", now(), { output: outcome.value });
    if (wish === "pause") return moved(row, "paused", now());
    if (wish === "stop" && isResumable(row)) return moved(row, "queued", now());
    if (wish !== undefined || isCancellation(outcome.error)) return moved(row, "cancelled", now());
    if (outcome.error instanceof PauseRequest && isResumable(row))
      return moved(row, "paused", now(), { error: toWireError(outcome.error.reason) });
    const error = toWireError(outcome.error);
    if (error.code === "internal")
      log.warn("A job failed unexpectedly", { job: row.id, error: describe(outcome.error) });
    return moved(row, "failed", now(), { error });
  };

  /** A kind that is no longer there is the device's, which says so. */
  const laneOf = (kind: string): Lane => kinds.find(({ id }) => id === kind)?.lane ?? "device";
  const isResumable = (job: Job): boolean => kinds.find(({ id }) => id === job.kind)?.isResumable ?? false;

  const discardCancelled = async (jobId: string): Promise<void> => {
    const job = await store.jobs.get(jobId);
    const kind = kinds.find(({ id }) => id === job.kind);
    if (job.status !== "cancelled" || !kind?.discard) return;
    const { discard } = kind;
    const done = await attempt(() => discard(kind.input.parse(job.input), context));
    if ("error" in done)
      log.warn("A cancelled job left something", { job: jobId, error: describe(done.error) });
  };

  const nextOf = async (inside: Store, lane: Lane): Promise<Job | undefined> => {
    for (let after: string | undefined; ;) {
      const [next] = await inside.jobs.list({ where: { status: "queued" }, after, limit: 1 });
      if (!next || laneOf(next.kind) === lane) return next;
      after = next.id;
    }
  };

  const stopRunning = (jobId: string, wish: Wish): void => {
    const found = running.get(jobId);
    if (!found) return;
    found.wish = wish;
    found.controller.abort();
  };

  const claim = async (lane: Lane): Promise<Job | undefined> => {
    const claimed = await store.transaction(async (inside) => {
      const next = await nextOf(inside, lane);
      if (!next) return undefined;
      const running = moved(next, "running", now());
      await inside.jobs.put(running);
      await addEvent(inside, running, "status", now());
      return running;
    });
    if (claimed) listeners.tell(claimed.id);
    return claimed;
  };

  const again = new Set<Lane>();
  const work = async (lane: Lane): Promise<void> => {
    try {
      // A job that is queued from here on adds the lane again.
      while (again.delete(lane) && !stopped) {
        for (let job = await claim(lane); job; job = stopped ? undefined : await claim(lane))
          await perform(job);
      }
    } catch (error) {
      // The store failed, as on a full disk. The jobs stay where they are; the next call or sweep tries again.
      log.warn("The queue stopped", { lane, error: describe(error) });
    } finally {
      working.delete(lane);
    }
  };

  const wake = (): void => {
    for (const lane of LANES) {
      again.add(lane);
      if (!stopped && !working.has(lane)) working.set(lane, work(lane));
    }
  };

  const markInterrupted = async (silentForMs: number): Promise<void> => {
    const limit = new Date(Date.now() - silentForMs).toISOString();
    for (const job of await store.jobs.list({ where: { status: "running" } })) {
      if (running.has(job.id) || (job.heartbeatAt ?? "") > limit) continue;
      await record(job.id, (row) =>
        isResumable(row) ? moved(row, "queued", now()) : moved(row, "failed", now(), { error: INTERRUPTED }),
      );
    }
  };
  const sweep = async (): Promise<void> => {
    await markInterrupted(leaseMs);
    wake();
  };
  let sweeping: Repetition | undefined;

  return {
    async start(kind, input, author) {
      const parsed = kindOf(kinds, kind).input.safeParse(input);
      if (parsed.success) return enqueue(kind, parsed.data as Job["input"], author, 1);
      const [issue] = parsed.error.issues;
      throw invalidField(issue.path.join("."), issue.message);
    },

    async cancel(jobId) {
      const job = await store.transaction(async (inside) => {
        const found = await inside.jobs.get(jobId);
        if (isFinished(found.status)) return found;
        const asked = { ...found, cancelRequested: true };
        const next = found.status === "running" ? asked : moved(asked, "cancelled", now());
        await inside.jobs.put(next);
        if (next.status === "cancelled") await addEvent(inside, next, "status", now());
        return next;
      });
      stopRunning(jobId, "cancel");
      listeners.tell(jobId);
      await discardCancelled(jobId);
      return job.status;
    },

    async pause(jobId) {
      const job = await store.transaction(async (inside) => {
        const found = await inside.jobs.get(jobId);
        if (!isResumable(found)) {
          throw new PalimpsestError("unsupported", `A job of the kind "${found.kind}" cannot be paused.`, {
            hint: "Cancel it, and run it again later.",
          });
        }
        if (found.status === "running" && running.has(jobId)) return found;
        const next = moved(found, "paused", now());
        await inside.jobs.put(next);
        await addEvent(inside, next, "status", now());
        return next;
      });
      stopRunning(jobId, "pause");
      listeners.tell(jobId);
      return job.status;
    },

    async resume(jobId) {
      await record(jobId, (row) => moved(row, "queued", now(), { error: undefined }));
      wake();
      return "queued";
    },

    async retry(jobId) {
      const job = await store.jobs.get(jobId);
      if (!isFinished(job.status)) {
        throw new PalimpsestError(
          "conflict",
          `This job is ${job.status}; only a finished job can be run again.`,
          {
            hint: "Cancel it first, or wait until it is done.",
          },
        );
      }
      return enqueue(job.kind, job.input, job.author, job.attempt + 1);
    },

    async *watch(jobId, after, signal) {
      await store.jobs.get(jobId);
      for (let last = after; !signal.aborted;) {
        // Listening starts before reading, so that nothing falls between the two.
        const change = listeners.next(jobId, signal);
        try {
          const events = await store.events.list({
            where: { job: jobId },
            after: eventId(jobId, last),
            limit: WATCH_PAGE,
          });
          for (const event of events) {
            yield event;
            last = event.sequence;
            if (event.kind === "status" && isFinished(event.status)) return;
          }
          if (events.length > 0) continue;
          if (isFinished((await store.jobs.get(jobId)).status) && (await sequenceOf(store, jobId)) <= last)
            return;
          await change.happened;
        } finally {
          change.dismiss();
        }
      }
    },

    async open() {
      if (!stopped) return;
      stopped = false;
      await markInterrupted(0);
      sweeping = repeat(leaseMs, sweep);
      wake();
    },

    async stop() {
      stopped = true;
      for (const jobId of running.keys()) stopRunning(jobId, "stop");
      await sweeping?.stop();
      await Promise.all(working.values());
    },
  };
}

const INTERRUPTED = {
  code: "interrupted",
  message: "The server stopped while this job ran, so it has no result.",
  hint: "Run it again: everything it needs is kept.",
} as const;

function kindOf(kinds: readonly AnyJobKind[], id: string): AnyJobKind {
  const kind = kinds.find((candidate) => candidate.id === id);
  if (!kind) throw new PalimpsestError("not_found", `There is no kind of job "${id}".`);
  return kind;
}

function seedOf(job: Job): number | string {
  return typeof job.input.seed === "number" ? job.input.seed : 0;
}

async function addEvent(store: Store, job: Job, kind: JobEvent["kind"], at: string): Promise<void> {
  await store.events.put(makeEvent(job, (await sequenceOf(store, job.id)) + 1, kind, at));
}

/** The number of the job's last event. */
async function sequenceOf(store: Store, jobId: string): Promise<number> {
  const [last] = await store.events.list({ where: { job: jobId }, order: "newest", limit: 1 });
  return last?.sequence ?? 0;
}
