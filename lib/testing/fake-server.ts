/** Replaces the server behind `fetch`, one endpoint at a time, so that tests of hooks and components use the real client. */
import { vi } from "vitest";
import type { Endpoint } from "../api";
import { PalimpsestError, toWireError } from "../base";
import type { JobEvent } from "../store";

interface Call<P, I> {
  readonly params: P;
  readonly input: I;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly answer: (match: RegExpExecArray, request: Request) => Promise<unknown>;
}

export interface FakeServer {
  /**
   * Sets the answer to every later call of an endpoint, and replaces an earlier one. An error that `answer` throws becomes
   * the server's error response. Returns the list of calls, to which later calls are added.
   */
  answer<P, I, O>(
    endpoint: Endpoint<P, I, O>,
    answer: (call: Call<P, I>) => O | Promise<O>,
  ): readonly Call<P, I>[];
  /** The event stream of a job. The test sends its events. */
  events(jobId: string): JobEvents;
}

interface JobEvents {
  /** Sends an event to the open connections, and to each later connection that has not received it. */
  send(event: Pick<JobEvent, "status"> & Partial<JobEvent>): void;
  /** Breaks every connection. New ones fail until `connect`. */
  disconnect(): void;
  connect(): void;
  /** The `last-event-id` of each connection so far. */
  readonly connections: readonly (string | null)[];
}

/** Replaces `fetch` until the test ends. A request to which the test gave no answer is `not_found`. */
export function fakeServer(): FakeServer {
  const routes: Route[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const request = new Request(new URL(url, "http://localhost"), init);
    const { pathname } = new URL(request.url);
    for (const { method, path, answer } of routes) {
      const match = method === request.method ? path.exec(pathname) : null;
      if (!match) continue;
      try {
        const body = await answer(match, request);
        return body instanceof Response ? body : Response.json(body);
      } catch (error) {
        if (error instanceof TypeError) throw error; // `fetch` rejects with it when the network is lost
        return Response.json(toWireError(error), { status: 400 });
      }
    }
    const unknown = new PalimpsestError(
      "not_found",
      `The test has no answer to ${request.method} ${pathname}.`,
    );
    return Response.json(toWireError(unknown), { status: 404 });
  });

  return {
    answer(endpoint, answer) {
      const calls: Call<never, never>[] = [];
      const names = [...endpoint.path.matchAll(/\[(\w+)\]/g)].map(([, name]) => name);
      routes.unshift({
        method: endpoint.method,
        path: new RegExp(`^${endpoint.path.replace(/\[\w+\]/g, "([^/]+)")}$`),
        answer: async (match, request) => {
          const isGet = endpoint.method === "GET";
          const input: unknown = isGet
            ? Object.fromEntries(new URL(request.url).searchParams)
            : await request.json();
          const params = Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(match[i + 1])]));
          const call = { params: endpoint.params.parse(params), input: endpoint.input.parse(input) };
          calls.push(call as never);
          return answer(call);
        },
      });
      return calls as never;
    },

    events(jobId) {
      const sent: JobEvent[] = [];
      const open = new Set<ReadableStreamDefaultController<Uint8Array>>();
      const connections: (string | null)[] = [];
      let isReachable = true;
      const written = (event: JobEvent) =>
        new TextEncoder().encode(`id: ${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`);
      routes.unshift({
        method: "GET",
        path: new RegExp(`^/api/jobs/${jobId}/events$`),
        answer: async (_, request) => {
          if (!isReachable) throw new TypeError("network");
          const last = request.headers.get("last-event-id");
          connections.push(last);
          let mine: ReadableStreamDefaultController<Uint8Array>;
          const body = new ReadableStream<Uint8Array>({
            start(controller) {
              mine = controller;
              open.add(controller);
              for (const event of sent.slice(last === null ? 0 : Number(last) + 1))
                controller.enqueue(written(event));
            },
            cancel: () => void open.delete(mine),
          });
          return new Response(body);
        },
      });
      return {
        connections,
        send(event) {
          const sequence = sent.length;
          const whole: JobEvent = {
            id: `${jobId}:${sequence}`,
            job: jobId,
            sequence,
            kind: event.progress ? "progress" : "status",
            at: "2026-01-01T00:00:00.000Z",
            ...event,
          };
          sent.push(whole);
          for (const controller of open) controller.enqueue(written(whole));
        },
        disconnect() {
          isReachable = false;
          for (const controller of open) controller.error(new TypeError("network"));
          open.clear();
        },
        connect: () => void (isReachable = true),
      };
    },
  };
}
