/** A job's events from the server, in order and without gaps: a lost connection is taken up again where it broke. */
import { isAbort, PalimpsestError } from "../../base";
import { JobEvent, type JobStatus } from "../../store";
import { send, serverEvents } from "./http";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

interface StreamOptions {
  readonly signal: AbortSignal;
  /** How to wait before connecting again; tests pass one that does not. */
  readonly wait?: (durationMs: number, signal: AbortSignal) => Promise<void>;
  /** Called when the connection is lost (false) and when it is back (true). */
  readonly onConnection?: (isConnected: boolean) => void;
}

export function isFinished(status: JobStatus): boolean {
  return status === "succeeded" || status === "failed" || status === "cancelled";
}

/** Yields every event once, from the job's first, and ends after a final status. Throws `not_found` for unknown jobs. */
export async function* jobEvents(
  jobId: string,
  { signal, wait = pause, onConnection }: StreamOptions,
): AsyncGenerator<JobEvent> {
  let last = -1;
  let lastId: string | undefined;
  let waitMs = FIRST_WAIT_MS;
  while (!signal.aborted) {
    try {
      for await (const event of connection(jobId, last, signal)) {
        onConnection?.(true);
        waitMs = FIRST_WAIT_MS;
        // Progress that is shown and not kept has the sequence of the event before it, and an id of its own.
        if (event.sequence < last || event.id === lastId) continue;
        lastId = event.id;
        last = event.sequence;
        yield event;
        if (event.kind === "status" && isFinished(event.status)) return;
      }
    } catch (error) {
      if (signal.aborted || isAbort(error)) return;
      // Retry only when the server cannot be reached; a refusal would be repeated.
      if (error instanceof PalimpsestError && error.code !== "runtime_unavailable") throw error;
    }
    onConnection?.(false);
    await wait(waitMs, signal);
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
  }
}

async function* connection(jobId: string, last: number, signal: AbortSignal): AsyncGenerator<JobEvent> {
  const response = await send(`/api/jobs/${encodeURIComponent(jobId)}/events`, {
    headers: { accept: "text/event-stream", ...(last >= 0 && { "last-event-id": String(last) }) },
    cache: "no-store",
    signal,
  });
  for await (const data of serverEvents(response)) yield JobEvent.parse(data);
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
