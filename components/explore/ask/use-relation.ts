"use client";

/** What the world knows of the prompt's relation: another subject for a corrupt prompt, and facts for analyses of many. */
import { useQuery } from "@tanstack/react-query";
import { useKnownFacts } from "@/components/facts/use-known-facts";
import { useWorkbench } from "@/components/shell/workbench";
import { findFacts, type FactFound } from "@/lib/api";
import { callEndpoint } from "@/lib/client/queries/http";
import { useModelHost } from "@/lib/client/use-model-host";
import { worldIdOf } from "@/lib/data";
import type { AnalysisFact } from "@/lib/explain";
import type { Asked } from "./use-asked";

const TRIED = 60;
/** Facts of a relation that the world lists at most. */
const LISTED = 500;

/** Found among the facts that the model knows; undefined while it is looked for, null where there is none. */
export function useOtherSubject(
  { prompt, subject, answer, old, other }: Asked,
  isNeeded: boolean,
): string | null | undefined {
  const { modelId, place } = useWorkbench();
  const { isUsable, known } = useKnownFacts();
  const modelHost = useModelHost();
  const isAsked = isNeeded && other.trim() === "" && subject.trim() !== "" && prompt.includes("{}");
  const { data } = useQuery({
    queryKey: ["explore", "other-subject", modelId, place, prompt, subject, answer, old],
    queryFn: async ({ signal }) => {
      const facts = (await factsLike(prompt, subject, { modelId, known }, signal)).slice(0, TRIED - 1);
      if (facts.length === 0) return null;
      const texts = [subject, ...facts.map((fact) => fact.subject)].map((one) =>
        prompt.replace("{}", () => one),
      );
      const { encodings } = await modelHost.tokens({ texts }, signal);
      const wanted = encodings[0].length;
      const own = facts.find((fact) => fact.subject === subject)?.answer;
      // An edit's new answer is an answer to the first prompt too.
      const taken = [own, answer, old];
      const found = facts.find(
        (fact, i) =>
          fact.subject !== subject && !taken.includes(fact.answer) && encodings[i + 1].length === wanted,
      );
      return found?.subject ?? null;
    },
    enabled: isAsked && isUsable && modelHost.status === "ready",
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (!isAsked) return other;
  return isUsable ? data : null;
}

/** Facts of the prompt's relation, for analyses of many facts; undefined while they are looked for. */
export function useRelationFacts(
  { prompt, subject }: Asked,
  isNeeded: boolean,
): readonly AnalysisFact[] | undefined {
  const { modelId, place } = useWorkbench();
  const { isUsable, known } = useKnownFacts();
  const { data } = useQuery({
    queryKey: ["explore", "facts", modelId, place, prompt, subject],
    queryFn: async ({ signal }) =>
      (await factsLike(prompt, subject, { modelId, known }, signal)).map(
        ({ subject: other, answer = "" }): AnalysisFact => ({ prompt, subject: other, answer }),
      ),
    enabled: isNeeded && isUsable && prompt.includes("{}") && subject.trim() !== "",
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return isUsable ? data : NO_FACTS;
}

const NO_FACTS: readonly AnalysisFact[] = [];

/** Facts of the relation that the subject's prompt asks for. */
async function factsLike(
  prompt: string,
  subject: string,
  { modelId, known }: { readonly modelId: string; readonly known?: readonly string[] },
  signal: AbortSignal,
): Promise<readonly FactFound[]> {
  const find = (search: string, limit: number) =>
    callEndpoint(
      findFacts,
      {
        params: { worldId: worldIdOf(modelId) },
        input: { search, limit, flawed: false, ...(known && { known: [...known] }) },
      },
      signal,
    );
  const own = await find(subject, TRIED);
  const same = own.facts.filter((fact) => fact.subject === subject);
  const fact =
    same.find((one) => one.prompt === prompt) ?? same.find((one) => likeness(one.prompt, prompt) > 0.5);
  if (!fact) return [];
  const { facts } = await find(fact.label, LISTED);
  return facts.filter(({ relation, answer }) => relation === fact.relation && answer !== undefined);
}

/** Share of the words of one that the other has. */
function likeness(a: string, b: string): number {
  const words = new Set(b.toLowerCase().split(/\W+/));
  const own = a.toLowerCase().split(/\W+/).filter(Boolean);
  return own.filter((word) => words.has(word)).length / Math.max(1, own.length);
}
