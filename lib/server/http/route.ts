/**
 * The common part of every JSON endpoint: it checks access, the role of the one who asks and the body's size, parses the input,
 * checks the output, and turns an error into a response. A handler gets parsed input and returns its endpoint's output. It never
 * catches.
 */
import { ulid } from "ulid";
import {
  because,
  ERROR_CODES,
  PalimpsestError,
  stackOf,
  toWireError,
  type Progress,
  type WireError,
} from "../../base";
import type { AnswerEvent, Endpoint, OperationId } from "../../api";
import type { Fault } from "../../data";
import { ProgressRecord } from "../../store";
import { addressOf } from "../front/clients";
import { eventStream } from "./event-stream";
import { parse, readJson } from "../front/json-body";
import { callerOf, type Caller } from "../accounts/caller";
import { checkAccess } from "./access";
import type { ServerLog } from "./log";
import { getServices, type Services } from "../services";
import { readWrittenCases } from "./written-cases";

interface RouteCall<P, I> {
  readonly params: P;
  readonly input: I;
  /** Aborts when the client disconnects. */
  readonly signal: AbortSignal;
  readonly services: Services;
  readonly log: ServerLog;
  readonly request: Request;
  readonly caller: Caller;
  /** Cookies of the answer. */
  readonly setCookies: (cookies: readonly string[]) => void;
  /** Where the request comes from; empty for this machine. */
  readonly address: string;
  /** Parts of the edits in the body that are not used. */
  readonly omitted: readonly Fault[];
  /** Receives the progress, where the client asked for it. */
  readonly progress?: (update: Progress) => void;
}

export { parse } from "../front/json-body";

interface RouteOptions<I> {
  /** Largest body. The default is enough for text that a person types. */
  readonly maxBodyBytes?: number;
  /** Path of the edits in the body. They may have the fields of any dataset. */
  readonly casesAt?: readonly string[];
  /** Reads and checks the body in another way. */
  readonly read?: (
    services: Services,
    bytes: Uint8Array,
  ) => Promise<{ readonly input: I; readonly omitted: readonly Fault[] }>;
  /** Whether a client that accepts server-sent events gets the progress before the answer. */
  readonly isStreamed?: boolean;
}

/** A route handler as Next calls it. */
export type RouteHandler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;

/** When one who asked for too much may try again. */
const RETRY_SECONDS = "5";
const DEFAULT_BODY_BYTES = 1_000_000;

/** The Next handler of an endpoint. */
export function route<P, I, O>(
  endpoint: Endpoint<P, I, O>,
  handler: (call: RouteCall<P, I>) => Promise<O>,
  { maxBodyBytes = DEFAULT_BODY_BYTES, casesAt, read, isStreamed = false }: RouteOptions<I> = {},
): RouteHandler {
  return open(endpoint.id, async ({ request, params, services, log, reference, caller }) => {
    const parsedParams = parse(endpoint.params, params);
    const bytes = endpoint.method === "GET" ? undefined : await jsonBody(request, maxBodyBytes);
    const readHere = (): { readonly input: I; readonly omitted: readonly Fault[] } => {
      const raw = bytes ? readJson(bytes) : queryOf(request);
      const { body, omitted } = casesAt ? readWrittenCases(raw, casesAt) : { body: raw, omitted: [] };
      return { input: parse(endpoint.input, body), omitted };
    };
    const { input: sent, omitted } = read && bytes ? await read(services, bytes) : readHere();
    await caller.permit({ params: parsedParams, input: sent });
    const input = caller.signed(sent);
    const headers = new Headers({ "cache-control": "no-store" });
    const call = {
      params: parsedParams,
      input,
      services,
      log,
      request,
      caller,
      omitted,
      address: addressOf(request),
      setCookies: (cookies: readonly string[]) => {
        for (const cookie of cookies) headers.append("set-cookie", cookie);
      },
    };
    const perform = (signal: AbortSignal, progress?: RouteCall<P, I>["progress"]) =>
      caller.recorded({ params: parsedParams, input }, async () => {
        const output = endpoint.output.safeParse(await handler({ ...call, signal, progress }));
        if (output.success) return output.data;
        throw new Error(`${endpoint.id} gave what its contract does not allow: ${output.error.message}`);
      });
    if (isStreamed && wantsEvents(request)) {
      const wired = (error: unknown) => loggedError(error, reference, log);
      return eventStream(
        (signal) => answerEvents((progress) => perform(signal, progress), wired),
        request.signal,
      );
    }
    return Response.json(await perform(request.signal), { headers });
  });
}

/** The progress of an answer, and then the answer or the error. */
async function* answerEvents<O>(
  perform: (progress: (update: Progress) => void) => Promise<O>,
  wired: (error: unknown) => WireError,
): AsyncGenerator<AnswerEvent> {
  const ready: AnswerEvent[] = [];
  let wake = (): void => undefined;
  const push = (event: AnswerEvent): void => {
    ready.push(event);
    wake();
  };
  perform((update) => push({ kind: "progress", update: ProgressRecord.parse(update) })).then(
    (value) => push({ kind: "result", value }),
    (error: unknown) => push({ kind: "error", error: wired(error) }),
  );
  for (;;) {
    for (const event of ready.splice(0)) {
      yield event;
      if (event.kind !== "progress") return;
    }
    if (ready.length === 0) await new Promise<void>((resolve) => (wake = resolve));
  }
}

function wantsEvents(request: Request): boolean {
  return (request.headers.get("accept") ?? "").includes("text/event-stream");
}

interface RawCall {
  readonly request: Request;
  readonly params: unknown;
  readonly services: Services;
  readonly log: ServerLog;
  readonly caller: Caller;
  /** The name of the request in the log and in its answer. */
  readonly reference: string;
}

/**
 * The Next handler of an operation with a file or a stream. Access and errors are handled as in `route`. `operation` is null
 * for an address that there is not.
 */
export function respond(
  operation: OperationId | null,
  handler: (call: RawCall) => Promise<Response>,
): RouteHandler {
  return open(operation, async (call) => {
    await call.caller.permit({ params: call.params });
    return handler(call);
  });
}

/** Every request comes in here. The handler holds what the request names to the rule, by `caller.permit`. */
function open(operation: string | null, handler: (call: RawCall) => Promise<Response>): RouteHandler {
  return async (request, context) => {
    const reference = `req_${ulid()}`;
    let log: ServerLog | undefined;
    let response: Response;
    let leave = (): void => undefined;
    const startedAt = performance.now();
    let observe: Services["operations"]["observe"] = () => undefined;
    try {
      const services = await getServices();
      observe = services.operations.observe;
      log = services.log.with({
        request: reference,
        method: request.method,
        path: new URL(request.url).pathname,
      });
      checkAccess(request, services.env);
      const caller = await callerOf(services, request, operation);
      if (request.method === "POST")
        leave = await services.bodies.enter(announcedBytes(request), request.signal);
      const params = decoded(await context.params);
      response = await handler({ request, params, services, log, reference, caller });
    } catch (error) {
      response = failure(error, reference, log);
    } finally {
      leave();
    }
    observe({ operation, method: request.method, status: response.status, startedAt });
    response.headers.set("x-request-id", reference);
    return response;
  };
}

function failure(error: unknown, reference: string, log: ServerLog | undefined): Response {
  const wire = loggedError(error, reference, log);
  const { status } = ERROR_CODES[wire.code];
  const retry = wire.code === "too_many" && { "retry-after": RETRY_SECONDS };
  return Response.json(wire, { status, headers: { "cache-control": "no-store", ...retry } });
}

/** The error as the client receives it; what it may not receive goes to the log. */
function loggedError(error: unknown, reference: string, log: ServerLog | undefined): WireError {
  const known = toWireError(error);
  if (known.code === "internal") {
    // There is no log if the services failed to open. The start-up hook has reported that already.
    log?.error("A request failed unexpectedly", { error: stackOf(error) });
    return {
      code: "internal",
      message: ERROR_CODES.internal.title,
      hint: `The server's log has the details under ${reference}.`,
      details: { reference },
    };
  }
  log?.info("A request was refused", { code: known.code, reason: known.message });
  return known;
}

/** Next passes path segments as the URL encodes them, such as "atlas%3Amain". */
function decoded(params: unknown): unknown {
  const entries = Object.entries((params ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === "string" ? decodeSegment(value) : value]),
  );
}

function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray "%" matches no id and is refused as such
  }
}

function queryOf(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.url).searchParams);
}

/** The bytes of a body that is declared as JSON. */
async function jsonBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const bytes = await readBody(request, maxBytes);
  if (bytes.length === 0) return bytes;
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new PalimpsestError("invalid_input", `The body must be application/json, not "${type}".`, {
      details: { field: "content-type" },
    });
  }
  return bytes;
}

/** Of a body that does not say how large it is. */
const UNKNOWN_BYTES = 16_000_000;

function announcedBytes({ headers }: Request): number {
  const announced = Number(
    headers.get("content-length") ?? (headers.has("transfer-encoding") ? UNKNOWN_BYTES : 0),
  );
  return Number.isFinite(announced) && announced > 0 ? announced : 0;
}

/** Reads the whole body. Throws `too_large` as soon as it exceeds the limit. */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = (): PalimpsestError =>
    new PalimpsestError("too_large", `The body is larger than ${Math.round(maxBytes / 1e6)} MB.`, {
      hint: "Send less at once.",
      details: because("bodyTooLarge", { mb: Math.round(maxBytes / 1e6) }),
    });
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > maxBytes) throw tooLarge();
  // Written where it stays, so that a large body is in memory once.
  let bytes = new Uint8Array(Number.isInteger(announced) && announced > 0 ? announced : 0);
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    if (size + chunk.length > maxBytes) throw tooLarge();
    if (size + chunk.length > bytes.length) bytes = grown(bytes, size + chunk.length, maxBytes);
    bytes.set(chunk, size);
    size += chunk.length;
  }
  return bytes.subarray(0, size);
}

function grown(bytes: Uint8Array, needed: number, most: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(needed, Math.min(most, bytes.length * 2)));
  larger.set(bytes);
  return larger;
}
