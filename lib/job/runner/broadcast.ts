/**
 * The events of jobs, from memory to everybody who watches. One server has the data folder, so nothing happens to a job that
 * is not told here; whoever comes later reads what was before from the store.
 */
import type { JobEvent } from "../../store";

interface Broadcast {
  tell(event: JobEvent): void;
  /** The place of the last event of a job that was told and is kept; 0 where none was. */
  lastOf(jobId: string): number;
  /** The job's events from now on, until the signal aborts or `close`. */
  listen(jobId: string, signal: AbortSignal): Heard;
}

interface Heard extends AsyncIterable<JobEvent> {
  close(): void;
}

/** Whether the event is in the store. Progress that is only shown has an id of its own. */
export function isKept({ id, job, sequence }: JobEvent): boolean {
  return id === eventId(job, sequence);
}

/** The id of an event sorts by its place in the stream of its job. */
export function eventId(job: string, sequence: number): string {
  return `${job}:${String(sequence).padStart(9, "0")}`;
}

export function createBroadcast(isLast: (event: JobEvent) => boolean): Broadcast {
  const byJob = new Map<string, Set<(event: JobEvent) => void>>();
  const places = new Map<string, number>();
  return {
    tell(event) {
      if (isLast(event)) places.delete(event.job);
      else if (isKept(event)) places.set(event.job, event.sequence);
      for (const hear of byJob.get(event.job) ?? []) hear(event);
    },

    lastOf: (jobId) => places.get(jobId) ?? 0,

    listen(jobId, signal) {
      let waiting: JobEvent[] = [];
      let isClosed = signal.aborted;
      let wake = (): void => undefined;
      const hear = (event: JobEvent): void => {
        // Who is slow sees the newest of what is only shown.
        const newest = waiting.at(-1);
        if (newest && !isKept(newest) && event.kind === "progress") waiting.pop();
        waiting.push(event);
        wake();
      };
      const hearing = byJob.get(jobId) ?? new Set();
      byJob.set(jobId, hearing.add(hear));
      const close = (): void => {
        isClosed = true;
        hearing.delete(hear);
        if (hearing.size === 0 && byJob.get(jobId) === hearing) byJob.delete(jobId);
        signal.removeEventListener("abort", close);
        wake();
      };
      signal.addEventListener("abort", close, { once: true });
      return {
        close,
        async *[Symbol.asyncIterator]() {
          for (;;) {
            const ready = waiting;
            waiting = [];
            yield* ready;
            if (isClosed) return;
            if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
          }
        },
      };
    },
  };
}
