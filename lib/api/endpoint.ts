/** One HTTP operation, described once: the route handler, the typed client, the cache keys and OpenAPI come from this. */
import { z } from "zod";

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
