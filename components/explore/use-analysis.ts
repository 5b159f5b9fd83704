"use client";

/** Questions about the inside of the model, asked when their inputs stand still and kept while they do not change. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkbench } from "@/components/shell/workbench";
import type { PalimpsestError, Progress } from "@/lib/base";
import type { AnalysisId, AnalysisQuestion, AnswerOf, ParametersOf } from "@/lib/explain";
import { useModelHost } from "@/lib/client/use-model-host";
import { useDebounced } from "../edit/composer/use-debounced";
import type { ExploreState } from "./view";

const DELAY_MS = 500;

/** An analysis that is asked for, as far as it has come. */
export interface Analysis<A> {
  readonly data: A | undefined;
  readonly error: PalimpsestError | null;
  readonly progress: Progress | null;
  readonly refetch: () => unknown;
}

type Asked = Pick<ExploreState, "prompt" | "subject" | "answer" | "other">;

const QUESTIONS: Readonly<Record<AnalysisId, (asked: Asked) => object>> = {
  lens: ({ prompt, subject, answer }) => ({ prompt, subject, ...(answer.trim() !== "" && { answer }) }),
  trace: ({ prompt, subject }) => ({ prompt, subject }),
  circuit: ({ prompt, subject, other }) => ({ prompt, subject, other }),
};

/** The answer's form is the analysis' own, which the host has checked. */
export function useAnalysis<I extends AnalysisId>(
  analysis: I,
  view: ExploreState,
  parameters: ParametersOf<I>,
): Analysis<AnswerOf<I>> {
  const modelHost = useModelHost();
  const { modelId, head } = useWorkbench();
  const { prompt, subject, answer, other, base } = view;
  const settled = useDebounced({ prompt, subject, answer, other }, DELAY_MS);
  const [progress, setProgress] = useState<Progress | null>(null);
  const version = base || head?.change.kind === "checkpoint" ? undefined : head?.id;
  const question = QUESTIONS[analysis](settled) as AnalysisQuestion;
  const { data, error, refetch } = useQuery<AnswerOf<I>, PalimpsestError>({
    queryKey: ["model-host", "explore", analysis, modelId, version, question, parameters],
    queryFn: async ({ signal }) => {
      const asked = { analysis, question, parameters, ...(version !== undefined && { version }) };
      return (await modelHost.explore(asked, signal, setProgress)).answer as AnswerOf<I>;
    },
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
