"use client";

/** What a version writes after prompts, by itself: the checked-out one, unless another is named. */
import { useQuery } from "@tanstack/react-query";
import { useWorkbench } from "@/components/shell/workbench";
import type { PalimpsestError } from "@/lib/base";
import { useModelHost } from "@/lib/client/use-model-host";
import { firstClause } from "@/lib/data";

/** Enough for the longest name of the embedded world. */
const MOST_TOKENS = 12;

export function useModelSays(prompts: readonly string[], version?: string) {
  const modelHost = useModelHost();
  const { modelId, head } = useWorkbench();
  const asked = version ?? head?.id;
  const isReady = modelHost.status === "ready" && asked !== undefined;
  const answer = useQuery<readonly string[], PalimpsestError>({
    queryKey: ["model-host.says", modelId, asked, prompts],
    queryFn: async ({ signal }) => {
      const call = { prompts: [...prompts], versions: [asked ?? null], maxTokens: MOST_TOKENS };
      const { texts } = await modelHost.continuations(call, signal);
      return texts[0].map(firstClause);
    },
    enabled: isReady && prompts.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { texts: answer.data, error: answer.error, refetch: answer.refetch, isReady };
}
