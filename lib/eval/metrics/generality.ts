/** Generality, also called generalization or paraphrase success: whether rephrased prompts give the new answer. */
import { meanOfProbes } from "./mean-of-probes";
import { defineMetric } from "./metric";
import { REPHRASES } from "./probe-groups";

export const generality = defineMetric({
  ...meanOfProbes(REPHRASES),
  id: "generality",
  name: { en: "Generality", zh: "泛化性" },
  summary: { en: "Rephrased prompts follow the edit.", zh: "换一种问法，也得到新答案。" },
  formula: {
    en: "mean over cases of the mean over rephrasings of score(rephrasing → new target)",
    zh: "各次编辑的改述得分 score(改述 → 新目标) 的平均，再取平均",
  },
  version: 1,
  prominence: "goal",
});
