"use client";

/** Questions to the bench that follow what a person types: tokens, next tokens, preflight. Answers are cached by content. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useWorkbench } from "@/components/shell/workbench";
import { useDebounced } from "@/components/ui";
import { useLanguage } from "@/components/messages";
import { exampleCases, QUESTIONS, type PreflightReport } from "@/lib/api";
import { canonicalJson, type PalimpsestError } from "@/lib/base";
import { useQueryOf } from "@/lib/client/queries/query";
import { useModelHost } from "@/lib/client/use-model-host";
import { filledPrompt, gives, worldIdOf, type EditCase, type EditRequest } from "@/lib/data";
import type { Entry } from "@/components/results/entries";

const TOKENS_DELAY_MS = 120;
const ANSWER_DELAY_MS = 260;
const PREFLIGHT_DELAY_MS = 350;
/** What the bench answers does not change while its arguments do not. */
const FOREVER = Number.POSITIVE_INFINITY;

type Encodings = Awaited<ReturnType<ReturnType<typeof useModelHost>["tokens"]>>["encodings"];
export type Tokens = Encodings[number];

/** Tokens of each text; empty texts have none. */
export function useTokens(texts: readonly string[]) {
  const modelHost = useModelHost();
  const { modelId } = useWorkbench();
  const settled = useDebounced(texts, TOKENS_DELAY_MS);
  const asked = settled.filter((text) => text !== "");
  const answer = useQuery<Encodings, PalimpsestError>({
    queryKey: ["model-host.tokens", modelId, asked],
    queryFn: async ({ signal }) => (await modelHost.tokens({ texts: [...asked] }, signal)).encodings,
    enabled: modelHost.status === "ready" && asked.length > 0,
    staleTime: FOREVER,
    placeholderData: keepPreviousData,
  });
  return (text: string): Tokens | undefined => {
    const index = asked.indexOf(text);
    const tokens = index < 0 || answer.isPlaceholderData ? undefined : answer.data?.[index];
    return tokens;
  };
}

const NEXT_TOKENS = 5;

/** Tokens of an answer that are compared with a target; a longer target counts as not said. */
const MOST_SAID = 16;

/**
 * The likeliest next tokens after a prompt in its form, from the checked-out version. `isCurrent` is false while the answer
 * belongs to an earlier prompt.
 */
export function useNextTokens(prompt: string, form: EditRequest["form"]) {
  const modelHost = useModelHost();
  const { modelId, head } = useWorkbench();
  const settled = useDebounced(prompt, ANSWER_DELAY_MS);
  const answer = useQuery({
    queryKey: ["model-host.next", modelId, head?.id, settled, form],
    queryFn: async ({ signal }) => {
      const asked = { prompt: settled, versions: [head?.id ?? null], count: NEXT_TOKENS, form };
      return (await modelHost.nextTokens(asked, signal)).answers[0];
    },
    enabled: modelHost.status === "ready" && head !== undefined && settled.trim() !== "",
    staleTime: FOREVER,
    placeholderData: keepPreviousData,
  });
  return { ...answer, isCurrent: settled === prompt && !answer.isPlaceholderData };
}

/**
 * What the server's copy of the model says after the prompt of a worked example, asked while this tab still opens its own and
 * there until that has answered. What a person typed is not asked: the page promises that it stays here.
 */
export function useEarlyAnswer(prompt: string, form: EditRequest["form"]) {
  const { status } = useModelHost();
  const { modelId, model, place, head } = useWorkbench();
  const { language } = useLanguage();
  const isHere = place === "browser" && model?.source === "embedded";
  const mayAsk = isHere && status === "loading";
  const examples = useQueryOf(
    exampleCases,
    { params: { worldId: worldIdOf(modelId) }, input: { language } },
    { enabled: mayAsk, staleTimeMs: FOREVER },
  );
  const isExample = examples.data?.cases.some(({ request }) => filledPrompt(request) === prompt) ?? false;
  const answer = useQueryOf(
    QUESTIONS.nextTokens,
    { params: { modelId }, input: { prompt, versions: [head?.id ?? null], count: NEXT_TOKENS, form } },
    { enabled: mayAsk && isExample && head !== undefined, staleTimeMs: FOREVER },
  );
  return isHere && isExample ? answer.data?.answers[0] : undefined;
}

/**
 * Whether the checked-out version says the target by itself, so that an edit has nothing to change; false while nobody knows.
 * More than the first token is asked for only where that one fits.
 */
export function useSaysAlready(prompt: string, target: string, form: EditRequest["form"]): boolean {
  const modelHost = useModelHost();
  const { modelId, head } = useWorkbench();
  const first = useNextTokens(prompt, form);
  const token = first.isCurrent ? first.data?.at(0)?.token.trim() : undefined;
  const written = useQuery({
    queryKey: ["model-host.generate", modelId, head?.id, prompt, form],
    queryFn: ({ signal }) => {
      const asked = form === "chat" ? { messages: [{ role: "user" as const, content: prompt }] } : { prompt };
      return modelHost.generate({ ...asked, version: head?.id, maxTokens: MOST_SAID }, signal);
    },
    enabled: modelHost.status === "ready" && token !== undefined && token !== "" && target.startsWith(token),
    staleTime: FOREVER,
  });
  return written.data !== undefined && beginsWith(written.data.tokens, target);
}

/** A longer list is not asked beforehand; its methods then refuse what changes nothing. */
const MOST_ASKED = 200;

/** Whether the checked-out version says the target of every edit of a list by itself; false while nobody knows. */
export function useSaysAllAlready(requests: readonly EditRequest[]): boolean {
  const modelHost = useModelHost();
  const { modelId, head } = useWorkbench();
  const settled = useDebounced(requests, ANSWER_DELAY_MS);
  const isAsked =
    settled.length > 1 && settled.length <= MOST_ASKED && settled.every(({ form }) => form === undefined);
  const version = head?.id ?? null;
  const answer = useQuery({
    queryKey: ["model-host.says-all", modelId, version, settled],
    queryFn: async ({ signal }) => {
      const says = async (asked: readonly EditRequest[]) => {
        const prompts = asked.map(filledPrompt);
        const input = { prompts, versions: [version], maxTokens: MOST_SAID };
        const [texts] = (await modelHost.continuations(input, signal)).texts;
        return asked.every(({ targetNew }, i) => gives(texts[i], targetNew));
      };
      // Mostly the first one tells.
      return (await says(settled.slice(0, 1))) && says(settled.slice(1));
    },
    enabled: modelHost.status === "ready" && head !== undefined && isAsked,
    staleTime: FOREVER,
  });
  return answer.data === true && settled.length === requests.length;
}

/** Whether the first tokens are the target, and not a longer word that begins like it. */
function beginsWith(tokens: readonly { readonly text: string }[], target: string): boolean {
  let text = "";
  for (const token of tokens) {
    text += token.text;
    if (text.trim() === target) return true;
  }
  return false;
}

/** What is known of running an entry: its own report, else that of its method with other parameters while it is asked for. */
type ReportOf = (entry: Entry) => PreflightReport | undefined;

/** What running would take, entry by entry; asked from metadata alone, so asking is cheap. */
export function usePreflight(cases: readonly EditCase[], methods: readonly Entry[]) {
  const modelHost = useModelHost();
  const { modelId, place } = useWorkbench();
  const settled = useDebounced({ cases, methods }, PREFLIGHT_DELAY_MS);
  const answer = useQuery({
    queryKey: ["model-host.preflight", modelId, place, settled],
    queryFn: async ({ signal }) => {
      const asked = { cases: [...settled.cases], methods: [...settled.methods] };
      const { preflights } = await modelHost.preflight(asked, signal);
      return asked.methods.map((entry, index) => ({
        method: entry.method,
        key: keyOf(entry),
        report: preflights[index],
      }));
    },
    enabled: modelHost.status === "ready" && settled.cases.length > 0 && settled.methods.length > 0,
    staleTime: 5_000,
    placeholderData: keepPreviousData,
  });
  const reportOf: ReportOf = (entry) => {
    const key = keyOf(entry);
    const found =
      answer.data?.find((row) => row.key === key) ?? answer.data?.find((row) => row.method === entry.method);
    return found?.report;
  };
  const asked = JSON.stringify({ cases, methods });
  return {
    reportOf,
    /** False while the reports are of other edits or settings. */
    isCurrent: !answer.isPlaceholderData && asked === JSON.stringify(settled),
    error: answer.error,
    refetch: answer.refetch,
  };
}

function keyOf({ method, parameters }: Entry): string {
  return `${method} ${canonicalJson(parameters)}`;
}
