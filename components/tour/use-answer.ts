"use client";

/** What the checked-out version says after a prompt, up to the end of its sentence. */
import { useQuery } from "@tanstack/react-query";
import { useWorkbench } from "@/components/shell/workbench";
import { useModelHost } from "@/lib/client/use-model-host";

const MOST_TOKENS = 12;

export function useAnswer(prompt: string) {
  const modelHost = useModelHost();
  const { modelId, head } = useWorkbench();
  return useQuery({
    queryKey: ["model-host.answer", modelId, head?.id, prompt],
    queryFn: async ({ signal }) =>
      answerOf(
        (await modelHost.generate({ prompt, version: head?.id, maxTokens: MOST_TOKENS }, signal)).text,
      ),
    enabled: modelHost.status === "ready" && head !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The answer in a text that a model goes on writing. */
export function answerOf(text: string): string {
  return text.trim().split(/[.\n]/)[0].trim();
}
