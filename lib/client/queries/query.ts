"use client";

/**
 * Endpoints as hooks. The key of a query is the endpoint's id with its arguments; the contract lists the queries that
 * become stale.
 */
import {
  keepPreviousData,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from "@tanstack/react-query";
import { preload } from "react-dom";
import type { PalimpsestError } from "../../base";
import type { Endpoint } from "../../api";
import { invalidate } from "./invalidate";
import { addressOf, callEndpoint, type CallArguments } from "./http";

export interface QueryOptions<O> {
  /** False while an argument is not known yet. */
  readonly enabled?: boolean;
  readonly staleTimeMs?: number;
  /** How often to ask again, in milliseconds; may depend on the last answer. */
  readonly refetchEveryMs?: (last: O | undefined) => number;
  /** Keep showing the last answer while the next one loads. */
  readonly keepPrevious?: boolean;
  /**
   * For a GET endpoint that the page cannot do without: its HTML names the answer, so that the browser asks for it beside
   * the scripts and not after them. The first call takes that answer; every later one asks anew.
   */
  readonly withPage?: boolean;
}

const IS_SERVER = typeof window === "undefined";

/** The cached answer of a GET endpoint, or of a POST one that only asks. */
export function useQueryOf<P, I, O>(
  endpoint: Endpoint<P, I, O>,
  call: CallArguments<P, I>,
  options: QueryOptions<O> = {},
): UseQueryResult<O, PalimpsestError> {
  // A browser takes this for what `fetch` asks when the origin's cookies go with both. Scripts are sent first: the server makes
  // the answer while they start.
  if (IS_SERVER && options.withPage)
    preload(addressOf(endpoint, call), { as: "fetch", crossOrigin: "anonymous", fetchPriority: "low" });
  return useQuery<O, PalimpsestError, O, readonly unknown[]>({
    queryKey: keyOf(endpoint, call),
    queryFn: ({ signal }) => callEndpoint(endpoint, call, signal),
    enabled: options.enabled ?? true,
    staleTime: options.staleTimeMs ?? 10_000,
    refetchInterval: (query) => options.refetchEveryMs?.(query.state.data) ?? false,
    ...(options.keepPrevious && { placeholderData: keepPreviousData }),
  });
}

/** The cached answers to several calls of one endpoint, in order; undefined for those that are not there yet. */
export function useQueriesOf<P, I, O>(
  endpoint: Endpoint<P, I, O>,
  calls: readonly CallArguments<P, I>[],
  { staleTimeMs = 10_000 }: Pick<QueryOptions<O>, "staleTimeMs"> = {},
): readonly (O | undefined)[] {
  return useQueries({
    queries: calls.map((call) => ({
      queryKey: keyOf(endpoint, call),
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => callEndpoint(endpoint, call, signal),
      staleTime: staleTimeMs,
    })),
    combine: answersOf,
  });
}

/** Outside of the hook, so that the list stays the same as long as its answers do. */
function answersOf<O>(results: readonly UseQueryResult<O>[]): (O | undefined)[] {
  return results.map(({ data }) => data);
}

/** An endpoint to be called by a person's action; afterwards, what the contract names is asked again. */
export function useActionOf<P, I, O>(
  endpoint: Endpoint<P, I, O>,
): UseMutationResult<O, PalimpsestError, CallArguments<P, I>> {
  const client = useQueryClient();
  return useMutation<O, PalimpsestError, CallArguments<P, I>>({
    mutationFn: (call) => callEndpoint(endpoint, call),
    onSuccess: () => invalidate(client, ...(endpoint.invalidates ?? [])),
  });
}

/** The key under which a query's answer is cached. */
export function keyOf<P, I, O>(endpoint: Endpoint<P, I, O>, call: CallArguments<P, I>): readonly unknown[] {
  const { params = {}, input = {} } = call as { params?: unknown; input?: unknown };
  return [endpoint.id, params, input];
}
