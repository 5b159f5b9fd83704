"use client";

import { useQuery } from "@tanstack/react-query";
import { useWorkbench } from "@/components/shell/workbench";
import type { PalimpsestError } from "@/lib/base";
import { useModelHost } from "@/lib/client/use-model-host";

/** Whether the current model states a chat template; known once it is open. */
export function useHasChat() {
  const modelHost = useModelHost();
  const { modelId } = useWorkbench();
  return useQuery<boolean, PalimpsestError>({
    queryKey: ["model-host.hasChat", modelId],
    queryFn: async ({ signal }) => (await modelHost.tokens({ texts: ["a"] }, signal)).hasChat,
    enabled: modelHost.status === "ready",
    staleTime: Number.POSITIVE_INFINITY,
  });
}
