/** Facts as statements, true ones and false ones. */
import { because, invalidField, seededRandom } from "../../base";
import { filledPrompt } from "../../data";
import { encodeSentence, type Model } from "../../model";
import type { AnalysisQuestion } from "../analysis";
import type { ReadFact } from "../facts";
import type { Statement } from "./truth-probe";

/** Each fact with its own answer and with another fact's of the same prompt. The stream is read at the answer's last token. */
export function statementsFrom(
  model: Model,
  facts: readonly ReadFact[],
  { seed }: Pick<AnalysisQuestion, "seed">,
): Statement[] {
  const random = seededRandom(`statements ${seed}`);
  const statements = facts.flatMap(({ prompt, subject, answer }) => {
    const others = facts.filter((other) => other.prompt === prompt && other.answer !== answer);
    if (others.length === 0) return [];
    const wrong = others[random.integer(others.length)].answer;
    return [answer, wrong].map((said, i): Statement => {
      const { ids } = encodeSentence(model.tokenizer, filledPrompt({ prompt, subject }), said);
      return { ids, token: ids.length - 1, isTrue: i === 0, relation: prompt, subject };
    });
  });
  if (statements.length > 0) return statements;
  throw invalidField(
    "question.facts",
    "These facts all have one answer, so no false statement can be made of them.",
    "Give facts of one relation with different answers.",
    because("oneAnswerOnly"),
  );
}
