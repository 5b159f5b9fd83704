/** Calling endpoints. The one place where a URL is made from an endpoint, and where an answer is checked. */
import { createParser } from "eventsource-parser";
import type { z } from "zod";
import { because, fromWireError, isAbort, PalimpsestError, type Progress } from "../../base";
import { AnswerEvent, type Endpoint } from "../../api";
import { WireErrorRecord } from "../../store";

/** Parameters and input of a call; each may be left out when the endpoint takes none. */
export type CallArguments<P, I> = (Nothing extends P ? { params?: P } : { params: P }) &
  (Nothing extends I ? { input?: I } : { input: I });

/** What `z.object({})` infers. */
type Nothing = Record<string, never>;

interface LooseArguments {
  readonly params?: unknown;
  readonly input?: unknown;
}

/** A server elsewhere, and the API key that it is asked with. A page asks the server that it came from. */
export interface Elsewhere {
  readonly origin: string;
  readonly key?: string;
}

/** Calls an endpoint. Throws `PalimpsestError`, also when the server cannot be reached. */
export async function callEndpoint<P, I, O>(
  endpoint: Endpoint<P, I, O>,
  call: CallArguments<P, I>,
  signal?: AbortSignal,
  elsewhere?: Elsewhere,
): Promise<O> {
  const { origin, key } = elsewhere ?? {};
  const headers = { ...(key !== undefined && { authorization: `Bearer ${key}` }) };
  const response = await request(endpoint, call, signal, headers, origin);
  return parseAnswer(endpoint.output, await response.json().catch(() => undefined));
}

/** As `callEndpoint`, with the progress while the answer is made. */
export async function streamEndpoint<P, I, O>(
  endpoint: Endpoint<P, I, O>,
  call: CallArguments<P, I>,
  onProgress: (update: Progress) => void,
  signal?: AbortSignal,
): Promise<O> {
  const response = await request(endpoint, call, signal, { accept: "text/event-stream" });
  for await (const data of serverEvents(response)) {
    const event = parseAnswer(AnswerEvent, data);
    if (event.kind === "result") return parseAnswer(endpoint.output, event.value);
    if (event.kind === "error") throw fromWireError(event.error);
    onProgress(event.update);
  }
  throw new PalimpsestError("interrupted", "The server stopped before the answer was complete.", {
    hint: "Ask again.",
    details: because("answerCut"),
  });
}

function request<P, I, O>(
  endpoint: Endpoint<P, I, O>,
  call: CallArguments<P, I>,
  signal?: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
  origin = "",
): Promise<Response> {
  const { input = {} } = call as LooseArguments;
  const isGet = endpoint.method === "GET";
  return send(`${origin}${addressOf(endpoint, call)}`, {
    method: endpoint.method,
    headers: { ...headers, ...(!isGet && { "content-type": "application/json" }) },
    ...(!isGet && { body: JSON.stringify(input) }),
    signal,
  });
}

/** The data of each server-sent event of a response, as it arrives. */
export async function* serverEvents(response: Response): AsyncGenerator<unknown> {
  if (!response.body) return;
  const ready: unknown[] = [];
  const parser = createParser({ onEvent: ({ data }) => ready.push(JSON.parse(data)) });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(value);
      yield* ready.splice(0);
    }
  } finally {
    await reader.cancel().catch(() => undefined); // already broken, which is why we are here
  }
}

/** `fetch` whose failures are `PalimpsestError`s. */
export async function send(url: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new PalimpsestError("runtime_unavailable", "The server did not answer.", {
      hint: "Check that Palimpsest is still running, then try again.",
      details: because("offline"),
      cause: error,
    });
  }
  if (!response.ok) throw await errorOf(response);
  return response;
}

/** The URL of a call; that of a GET endpoint holds its input too. */
export function addressOf<P, I, O>(endpoint: Endpoint<P, I, O>, call: CallArguments<P, I>): string {
  const { params = {}, input = {} } = call as LooseArguments;
  const url = urlOf(endpoint.path, params as Record<string, unknown>);
  return endpoint.method === "GET" ? `${url}${queryOf(input as Record<string, unknown>)}` : url;
}

/** "/api/jobs/[jobId]" with its parameters filled in. */
export function urlOf(path: string, params: Record<string, unknown>): string {
  return path.replace(/\[(\w+)\]/g, (_, name: string) => encodeURIComponent(String(params[name])));
}

function queryOf(input: Record<string, unknown>): string {
  const pairs = Object.entries(input).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  return query ? `?${query}` : "";
}

function parseAnswer<O>(schema: z.ZodType<O>, body: unknown): O {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw unreadable(parsed.error);
}

async function errorOf(response: Response): Promise<PalimpsestError> {
  const parsed = WireErrorRecord.safeParse(await response.json().catch(() => undefined));
  return parsed.success ? fromWireError(parsed.data) : unreadable(new Error(`status ${response.status}`));
}

function unreadable(cause: unknown): PalimpsestError {
  return new PalimpsestError("integrity", "The server's answer could not be read.", {
    hint: "The page and the server may be of different versions. Reload the page.",
    details: because("unreadable"),
    cause,
  });
}
