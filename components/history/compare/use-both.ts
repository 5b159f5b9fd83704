"use client";

/** Questions that both versions of a comparison are asked, kept as long as the question is the same. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useWorkbench } from "@/components/shell/workbench";
import type { PalimpsestError } from "@/lib/base";
import { useModelHost } from "@/lib/client/use-model-host";

type Host = ReturnType<typeof useModelHost>;

/** `question` names all that the answer depends on, but the place and the model. */
export function useBoth<A>(
  question: readonly unknown[],
  ask: (host: Host, signal: AbortSignal) => Promise<A>,
  isEnabled = true,
): UseQueryResult<A, PalimpsestError> {
  const host = useModelHost();
  const { modelId, place } = useWorkbench();
  return useQuery<A, PalimpsestError>({
    queryKey: ["model-host", "compare", modelId, place, ...question],
    queryFn: ({ signal }) => ask(host, signal),
    enabled: isEnabled && host.status === "ready",
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
