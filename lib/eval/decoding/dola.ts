/**
 * DoLa (Chuang et al. 2024): what the last block says against what an earlier one would say. The earlier block is, at each token, the
 * one of the upper half whose distribution is furthest from the last by the Jensen–Shannon divergence.
 */
import { earlyLogits } from "../../explain";
import { amongLikely, best, logProbabilities, nextLogits, writeBy, type DecodingAid } from "./aid";

/** Tokens less likely than this share of the likeliest are never chosen. */
const PLAUSIBLE = 0.1;

/** Jensen–Shannon divergence of two distributions given as log p, in nats. */
export function jensenShannon(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) {
    const [p, q] = [Math.exp(left[i]), Math.exp(right[i])];
    const middle = Math.log((p + q) / 2);
    sum += (p > 0 ? p * (left[i] - middle) : 0) + (q > 0 ? q * (right[i] - middle) : 0);
  }
  return sum / 2;
}

/** log p last − log p early, of the early block that differs most. */
export function dolaScores(last: ArrayLike<number>, early: readonly ArrayLike<number>[]): Float64Array {
  const final = logProbabilities(last);
  const blocks = early.map(logProbabilities);
  const premature = blocks[best(blocks.map((block) => jensenShannon(final, block)))];
  return amongLikely(final, PLAUSIBLE, (token) => final[token] - premature[token]);
}

export const dola: DecodingAid = {
  id: "dola",
  name: { en: "DoLa", zh: "DoLa" },
  formula: {
    en: "log p of the last block − log p of the block of the upper half that differs most, among tokens at least 0.1 as likely as the likeliest",
    zh: "末层 log p − 上半部差异最大的一层 log p，限于概率不低于最大值 0.1 的词元",
  },
  source: "Chuang et al. 2024",
  version: 1,
  write: (run, { model, questions, maxTokens }) => {
    const { layers } = model.facts.dimensions;
    const half = Math.floor(layers / 2);
    const bucket = Array.from({ length: Math.max(1, layers - 1 - half) }, (_, i) =>
      Math.min(half + i, Math.max(0, layers - 2)),
    );
    return writeBy(
      run,
      model,
      questions.map(({ prompt }) => prompt),
      maxTokens,
      () => async (step, rows) => {
        const last = await nextLogits(step, model, rows);
        const early = await earlyLogits(step, model, rows, bucket);
        return last.map((logits, b) => best(dolaScores(logits, early[b])));
      },
    );
  },
};
