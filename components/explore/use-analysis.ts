"use client";

/** Questions about the inside of the model, asked when their inputs stand still and kept while they do not change. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkbench } from "@/components/shell/workbench";
import type { PalimpsestError, Progress } from "@/lib/base";
import { useModelHost } from "@/lib/client/use-model-host";
import { useDebounced } from "../edit/composer/use-debounced";
import type { ExploreState } from "./view";

const DELAY_MS = 500;

type Host = ReturnType<typeof useModelHost>;
type Answer<K extends "lens" | "trace" | "circuit"> = Awaited<ReturnType<Host[K]>>;
type Rest = readonly [signal: AbortSignal, onProgress: (update: Progress) => void];

/** An analysis that is asked for, as far as it has come. */
export interface Analysis<A> {
  readonly data: A | undefined;
  readonly error: PalimpsestError | null;
  readonly progress: Progress | null;
  readonly refetch: () => unknown;
}

export function useLens(view: ExploreState) {
  return useAnalysis<Answer<"lens">>("lens", view, (host, { prompt, subject, answer }, version, rest) =>
    host.lens(
      {
        ...version,
        prompt: prompt.replace("{}", () => subject).trimEnd(),
        asked: answer.trim() === "" ? [] : [answer],
      },
      ...rest,
    ),
  );
}

export function useTrace(view: ExploreState) {
  return useAnalysis<Answer<"trace">>("trace", view, (host, { prompt, subject }, version, rest) =>
    host.trace({ ...version, prompt, subject }, ...rest),
  );
}

export function useCircuit(view: ExploreState) {
  return useAnalysis<Answer<"circuit">>("circuit", view, (host, { prompt, subject, other }, version, rest) =>
    host.circuit({ ...version, prompt, subject, other }, ...rest),
  );
}

function useAnalysis<A>(
  kind: string,
  view: ExploreState,
  ask: (host: Host, view: ExploreState, version: { version?: string }, rest: Rest) => Promise<A>,
): Analysis<A> {
  const modelHost = useModelHost();
  const { modelId, head } = useWorkbench();
  const { prompt, subject, answer, other, base } = view;
  const settled = useDebounced({ prompt, subject, answer, other }, DELAY_MS);
  const [progress, setProgress] = useState<Progress | null>(null);
  const version = base || head?.change.kind === "checkpoint" ? undefined : head?.id;
  const { data, error, refetch } = useQuery<A, PalimpsestError>({
    queryKey: ["model-host", kind, modelId, version, settled],
    queryFn: ({ signal }) =>
      ask(modelHost, { ...view, ...settled }, version === undefined ? {} : { version }, [
        signal,
        setProgress,
      ]),
    enabled:
      modelHost.status === "ready" &&
      head !== undefined &&
      settled.subject.trim() !== "" &&
      settled.prompt.includes("{}"),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return { data, error, refetch, progress };
}
