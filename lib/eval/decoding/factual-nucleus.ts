/** Factual-nucleus sampling (Lee et al. 2022): drawn, from fewer and fewer tokens the further a sentence has come. */
import { logProbabilities, nextLogits, writeBy, type DecodingAid } from "./aid";

const NUCLEUS = 0.9;
const DECAY = 0.9;
const LEAST = 0.3;

/** p at the t-th token of a sentence, counted from zero: max(ω, p · λᵗ). */
export function nucleusAt(
  t: number,
  {
    nucleus = NUCLEUS,
    decay = DECAY,
    least = LEAST,
  }: Partial<Record<"nucleus" | "decay" | "least", number>> = {},
): number {
  return Math.max(least, nucleus * decay ** t);
}

/** The token at a point of the unit interval, among the likeliest that together have at least `nucleus`. */
export function nucleusToken(logits: ArrayLike<number>, nucleus: number, at: number): number {
  const logP = logProbabilities(logits);
  const order = [...logP.keys()].sort((a, b) => logP[b] - logP[a]);
  const kept: number[] = [];
  let mass = 0;
  for (const token of order) {
    kept.push(token);
    mass += Math.exp(logP[token]);
    if (mass >= nucleus) break;
  }
  let passed = 0;
  for (const token of kept) {
    passed += Math.exp(logP[token]) / mass;
    if (at < passed) return token;
  }
  return kept.at(-1) ?? 0;
}

/** Answers end at their first stop, so each is one sentence, and its tokens are counted from its beginning. */
export const factualNucleus: DecodingAid = {
  id: "factual-nucleus",
  name: { en: "Factual nucleus", zh: "事实性核采样" },
  formula: {
    en: "drawn among the likeliest tokens with probability max(0.3, 0.9 · 0.9ᵗ) at the t-th token",
    zh: "在累计概率为 max(0.3, 0.9 · 0.9ᵗ) 的最可能词元中抽取，t 为第几个词元",
  },
  source: "Lee et al. 2022",
  version: 1,
  write: (run, { model, questions, maxTokens, random }) =>
    writeBy(
      run,
      model,
      questions.map(({ prompt }) => prompt),
      maxTokens,
      (from, to) => {
        const streams = questions.slice(from, to).map(random);
        return async (step, rows, t) =>
          (await nextLogits(step, model, rows)).map((logits, b) =>
            nucleusToken(logits, nucleusAt(t), streams[b].uniform()),
          );
      },
    ),
};
