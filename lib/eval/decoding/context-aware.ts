/** Context-aware decoding (Shi et al. 2024): what a fact before the question adds is counted more than once. */
import { best, nextLogits, writeBy, type DecodingAid } from "./aid";

/** (1 + α) · logits behind the fact − α · logits without it. */
export function contextAwareLogits(
  behind: ArrayLike<number>,
  alone: ArrayLike<number>,
  weight: number,
): Float64Array {
  return Float64Array.from(behind, (logit, token) => (1 + weight) * logit - weight * alone[token]);
}

export const contextAware: DecodingAid = {
  id: "context-aware",
  name: { en: "Context-aware decoding", zh: "上下文感知解码" },
  formula: {
    en: "(1 + α) · logits behind the retrieved fact − α · logits without it",
    zh: "(1 + α) · 置于检索事实之后的 logits − α · 不含该事实的 logits",
  },
  source: "Shi et al. 2024",
  version: 1,
  write: (run, { model, questions, behindFacts, contextWeight, maxTokens }) =>
    writeBy(run, model, behindFacts, maxTokens, (from) => {
      const alone = questions
        .slice(from)
        .map(({ prompt }) => model.tokenizer.encode(prompt, { special: true }).ids);
      const starts = behindFacts
        .slice(from)
        .map((prompt) => model.tokenizer.encode(prompt, { special: true }).ids.length);
      return async (step, rows) => {
        const behind = await nextLogits(step, model, rows);
        const without = await nextLogits(
          step,
          model,
          rows.map((row, b) => [...alone[b], ...row.slice(starts[b])]),
        );
        return behind.map((logits, b) => best(contextAwareLogits(logits, without[b], contextWeight)));
      };
    }),
};
