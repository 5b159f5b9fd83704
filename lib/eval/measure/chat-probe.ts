/**
 * The chat probe: each edit's question asked as a plain chat question, before and after, in the model's own words. Scores of
 * prompts and continuations do not show what became of it: an edit may hold word for word and be gone in chat, or answer
 * there for another subject ("The capital of Italy is Rome", asked of France).
 *
 * The question is the prompt itself where the edit is in chat form, or where it or one of the rephrasings is a question; else
 * the model is asked to complete the sentence: "Complete this sentence: The capital of France is".
 */
import type { Run } from "../../base";
import { filledPrompt, type EditCase, type EditRequest } from "../../data";
import { askText, chatText, type Model } from "../../model";
import type { ChatProbe } from "../report";

/** Cases that are asked, since each costs two generations. */
export const CHAT_PROBES = 3;
/** Of an answer; the texts under Says have as many. */
const CHAT_TOKENS = 24;

/** The probes of the first cases; none where the model has no chat template. */
export async function chatProbes(
  run: Run,
  { before, after }: { readonly before: Model; readonly after: Model },
  cases: readonly EditCase[],
): Promise<ChatProbe[]> {
  if (!before.tokenizer.chat) return [];
  const asked = cases.slice(0, CHAT_PROBES);
  const questions = asked.map(chatQuestion);
  run.progress({ phase: "Asking the chat question", step: 0, steps: 2 });
  const [old, fresh] = [await answers(run, before, questions), await answers(run, after, questions)];
  return asked.map(({ request }, i) => ({
    caseId: request.id,
    question: questions[i],
    before: old[i],
    after: fresh[i],
    ...findingOf(request, old[i], fresh[i]),
  }));
}

async function answers(run: Run, model: Model, questions: readonly string[]): Promise<string[]> {
  const { tokenizer } = model;
  const prompts = questions.map((content) => chatText(model, [{ role: "user", content }]));
  const ids = await askText(run, model, prompts, { maxTokens: CHAT_TOKENS, stopAt: tokenizer.special.eos });
  return ids.map((row) => tokenizer.continuation(row).trim());
}

/** The last question in a text such as "Question: Where is Rome? Answer:". */
const QUESTION = /(?:^|[.!?:]\s+)([^.!?:]+\?)(?:\s*\w+:)?\s*$/;

export function chatQuestion({ request, rephrases }: EditCase): string {
  const prompt = filledPrompt(request);
  if (request.form === "chat") return prompt;
  const question = [prompt, ...rephrases].map((text) => QUESTION.exec(text)?.[1]).find((found) => found);
  return question ?? `Complete this sentence: ${prompt}`;
}

/** What an answer in chat shows of an edit. */
export function findingOf(
  { subject, targetNew, targetTrue }: Pick<EditRequest, "subject" | "targetNew" | "targetTrue">,
  before: string,
  after: string,
): Pick<ChatProbe, "finding" | "insteadOf"> {
  const insteadOf = inPlaceOf(subject, before, after);
  if (insteadOf !== undefined) return { finding: "confused", insteadOf };
  const says = (name: string) => after.toLowerCase().includes(name.toLowerCase());
  if (says(targetNew)) return { finding: "says" };
  const isOld = after === before || (targetTrue !== undefined && says(targetTrue));
  return { finding: isOld ? "old" : "other" };
}

/**
 * What stands where the subject stood, when the sentence before and after is otherwise the same up to there: "Italy" in "The
 * capital of Italy is Rome", which was "The capital of France is Paris".
 */
function inPlaceOf(subject: string, before: string, after: string): string | undefined {
  const at = before.indexOf(subject);
  if (at < 0 || after.includes(subject)) return undefined;
  const [ahead, behind] = [before.slice(0, at), before.slice(at + subject.length)];
  if (!after.startsWith(ahead)) return undefined;
  const next = /^\s+\S+/.exec(behind)?.[0];
  const end = next === undefined ? -1 : after.indexOf(next, at);
  const name = after.slice(at, Math.max(at, end)).trim();
  return end > at && name.split(/\s+/).length <= LONGEST_NAME ? name : undefined;
}

/** Words of a name. */
const LONGEST_NAME = 6;
