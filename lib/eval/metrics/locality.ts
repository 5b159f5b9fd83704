/** Locality, also called specificity: whether answers to other questions are still those of the frozen base model. */
import { meanOfProbes } from "./mean-of-probes";
import { defineMetric } from "./metric";
import { NEIGHBOURS } from "./probe-groups";

export const locality = defineMetric({
  ...meanOfProbes(NEIGHBOURS),
  id: "locality",
  name: { en: "Locality", zh: "局部性" },
  summary: {
    en: "Answers elsewhere are still the unedited base model's own.",
    zh: "别处的回答仍与未编辑的基础模型一致。",
  },
  formula: {
    en: "mean over cases of the mean over neighbours of agreement(after, base)",
    zh: "各次编辑的邻近事实一致率 agreement(编辑后, 基础) 的平均，再取平均",
  },
  version: 1,
  prominence: "headline",
});
