"use client";

/** Which facts of the world the current model knows. Only a model that was not trained on the world is asked. */
import { useQuery } from "@tanstack/react-query";
import { useWorkbench } from "@/components/shell/workbench";
import { QUESTIONS } from "@/lib/api";
import type { PalimpsestError } from "@/lib/base";
import { callEndpoint } from "@/lib/client/queries/http";
import { FACTS_QUERY } from "@/lib/client/runs/use-prepare-run";
import { useModelHost } from "@/lib/client/use-model-host";
import type { z } from "zod";

type Report = z.infer<(typeof QUESTIONS)["knownFacts"]["output"]>;

export interface KnownFacts {
  /** Whether facts can be taken from the world for this model. */
  readonly isUsable: boolean;
  /** Undefined until the model has said it. */
  readonly status: Report["status"] | undefined;
  /** Ids of the known facts, for endpoints about the world; undefined for the embedded model, which knows all. */
  readonly known: readonly string[] | undefined;
  readonly questions: number;
  readonly durationMs: readonly [number, number];
  readonly error: PalimpsestError | null;
  readonly refetch: () => void;
}

/** `at` the server for what always runs there; where the page works, when absent. */
export function useKnownFacts({ at }: { at?: "server" } = {}): KnownFacts {
  const modelHost = useModelHost();
  const { model, modelId, place: pagePlace } = useWorkbench();
  const place = at ?? pagePlace;
  const isEmbedded = model?.source === "embedded";
  const { data, error, refetch } = useQuery<Report, PalimpsestError>({
    queryKey: [FACTS_QUERY, modelId, place],
    queryFn: ({ signal }) =>
      at === "server"
        ? callEndpoint(QUESTIONS.knownFacts, { params: { modelId }, input: {} }, signal)
        : modelHost.knownFacts({}, signal),
    enabled: (at === "server" || modelHost.status === "ready") && model !== undefined && !isEmbedded,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isUsable = isEmbedded || data?.status === "asked";
  return {
    isUsable,
    status: isEmbedded ? "trained" : data?.status,
    known: data?.status === "asked" ? data.known : undefined,
    questions: data?.questions ?? 0,
    durationMs: data?.durationMs ?? [0, 0],
    error,
    refetch: () => void refetch(),
  };
}
