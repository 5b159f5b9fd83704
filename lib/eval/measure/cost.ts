/** What asking a model before and after an edit costs, from metadata alone. */
import type { EditCase } from "../../data";
import { readingOperations, writingOperations } from "../../edit";
import type { Model } from "../../model";
import { isComparedWithBase, probesOf } from "../metrics/probe-groups";
import { askedInChat, CHAT_TOKENS } from "./chat-probe";
import { SHOWN_CASES } from "./evaluate";
import { GREEDY_TOKENS, TEXT_TOKENS } from "./sample-text";

/** Of a question with its answer, of the answer alone, and of a question within the words of a chat template. */
const [QUESTION_TOKENS, ANSWER_TOKENS, CHAT_QUESTION_TOKENS] = [14, 2, 40];

/**
 * Floating-point operations of all questions to the model before the edit and to the edited one, where so many tokens stand
 * before every question about the edit. A model with a chat template is asked the first cases in chat as well.
 */
export function askingOperations(model: Model, cases: readonly EditCase[], promptTokens: number): number {
  const { facts } = model;
  const probes = cases.flatMap(probesOf);
  const questions = probes.length;
  const about = probes.filter(({ group }) => !isComparedWithBase(group)).length;
  const shown = Math.min(cases.length, SHOWN_CASES);
  const chat = askedInChat(model, cases).length;
  const written = questions * ANSWER_TOKENS + shown * (TEXT_TOKENS + GREEDY_TOKENS) + chat * CHAT_TOKENS;
  const once = (before: number): number =>
    readingOperations(
      facts,
      2 * (questions * QUESTION_TOKENS + about * before) +
        3 * shown * (QUESTION_TOKENS + before) +
        chat * (CHAT_QUESTION_TOKENS + before),
    ) +
    // All are written together, in as many steps as the longest has tokens.
    writingOperations(facts, written, written / TEXT_TOKENS);
  return once(0) + once(promptTokens);
}
