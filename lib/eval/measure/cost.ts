/** What asking a model before and after an edit costs, from metadata alone. */
import type { EditCase } from "../../data";
import { readingOperations, writingOperations } from "../../edit";
import type { ModelFacts } from "../../model";
import { isComparedWithBase, probesOf } from "../metrics/probe-groups";
import { SHOWN_CASES } from "./evaluate";
import { TEXT_TOKENS } from "./sample-text";

/** Of a question with its answer, and of the answer alone. */
const [QUESTION_TOKENS, ANSWER_TOKENS] = [14, 2];

/**
 * Floating-point operations of all questions to the model before the edit and to the edited one, where so many tokens stand
 * before every question about the edit.
 */
export function askingOperations(
  facts: ModelFacts,
  cases: readonly EditCase[],
  promptTokens: number,
): number {
  const probes = cases.flatMap(probesOf);
  const questions = probes.length;
  const about = probes.filter(({ group }) => !isComparedWithBase(group)).length;
  const shown = Math.min(cases.length, SHOWN_CASES);
  const once = (before: number): number =>
    2 * readingOperations(facts, questions * QUESTION_TOKENS + about * before) +
    writingOperations(facts, questions * ANSWER_TOKENS, questions) +
    readingOperations(facts, 2 * shown * (QUESTION_TOKENS + before)) +
    writingOperations(facts, 2 * shown * TEXT_TOKENS, 2 * shown);
  return once(0) + once(promptTokens);
}
