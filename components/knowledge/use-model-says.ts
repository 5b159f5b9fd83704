"use client";

/** What the checked-out version writes after prompts, by itself. */
import { useQuery } from "@tanstack/react-query";
import { useWorkbench } from "@/components/shell/workbench";
import type { PalimpsestError } from "@/lib/base";
import { useModelHost } from "@/lib/client/use-model-host";
import { firstClause } from "./words";

/** Enough for the longest name of the embedded world. */
const MOST_TOKENS = 12;

export function useModelSays(prompts: readonly string[]) {
  const modelHost = useModelHost();
  const { modelId, head } = useWorkbench();
  const isReady = modelHost.status === "ready" && head !== undefined;
  const answer = useQuery<readonly string[], PalimpsestError>({
    queryKey: ["model-host.says", modelId, head?.id, prompts],
    queryFn: async ({ signal }) => {
      const asked = { prompts: [...prompts], versions: [head?.id ?? null], maxTokens: MOST_TOKENS };
      const { texts } = await modelHost.continuations(asked, signal);
      return texts[0].map(firstClause);
    },
    enabled: isReady && prompts.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { texts: answer.data, error: answer.error, refetch: answer.refetch, isReady };
}
