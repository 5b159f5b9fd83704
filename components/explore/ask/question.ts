/** The question that an analysis is asked: the parts that it needs, of what a person wrote and of what the world knows. */
import type { AnalysisCard } from "@/lib/api";
import type { JsonObject } from "@/lib/base";
import type { AnalysisFact, AnalysisQuestion } from "@/lib/explain";
import type { Asked } from "./use-asked";

type Part = "prompt" | "subject" | "answer" | "other" | "facts" | "version";
type Asks = Pick<AnalysisCard, "asks" | "asksIf" | "isOfTwo" | "isOwnAnswer">;

export interface Known {
  readonly asked: Asked;
  /** Of the prompt's relation; undefined while they are looked for. */
  readonly facts: readonly AnalysisFact[] | undefined;
  /** Whether there are two versions to look at. */
  readonly hasTwo: boolean;
  /** Parameters of the analysis that a person set. */
  readonly settings: JsonObject;
}

/** Whether two prompts are compared: always, by a setting, or where there are no two versions to compare. */
export function isPairOf(
  { asks, asksIf, isOfTwo }: Asks,
  { hasTwo, settings }: Pick<Known, "hasTwo" | "settings">,
): boolean {
  const isSet = asksIf?.part === "other" && settings[asksIf.parameter] === asksIf.is;
  return asks.includes("other") || isSet || (isOfTwo === "or-subject" && !hasTwo);
}

/** The first part that is missing, or null. */
export function missingPart(card: Asks, known: Known): Part | null {
  const { asks, isOfTwo } = card;
  const { asked, facts, hasTwo } = known;
  if (isOfTwo === true && !hasTwo) return "version";
  if (asked.prompt.trim() === "") return "prompt";
  if (asked.subject.trim() !== "" && !asked.prompt.includes("{}")) return "prompt";
  if (asks.includes("facts") && facts?.length === 0) return "facts";
  const isPair = isPairOf(card, known);
  const wanted = (["subject", "answer", "other"] as const).filter((part) =>
    part === "other" ? isPair : asks.includes(part),
  );
  return wanted.find((part) => asked[part].trim() === "") ?? null;
}

/**
 * Analyses that compare two prompts or two versions, or that start from what a model knows, follow the answer that each gives;
 * others follow the one that was written, and the answer before the edit beside it.
 */
export function questionOf(card: Asks, known: Known): AnalysisQuestion {
  const { asks } = card;
  const { asked, facts } = known;
  const { prompt, subject, answer, old, other } = asked;
  const isPair = isPairOf(card, known);
  const isOwnAnswer = isPair || card.isOfTwo === "or-subject" || card.isOwnAnswer === true;
  const given = (text: string) => text.trim() !== "";
  return {
    prompt: given(subject) ? prompt : prompt.replace("{}", "").trimEnd(),
    ...(given(subject) && { subject }),
    ...(isPair && { other }),
    ...(!isOwnAnswer && given(answer) && { answer }),
    ...(!isOwnAnswer && given(answer) && given(old) && { otherAnswer: old }),
    ...(asks.includes("facts") && { facts: [...(facts ?? [])] }),
  } as AnalysisQuestion;
}
