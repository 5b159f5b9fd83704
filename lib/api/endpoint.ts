/** One HTTP operation, described once: the route handler, the typed client, the cache keys and OpenAPI come from this. */
import { z } from "zod";
import { ProgressRecord, WireErrorRecord } from "../store";

type HttpMethod = "GET" | "POST" | "PATCH" | "DELETE";

export interface Endpoint<P, I, O> {
  /** "jobs.cancel" */
  readonly id: string;
  /** One sentence for the API page. */
  readonly summary: string;
  readonly method: HttpMethod;
  /** Next's notation: "/api/jobs/[jobId]/cancel". */
  readonly path: string;
  readonly params: z.ZodType<P>;
  /** The JSON body, or for GET the query string. */
  readonly input: z.ZodType<I>;
  readonly output: z.ZodType<O>;
  /** Ids of GET endpoints whose cached answers are stale after this one. */
  readonly invalidates?: readonly string[];
}

export const NO_PARAMS = z.object({});
export const NO_INPUT = z.object({});

export function defineEndpoint<P, I, O>(endpoint: Endpoint<P, I, O>): Endpoint<P, I, O> {
  return endpoint;
}

/** Any endpoint, for lists of them. */
export type AnyEndpoint = Endpoint<unknown, unknown, unknown>;

/** What a client that accepts server-sent events gets of an answer: progress, and at last the result or the error. */
export const AnswerEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("progress"), update: ProgressRecord }),
  z.object({ kind: z.literal("result"), value: z.unknown() }),
  z.object({ kind: z.literal("error"), error: WireErrorRecord }),
]);
export type AnswerEvent = z.infer<typeof AnswerEvent>;
