/** Contrastive decoding (Li et al. 2023): what a model says against what a weaker one says. */
import { PalimpsestError } from "../../base";
import { amongLikely, best, logProbabilities, nextLogits, writeBy, type DecodingAid } from "./aid";

const PLAUSIBLE = 0.1;

/** log p of the expert − log p of the amateur. */
export function contrastiveScores(expert: ArrayLike<number>, amateur: ArrayLike<number>): Float64Array {
  const [own, weaker] = [expert, amateur].map(logProbabilities);
  return amongLikely(own, PLAUSIBLE, (token) => own[token] - weaker[token]);
}

export const contrastive: DecodingAid = {
  id: "contrastive",
  name: { en: "Contrastive decoding", zh: "对比解码" },
  formula: {
    en: "log p − log p of a weaker model, among tokens at least 0.1 as likely as the likeliest",
    zh: "log p − 较弱模型的 log p，限于概率不低于最大值 0.1 的词元",
  },
  source: "Li et al. 2023",
  version: 1,
  needs: "amateur",
  write: async (run, { model, amateur, questions, maxTokens }) => {
    if (!amateur || amateur.facts.dimensions.vocabulary !== model.facts.dimensions.vocabulary)
      throw new PalimpsestError(
        "invalid_input",
        amateur
          ? `The weaker model has ${amateur.facts.dimensions.vocabulary} tokens, and this one ${model.facts.dimensions.vocabulary}.`
          : "Contrastive decoding needs a weaker model.",
        { hint: "Name a smaller or earlier model with the same tokenizer.", details: { field: "amateur" } },
      );
    return writeBy(
      run,
      model,
      questions.map(({ prompt }) => prompt),
      maxTokens,
      () => async (step, rows) => {
        const own = await nextLogits(step, model, rows);
        const weaker = await nextLogits(step, amateur, rows);
        return own.map((logits, b) => best(contrastiveScores(logits, weaker[b])));
      },
    );
  },
};
