"use client";

/** Asks the checked-out version about facts of a relation, and tells where it answers something else than the graph. */
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useWorkbench } from "@/components/shell/workbench";
import { searchGraph, type EntityNames, type ShownFact } from "@/lib/api";
import { toWireError, type Progress } from "@/lib/base";
import { callEndpoint } from "@/lib/client/queries/http";
import { useModelHost } from "@/lib/client/use-model-host";
import { firstClause, givesName } from "@/lib/data";
import { wordingOf } from "../words";

const MOST_FACTS = 20_000;
const MOST_TOKENS = 12;

export interface Disagreement {
  readonly subject: string;
  readonly relation: string;
  /** Of the graph: ids. */
  readonly objects: readonly string[];
  readonly prompt: string;
  readonly said: string;
}

export interface Survey {
  readonly asked: number;
  readonly found: readonly Disagreement[];
  readonly names: EntityNames;
}

interface SurveyCall {
  readonly graphId: string;
  readonly relation: string;
  readonly count: number;
}

export function useDisagreements() {
  const modelHost = useModelHost();
  const { head } = useWorkbench();
  const [progress, setProgress] = useState<Progress | null>(null);
  const control = useRef<AbortController>(undefined);
  const survey = useMutation<Survey, unknown, SurveyCall>({
    mutationFn: async ({ graphId, relation, count }) => {
      control.current?.abort();
      const { signal } = (control.current = new AbortController());
      setProgress(null);
      const input = { search: "", relation, limit: MOST_FACTS };
      const { facts, names } = await callEndpoint(searchGraph, { params: { graphId }, input }, signal);
      const bySubject = new Map<string, ShownFact[]>();
      for (const fact of facts) bySubject.set(fact.subject, [...(bySubject.get(fact.subject) ?? []), fact]);
      const sample = spread([...bySubject], count);
      const prompts = sample.map(([, [{ prompt }]]) => prompt);
      const asked = { prompts, versions: [head?.id ?? null], maxTokens: MOST_TOKENS };
      const { texts } =
        prompts.length === 0 ? { texts: [[]] } : await modelHost.continuations(asked, signal, setProgress);
      const { allNames } = wordingOf([], names, "en");
      const answers = sample.map(([subject, of], index): Disagreement => ({
        subject,
        relation,
        objects: of.map(({ object }) => object),
        prompt: prompts[index],
        said: firstClause(texts[0][index]),
      }));
      const found = answers.filter(({ objects, said }) => !givesName(said, objects.flatMap(allNames)));
      return { asked: sample.length, found, names };
    },
  });
  return {
    isReady: modelHost.status === "ready" && head !== undefined,
    ask: survey.mutate,
    stop: () => {
      control.current?.abort();
      survey.reset();
    },
    isAsking: survey.isPending,
    error: survey.error ? toWireError(survey.error) : null,
    survey: survey.data,
    progress,
  };
}

/** So many of a list, evenly from its beginning to its end: the same list gives the same sample. */
export function spread<T>(list: readonly T[], count: number): readonly T[] {
  if (list.length <= count) return list;
  return Array.from({ length: count }, (_, index) => list[Math.floor((index * list.length) / count)]);
}
