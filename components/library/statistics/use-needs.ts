"use client";

/** What each method needs of the model before its first edit, from metadata and the index of the cache. */
import { useQuery } from "@tanstack/react-query";
import { useWorkbench } from "@/components/shell/workbench";
import { catalog, type PreflightReport } from "@/lib/api";
import type { PalimpsestError } from "@/lib/base";
import { useQueryOf } from "@/lib/client/queries/query";
import { useModelHost } from "@/lib/client/use-model-host";

export interface Need {
  readonly method: string;
  readonly name: string;
  readonly artifacts: PreflightReport["artifacts"];
}

interface Needs {
  /** Of the methods that need anything. */
  readonly list: readonly Need[] | undefined;
  readonly error: PalimpsestError | null;
  readonly refetch: () => void;
}

/** With each method's own settings for the model. */
export function useNeeds(): Needs {
  const modelHost = useModelHost();
  const { modelId, place } = useWorkbench();
  const methods = useQueryOf(catalog, {});
  const cards = methods.data?.methods ?? [];
  const needs = useQuery<readonly Need[], PalimpsestError>({
    // Under the name of every preflight, because what makes those stale makes this stale.
    queryKey: ["model-host.preflight", modelId, place, "needs"],
    queryFn: async ({ signal }) => {
      const asked = cards.map(({ id }) => ({ method: id, parameters: {} }));
      const { preflights } = await modelHost.preflight({ cases: [], methods: asked }, signal);
      return cards
        .map(({ id, name }, i) => ({ method: id, name, artifacts: preflights[i].artifacts }))
        .filter(({ artifacts }) => artifacts.length > 0);
    },
    enabled: modelHost.status === "ready" && cards.length > 0,
  });
  return {
    list: needs.data,
    error: modelHost.error ?? methods.error ?? needs.error,
    refetch: () => {
      if (modelHost.error) modelHost.retry();
      void methods.refetch();
      void needs.refetch();
    },
  };
}

/** Time that the chosen methods' artifacts take; one that several of them need is made once. */
export function waitMs(needs: readonly Need[], chosen: readonly string[]): number {
  const missing = needs
    .filter(({ method }) => chosen.includes(method))
    .flatMap(({ artifacts }) => artifacts.filter(({ cached }) => !cached));
  const once = new Map(missing.map(({ what, durationMs }) => [what, durationMs]));
  return [...once.values()].reduce((sum, durationMs) => sum + durationMs, 0);
}
