/**
 * Runs the jobs of each queue one at a time. Clients take turns, and the jobs of one run in the order they were asked for. Short
 * jobs have a queue of their own: the model host lets them pass between the steps of a long one, so that one device still does one computation.
 *
 * Everything that a person may ask about a job is in the store, so that a page that reloads, or a server that starts
 * again, knows as much as before. A job whose server stopped is marked `interrupted`, and running it again is a new job;
 * one whose kind is resumable goes back into the queue instead.
 *
 * Long because every move of a job, by a request, by its work or by a stop, has to agree with all the others.
 */
import { decodeTime, monotonicFactory } from "ulid";
import {
  because,
  canonicalJson,
  checkCancelled,
  createQueue,
  createRun,
  isCancellation,
  PalimpsestError,
  SILENT,
  toWireError,
  type JsonObject,
  type Logger,
  type Progress,
} from "../../base";
import type { Job, JobEvent, JobPayload, JobStatus, Store } from "../../store";
import { attempt, describe, type Attempt } from "./attempt";
import { createBroadcast, eventId, isKept } from "./broadcast";
import {
  addEvent,
  isFinished,
  moved,
  PauseRequest,
  type AnyJobKind,
  type JobContext,
  type JobQueue,
} from "./job";
import { createProgressLog, type ProgressLog } from "./progress-log";
import { summaryOf } from "./summary";
import { createTabJobs, isInTab, TAB_CLOSED, type TabJobs, type TabJobsOptions } from "./tab-jobs";
import { repeat, type Repetition } from "./throttle";
import { createTurns, type Turns } from "./turns";

export interface RunnerOptions {
  readonly store: Store;
  readonly kinds: readonly AnyJobKind[];
  readonly context: JobContext;
  readonly log?: Logger;
  /** Least time between two reports of a job's progress to those who watch it, and between two that are kept. */
  readonly progressIntervalMs?: number;
  readonly keptProgressIntervalMs?: number;
  /** How often a running job says that it lives, and looks whether its row says that it should stop. */
  readonly heartbeatMs?: number;
  /** A running job silent for longer than this was interrupted. */
  readonly leaseMs?: number;
  /** The same for a job that a page performs. */
  readonly tabLeaseMs?: number;
  /** Most jobs that may wait, in all and of one client. */
  readonly mostWaiting?: number;
  readonly mostWaitingOfClient?: number;
  /** Throws where whoever asks may not have this job now. One job is admitted at a time, and is there before the next. */
  readonly admit?: (asked: AskedJob) => Promise<void>;
}

/** A job before it is accepted. */
export interface AskedJob extends Pick<Job, "kind" | "author"> {
  readonly input: JobPayload["input"];
  /** Whether the page that asks performs it. */
  readonly isInTab: boolean;
}

export interface Runner extends Pick<TabJobs, "begin" | "report"> {
  /** Queues a job and returns its id. Whoever received the input has checked it. Throws `not_found` for an unknown kind, and `too_many` where too many wait. */
  start(kind: string, input: unknown, author: string, client?: string): Promise<string>;
  cancel(jobId: string): Promise<JobStatus>;
  /** Stops a job so that `resume` goes on from there. Throws `unsupported` for kinds that cannot. */
  pause(jobId: string): Promise<JobStatus>;
  resume(jobId: string): Promise<JobStatus>;
  /** Queues the same work again, as a new job: of `asker`, or of the same author where nobody is known to ask. */
  retry(jobId: string, asker?: Pick<Job, "author" | "client">): Promise<string>;
  /** What a job waits in, or waited in. */
  queueOf(job: Pick<Job, "kind" | "summary">): JobQueue;
  /** How many jobs have their turn before each that waits, those at work among them. */
  waiting(): Promise<ReadonlyMap<string, number>>;
  /** What a job that runs here last reported. */
  progressOf(jobId: string): Progress | undefined;
  /** Events after a place in the job's stream, until it has finished or `signal` aborts. */
  watch(jobId: string, after: number, signal: AbortSignal): AsyncIterable<JobEvent>;
  /** Marks what a stopped server left running, then works on the queue until `stop`. */
  open(): Promise<void>;
  /** Stops taking jobs and cancels the running one. */
  stop(): Promise<void>;
}

const WATCH_PAGE = 500;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const QUEUES: readonly JobQueue[] = ["short", "device", "network"];

/**
 * Why a running job is stopped, which decides its next state. Of several reasons the last in this list holds: a pause
 * survives a stop of the server, and a cancelled job is never paused.
 */
const STOP_REASONS = ["stop", "pause", "cancel"] as const;
type StopReason = (typeof STOP_REASONS)[number];

/** A job that this process has claimed. */
interface ActiveJob {
  readonly controller: AbortController;
  readonly queue: JobQueue;
  stopReason?: StopReason;
  /** Whether the work itself has begun. */
  hasStarted: boolean;
  progress?: ProgressLog;
}

export function createRunner(options: RunnerOptions): Runner {
  const { store, kinds, context, log = SILENT } = options;
  const { progressIntervalMs = 50, keptProgressIntervalMs = 250 } = options;
  const { heartbeatMs = 5_000, leaseMs = 60_000, tabLeaseMs = 300_000 } = options;
  const { mostWaiting = 1_000, mostWaitingOfClient = 200, admit } = options;
  const broadcast = createBroadcast(isEnd);
  const turns = new Map<JobQueue, Turns>(QUEUES.map((queue) => [queue, createTurns()]));
  const active = new Map<string, ActiveJob>();
  const working = new Map<JobQueue, Promise<void>>();
  /** Ids of the same millisecond keep their order too: jobs run in the order of their ids. */
  const newUlid = monotonicFactory();
  let stopped = true;

  /** The next id is later than every one that is there: jobs keep their order when the clock was put back. */
  const followNewest = async (): Promise<void> => {
    const [newest] = await store.jobs.list({ order: "newest", limit: 1 });
    const ulid = newest?.id.slice("job_".length) ?? "";
    if (ULID.test(ulid)) newUlid(decodeTime(ulid) + 1);
  };

  const now = (): string => new Date().toISOString();

  /** Changes a job and adds the event that says so, in one transaction. A job that `change` returns as it was is left. */
  const record = async (
    jobId: string,
    change: (job: Job) => Job,
    output?: JobPayload["output"],
  ): Promise<Job> => {
    const { job, event } = await store.transaction(async (inside) => {
      const found = await inside.jobs.get(jobId);
      const next = change(found);
      if (next === found) return { job: found };
      await inside.jobs.put(next);
      if (output) await inside.payloads.update(jobId, { output });
      return {
        job: next,
        event: next.status === found.status ? undefined : await addEvent(inside, next, "status"),
      };
    });
    if (event) broadcast.tell(event);
    return job;
  };

  const admissions = createQueue();
  const insert: TabJobsOptions["insert"] = (given, attempt = 1) =>
    admissions.add(async () => {
      const { kind, author, input, status } = given;
      await admit?.({ kind, author, input, isInTab: status === "running" });
      return insertAdmitted(given, attempt);
    });
  const insertAdmitted = async (
    { input, repeats, ...given }: Parameters<TabJobsOptions["insert"]>[0],
    attempt: number,
  ): Promise<string> => {
    const id = `job_${newUlid()}`;
    const { kind, status } = given;
    const at = now();
    const isRunning = status === "running";
    const job: Job = {
      ...given,
      id,
      summary: {
        ...summaryOf({ kind, input }),
        ...(isRunning && { location: "browser" }),
        ...(repeats !== undefined && repeats !== given.author && { repeats }),
      },
      attempt,
      createdAt: at,
      ...(isRunning && { startedAt: at, heartbeatAt: at }),
      cancelRequested: false,
    };
    broadcast.tell(
      await store.transaction(async (inside) => {
        if (!isRunning) await checkRoom(inside, given.client);
        await inside.jobs.put(job);
        await inside.payloads.put({ id, input });
        return addEvent(inside, job, "status");
      }),
    );
    return id;
  };

  const enqueue = async (
    kind: string,
    input: JobPayload["input"],
    { author, client }: Pick<Job, "author" | "client">,
    repeated?: Pick<Job, "author" | "attempt">,
  ): Promise<string> => {
    const id = await insert(
      { kind, status: "queued", author, client, input, repeats: repeated?.author },
      (repeated?.attempt ?? 0) + 1,
    );
    await kindOf(kinds, kind).announce?.(input, { ...context, jobId: id, author });
    wake();
    return id;
  };

  const checkRoom = async (inside: Store, client: string | undefined): Promise<void> => {
    const waiting = await inside.jobs.listWithout(["summary", "progress", "error"], {
      where: { status: "queued" },
    });
    if (waiting.length >= mostWaiting)
      throw tooMany(
        `${waiting.length} jobs wait already.`,
        because("queueFull", { waiting: waiting.length }),
      );
    const own = waiting.filter((job) => job.client === client).length;
    if (own >= mostWaitingOfClient)
      throw tooMany(`${own} of your jobs wait already.`, because("ownQueueFull", { waiting: own }));
  };

  const openLog = (jobId: string): ProgressLog =>
    createProgressLog(store, jobId, {
      intervalMs: progressIntervalMs,
      keptIntervalMs: keptProgressIntervalMs,
      lastKept: () => broadcast.lastOf(jobId),
      tell: broadcast.tell,
    });
  const tabJobs = createTabJobs({
    kindOf: (id) => kindOf(kinds, id),
    insert,
    record,
    find: (jobId) => store.jobs.get(jobId),
    openLog,
  });
  const progressOf = (jobId: string): ProgressLog | undefined =>
    active.get(jobId)?.progress ?? tabJobs.progressOf(jobId);

  const perform = async (job: Job, input: JobPayload["input"], activeJob: ActiveJob): Promise<void> => {
    const { signal } = activeJob.controller;
    const progress = openLog(job.id);
    activeJob.progress = progress;
    const latest = () => progress.latest && { progress: progress.latest };
    const heartbeat = repeat(heartbeatMs, async () => {
      await store.jobs.update(job.id, { heartbeatAt: now(), ...latest() });
      const asked = await store.jobs.list({ where: { id: job.id, cancelRequested: true }, limit: 1 });
      if (asked.length > 0) stopActive(job.id, "cancel");
    });

    const outcome = await attempt(async () => {
      checkCancelled(signal);
      activeJob.hasStarted = true;
      const kind = kindOf(kinds, job.kind);
      const run = createRun({ seed: seedOf(input), signal, log, onProgress: progress.report });
      return kind.output.parse(
        await kind.perform(run, input, {
          ...context,
          jobId: job.id,
          author: job.author,
        }),
      ) as JobPayload["output"];
    });
    await heartbeat.stop();
    const written = await attempt(() => progress.close());
    if ("error" in written)
      log.warn("Progress was not kept", { job: job.id, error: describe(written.error) });
    const { status } = await record(
      job.id,
      (row) => finished({ ...row, ...latest() }, outcome, activeJob),
      "value" in outcome ? outcome.value : undefined,
    );
    if (status === "cancelled") await discard(job);
  };

  const finished = (row: Job, outcome: Attempt<unknown>, activeJob: ActiveJob): Job => {
    if ("value" in outcome) return moved(row, "succeeded", now());
    const reason = row.cancelRequested ? "cancel" : activeJob.stopReason;
    if (reason === "pause") return moved(row, "paused", now());
    if (reason === "stop" && (isResumable(row) || !activeJob.hasStarted)) return moved(row, "queued", now());
    if (reason !== undefined || isCancellation(outcome.error)) return moved(row, "cancelled", now());
    if (outcome.error instanceof PauseRequest && isResumable(row))
      return moved(row, "paused", now(), { error: toWireError(outcome.error.reason) });
    const error = toWireError(outcome.error);
    if (error.code === "internal")
      log.warn("A job failed unexpectedly", { job: row.id, error: describe(outcome.error) });
    return moved(row, "failed", now(), { error });
  };

  /** A kind that is no longer there belongs to the device's queue, where it fails with that reason. */
  const queueOf: Runner["queueOf"] = ({ kind: id, summary }) => {
    const kind = kinds.find((candidate) => candidate.id === id);
    return summary && kind?.isShort?.(summary) ? "short" : (kind?.queue ?? "device");
  };
  const isResumable = (job: Job): boolean => kinds.find(({ id }) => id === job.kind)?.isResumable ?? false;

  /** Removes what a cancelled job left behind. */
  const discard = async (job: Job): Promise<void> => {
    const kind = kinds.find(({ id }) => id === job.kind);
    if (!kind?.discard) return;
    const { discard: remove } = kind;
    const done = await attempt(async () => remove((await store.payloads.get(job.id)).input, context));
    if ("error" in done)
      log.warn("A cancelled job left something", { job: job.id, error: describe(done.error) });
  };

  const waitingIn = async (inside: Store, queue: JobQueue): Promise<readonly Job[]> => {
    const waiting = await inside.jobs.list({ where: { status: "queued" } });
    return waiting.filter((job) => queueOf(job) === queue);
  };

  /** Whether this process has the job. */
  const stopActive = (jobId: string, reason: StopReason): boolean => {
    const job = active.get(jobId);
    if (!job) return false;
    const isStronger = !job.stopReason || STOP_REASONS.indexOf(reason) > STOP_REASONS.indexOf(job.stopReason);
    if (isStronger) job.stopReason = reason;
    job.controller.abort();
    return true;
  };

  /**
   * Takes the next job of a queue and performs it; false when there is none. The job is active before its row says that it
   * runs: whoever reads the row can stop the job.
   */
  const workOnNext = async (queue: JobQueue): Promise<boolean> => {
    const activeJob: ActiveJob = { controller: new AbortController(), queue, hasStarted: false };
    let jobId: string | undefined;
    try {
      const claimed = await store.transaction(async (inside) => {
        const next = turns.get(queue)!.next(await waitingIn(inside, queue));
        if (!next || stopped) return undefined;
        jobId = next.id;
        active.set(jobId, activeJob);
        const job = moved(next, "running", now());
        await inside.jobs.put(job);
        const event = await addEvent(inside, job, "status");
        return { job, event, input: (await inside.payloads.get(jobId)).input };
      });
      if (!claimed) return false;
      turns.get(queue)!.take(claimed.job);
      broadcast.tell(claimed.event);
      await perform(claimed.job, claimed.input, activeJob);
      return true;
    } finally {
      if (jobId !== undefined) active.delete(jobId);
    }
  };

  const again = new Set<JobQueue>();
  const work = async (queue: JobQueue): Promise<void> => {
    try {
      // A job that is queued from here on adds the queue again.
      while (again.delete(queue) && !stopped) {
        while (!stopped && (await workOnNext(queue)));
      }
    } catch (error) {
      // The store failed, as on a full disk. The jobs stay where they are; the next call or sweep tries again.
      log.warn("The queue stopped", { queue, error: describe(error) });
    } finally {
      working.delete(queue);
    }
  };

  const wake = (): void => {
    for (const queue of QUEUES) {
      again.add(queue);
      if (!stopped && !working.has(queue)) working.set(queue, work(queue));
    }
  };

  /** A stop of the server does not stop what a page performs, and a page in the background reports seldom. */
  const markInterrupted = async (silentForMs: number): Promise<void> => {
    const before = (ms: number): string => new Date(Date.now() - ms).toISOString();
    const [limit, tabLimit] = [before(silentForMs), before(tabLeaseMs)];
    const isLost = (job: Job): boolean =>
      job.status === "running" &&
      !active.has(job.id) &&
      (job.heartbeatAt ?? "") <= (isInTab(job) ? tabLimit : limit);
    for (const job of await store.jobs.list({ where: { status: "running" } })) {
      if (!isLost(job)) continue;
      await record(job.id, (row) => {
        if (!isLost(row)) return row;
        if (isInTab(row)) return moved(row, "failed", now(), { error: TAB_CLOSED });
        if (isResumable(row)) return moved(row, "queued", now());
        return moved(row, "failed", now(), { error: INTERRUPTED });
      });
    }
  };
  const sweep = async (): Promise<void> => {
    await markInterrupted(leaseMs);
    wake();
  };
  let opening: Promise<void> | undefined;
  let sweeping: Repetition | undefined;

  return {
    async start(kind, input, author, client) {
      kindOf(kinds, kind); // throws for a kind that there is not
      return enqueue(kind, input as JobPayload["input"], { author, client });
    },

    async cancel(jobId) {
      let isFinishedHere = false;
      const job = await record(jobId, (found) => {
        if (isFinished(found.status)) return found;
        const asked = { ...found, cancelRequested: true };
        if (found.status === "running") return asked;
        isFinishedHere = true;
        return moved(asked, "cancelled", now());
      });
      stopActive(jobId, "cancel");
      if (isFinishedHere) await discard(job);
      return job.status;
    },

    async pause(jobId) {
      const job = await record(jobId, (found) => {
        if (!isResumable(found)) {
          throw new PalimpsestError("unsupported", `A job of the kind "${found.kind}" cannot be paused.`, {
            hint: "Cancel it, and run it again later.",
            details: because("cannotPause"),
          });
        }
        // Its own end records the pause.
        if (found.status === "running" && stopActive(jobId, "pause")) return found;
        return moved(found, "paused", now());
      });
      return job.status;
    },

    async resume(jobId) {
      const { status } = await record(jobId, (row) => {
        const queued = () => moved(row, "queued", now(), { error: undefined });
        if (row.status === "paused") return isInTab(row) ? moved(queued(), "running", now()) : queued();
        throw new PalimpsestError(
          "conflict",
          `This job is ${row.status}; only a paused job can be resumed.`,
          { details: because("notPaused") },
        );
      });
      wake();
      return status;
    },

    async retry(jobId, asker) {
      const job = await store.jobs.get(jobId);
      if (!isFinished(job.status)) {
        throw new PalimpsestError(
          "conflict",
          `This job is ${job.status}; only a finished job can be run again.`,
          {
            hint: "Cancel it first, or wait until it is done.",
            details: because("jobUnderWay"),
          },
        );
      }
      const { input } = await store.payloads.get(jobId);
      return enqueue(job.kind, input, asker ?? job, job);
    },

    begin: tabJobs.begin,
    report: tabJobs.report,
    queueOf,
    progressOf: (jobId) => progressOf(jobId)?.latest,

    async waiting() {
      const places = new Map<string, number>();
      for (const queue of QUEUES) {
        const ordered = turns.get(queue)!.order(await waitingIn(store, queue));
        const atWork = [...active.values()].filter((one) => one.queue === queue).length;
        ordered.forEach(({ id }, i) => places.set(id, i + atWork));
      }
      return places;
    },

    async *watch(jobId, after, signal) {
      // Listening starts before reading, so that nothing falls between the two.
      const heard = broadcast.listen(jobId, signal);
      try {
        const job = await store.jobs.get(jobId);
        let last = after;
        let shown: Progress | undefined;
        for (let isMore = true; isMore && !signal.aborted;) {
          const events = await store.events.list({
            where: { job: jobId },
            after: eventId(jobId, last),
            limit: WATCH_PAGE,
          });
          for (const event of events) {
            last = event.sequence;
            yield event;
            if (isEnd(event)) return;
          }
          isMore = events.length === WATCH_PAGE;
        }
        if (isFinished(job.status)) return;
        const unkept = progressOf(jobId)?.unkept;
        if (unkept) yield { ...unkept, sequence: last };
        shown = unkept?.progress;
        for await (const event of heard) {
          const isNew = !isKept(event) || event.sequence > last;
          // The last report of a job is kept when the job ends, and may have been shown before.
          const isRepeated = event.kind === "progress" && isSame(event.progress, shown);
          last = Math.max(last, event.sequence);
          shown = event.progress ?? shown;
          if (isNew && !isRepeated) yield event.sequence < last ? { ...event, sequence: last } : event;
          if (isEnd(event)) return;
        }
      } finally {
        heard.close();
      }
    },

    async open() {
      if (!stopped) return;
      stopped = false;
      opening = markInterrupted(0);
      try {
        await opening;
        await followNewest();
      } catch (error) {
        stopped = true;
        throw error;
      }
      if (stopped) return;
      sweeping = repeat(leaseMs, sweep);
      wake();
    },

    async stop() {
      stopped = true;
      for (const jobId of active.keys()) stopActive(jobId, "stop");
      await opening?.catch(() => undefined);
      await sweeping?.stop();
      await Promise.all(working.values());
    },
  };
}

/** The last event of a job's stream. */
function isEnd({ kind, status }: JobEvent): boolean {
  return kind === "status" && isFinished(status);
}

function tooMany(message: string, details: JsonObject): PalimpsestError {
  return new PalimpsestError("too_many", message, {
    details,
    hint: "Wait until some of them are done, or cancel those that are not needed.",
  });
}

const INTERRUPTED = {
  code: "interrupted",
  message: "The server stopped while this job ran, so it has no result.",
  hint: "Run it again: everything it needs is kept.",
  details: because("stoppedMeanwhile"),
} as const;

function kindOf(kinds: readonly AnyJobKind[], id: string): AnyJobKind {
  const kind = kinds.find((candidate) => candidate.id === id);
  if (!kind) throw new PalimpsestError("not_found", `There is no kind of job "${id}".`);
  return kind;
}

function isSame(one: Progress | undefined, other: Progress | undefined): boolean {
  return one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other);
}

function seedOf(input: JobPayload["input"]): number {
  return typeof input.seed === "number" ? input.seed : 0;
}
