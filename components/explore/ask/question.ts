/** The question that an analysis is asked: the parts that it needs, of what a person wrote. */
import type { AnalysisCard } from "@/lib/api";
import type { AnalysisQuestion } from "@/lib/explain";
import type { Asked } from "./use-asked";

type Part = "prompt" | "subject" | "answer" | "other" | "facts";

/** The first part that is missing, or null. */
export function missingPart({ asks }: Pick<AnalysisCard, "asks">, asked: Asked): Part | null {
  if (asked.prompt.trim() === "") return "prompt";
  if (asked.subject.trim() !== "" && !asked.prompt.includes("{}")) return "prompt";
  const wanted = asks.filter((part): part is "subject" | "answer" | "other" =>
    ["subject", "answer", "other"].includes(part),
  );
  return wanted.find((part) => asked[part].trim() === "") ?? null;
}

/**
 * Analyses that compare two prompts follow the answer that each version gives; others follow the one that was written, and
 * the answer before the edit beside it.
 */
export function questionOf({ asks }: Pick<AnalysisCard, "asks">, asked: Asked): Partial<AnalysisQuestion> {
  const { prompt, subject, answer, old, other } = asked;
  const isPair = asks.includes("other");
  const given = (text: string) => text.trim() !== "";
  return {
    prompt: given(subject) ? prompt : prompt.replace("{}", "").trimEnd(),
    ...(given(subject) && { subject }),
    ...(isPair && { other }),
    ...(!isPair && given(answer) && { answer }),
    ...(!isPair && given(answer) && given(old) && { otherAnswer: old }),
  };
}
