/**
 * Server-sent events: those of a job, and those of an answer while it is written. The id of a job's event is its position in
 * the stream. A page that lost the connection resumes after that position, by the Last-Event-ID header that browsers send or
 * by `?after=`.
 */
import { z } from "zod";

/** Proxies close idle connections, so the server sends a line this often. */
const HEARTBEAT_MS = 15_000;

const Place = z.coerce.number().int().min(0);

/** The position in the stream after which the client resumes; 0 for the beginning. */
export function placeInStream(request: Request): number {
  const asked = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after") ?? "0";
  const parsed = Place.safeParse(asked);
  return parsed.success ? parsed.data : 0;
}

/** A server-sent event. */
interface ServerEvent {
  readonly kind: string;
  /** The position in the stream, where the client may resume after it. */
  readonly sequence?: number;
}

/**
 * Streams the events that `watch` yields. Ends after the last one, and stops watching when the client disconnects. Then it calls
 * `onEnd`.
 */
export function eventStream(
  watch: (signal: AbortSignal) => AsyncIterable<ServerEvent>,
  clientSignal: AbortSignal,
  onEnd?: () => void,
  heartbeatMs?: number,
): Response {
  return liveStream(
    async (send, signal) => {
      try {
        send("retry: 1000\n\n");
        for await (const event of watch(signal)) send(spell(event));
      } finally {
        onEnd?.();
      }
    },
    clientSignal,
    heartbeatMs,
  );
}

/**
 * A stream of text that is written while something works, kept open by a line now and then. `signal` aborts when the client leaves;
 * what is sent after that goes nowhere.
 */
export function liveStream(
  write: (send: (text: string) => void, signal: AbortSignal) => Promise<void>,
  clientSignal: AbortSignal,
  heartbeatMs = HEARTBEAT_MS,
): Response {
  const controller = new AbortController();
  const leave = (): void => controller.abort();
  clientSignal.addEventListener("abort", leave, { once: true });
  const encoder = new TextEncoder();

  const body = new ReadableStream<Uint8Array>({
    async start(sink) {
      const send = (text: string): void => {
        if (!controller.signal.aborted) sink.enqueue(encoder.encode(text));
      };
      const heartbeat = setInterval(() => send(": still here\n\n"), heartbeatMs);
      try {
        await write(send, controller.signal);
        if (!controller.signal.aborted) sink.close();
      } catch (error) {
        if (!controller.signal.aborted) sink.error(error);
      } finally {
        clearInterval(heartbeat);
        clientSignal.removeEventListener("abort", leave);
      }
    },
    cancel: leave,
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

/** An event of a job goes to all who watch it. */
const SPELLED = new WeakMap<ServerEvent, string>();

function spell(event: ServerEvent): string {
  const known = SPELLED.get(event);
  if (known !== undefined) return known;
  const id = event.sequence === undefined ? "" : `id: ${event.sequence}\n`;
  const text = `${id}event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
  SPELLED.set(event, text);
  return text;
}
