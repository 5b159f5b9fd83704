/**
 * The chat probe: each edit's question asked as a plain chat question, before and after, in the model's own words. Scores of
 * prompts and continuations do not show what became of it: an edit may hold word for word and be gone in chat, or answer
 * there for another subject ("The capital of Italy is Rome", asked of France).
 *
 * The question is the prompt itself where the edit is in chat form, or where it or one of the rephrasings is a question; else
 * the model is asked to complete the sentence: "Complete this sentence: The capital of France is".
 */
import { filledPrompt, type EditCase, type EditRequest } from "../../data";
import { chatText, type Model } from "../../model";
import type { ChatProbe } from "../report";
import type { Writing } from "./sample-text";

/** Cases that are asked, since each costs two generations. */
export const CHAT_PROBES = 3;
/** Of an answer; the texts under Says have as many. */
export const CHAT_TOKENS = 24;

/** The cases that are asked in chat; none where the model has no chat template. */
export function askedInChat({ tokenizer }: Model, cases: readonly EditCase[]): readonly EditCase[] {
  return tokenizer.chat ? cases.slice(0, CHAT_PROBES) : [];
}

/** The answer that a model is to write to a case's question. */
export function chatAnswer(model: Model, editCase: EditCase): Writing {
  const prompt = chatText(model, [{ role: "user", content: chatQuestion(editCase) }]);
  return { prompt, maxTokens: CHAT_TOKENS, stops: true };
}

/** What the answers of both models to a case's question show. */
export function chatProbe(
  editCase: EditCase,
  answers: { readonly before: string; readonly after: string },
): ChatProbe {
  const { request } = editCase;
  return {
    caseId: request.id,
    question: chatQuestion(editCase),
    ...answers,
    ...findingOf(request, answers.before, answers.after),
  };
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
