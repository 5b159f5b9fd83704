/**
 * The progress of a running job. Whoever watches it here sees every report; the store keeps a bounded number of them, spread
 * over the whole job, for whoever opens it later.
 */
import type { Progress } from "../../base";
import { ProgressRecord, type JobEvent, type Store } from "../../store";
import { addEvent, makeEvent } from "./job";
import { createThrottle } from "./throttle";

/** Progress events that are kept of a job: each time there are more by half, every second one goes. */
const KEPT = 128;

export interface ProgressLog {
  report(update: Progress): void;
  /** The last report. */
  readonly latest: Progress | undefined;
  /** A report that is newer than all events in the store, as an event. */
  readonly unkept: JobEvent | undefined;
  /** Keeps the last report. Throws what the store threw. */
  close(): Promise<void>;
}

interface ProgressLogOptions {
  /** Least time between two reports that are shown. */
  readonly intervalMs: number;
  /** Least time between two reports that are kept; it doubles whenever the kept ones are thinned. */
  readonly keptIntervalMs: number;
  /** The place of the last event of the job that is kept. */
  readonly lastKept: () => number;
  readonly tell: (event: JobEvent) => void;
}

export function createProgressLog(
  store: Store,
  jobId: string,
  { intervalMs, keptIntervalMs, lastKept, tell }: ProgressLogOptions,
): ProgressLog {
  let spacingMs = keptIntervalMs;
  let keptAt = -Infinity;
  let added = 0;
  let latest: Progress | undefined;
  let kept: Progress | undefined;
  let unkept: JobEvent | undefined;
  let shown = 0;

  const keep = async (update: Progress): Promise<void> => {
    keptAt = Date.now();
    kept = update;
    unkept = undefined;
    added++;
    const event = await store.transaction(async (inside) => {
      const next = await addEvent(inside, { id: jobId, status: "running", progress: update }, "progress");
      if (added % (KEPT / 2) === 0) await thin(inside);
      return next;
    });
    tell(event);
  };
  const thin = async (inside: Store): Promise<void> => {
    const events = await inside.events.list({ where: { job: jobId, kind: "progress" } });
    if (events.length <= KEPT) return;
    spacingMs *= 2;
    const others = events.filter((_, i) => (events.length - i) % 2 === 0);
    for (const { id } of others) await inside.events.delete(id);
  };
  const throttle = createThrottle<Progress>(intervalMs, async (update) => {
    if (Date.now() - keptAt >= spacingMs) return keep(update);
    const progress = ProgressRecord.parse(update);
    const event = makeEvent({ id: jobId, status: "running", progress }, lastKept(), "progress");
    unkept = { ...event, id: `${event.id}.${++shown}` };
    tell(unkept);
  });

  return {
    report(update) {
      latest = update;
      throttle.offer(update);
    },
    get latest() {
      return latest;
    },
    get unkept() {
      return unkept;
    },
    async close() {
      await throttle.close();
      if (latest !== undefined && latest !== kept) await keep(latest);
    },
  };
}
