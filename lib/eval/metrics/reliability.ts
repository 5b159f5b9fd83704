/** Reliability, also called efficacy or edit success: whether the edit answers its own prompt. */
import { meanOfProbes } from "./mean-of-probes";
import { defineMetric } from "./metric";
import { OWN_PROMPT } from "./probe-groups";

export const reliability = defineMetric({
  ...meanOfProbes(OWN_PROMPT),
  id: "reliability",
  name: { en: "Reliability", zh: "可靠性" },
  summary: { en: "The edit answers its own prompt.", zh: "编辑对自己的提示给出了新答案。" },
  formula: {
    en: "mean over cases of score(prompt → new target)",
    zh: "各次编辑的 score(提示 → 新目标) 的平均",
  },
  version: 1,
  prominence: "headline",
});
