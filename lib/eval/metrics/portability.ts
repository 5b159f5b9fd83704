/** Portability: whether what follows from the new fact is answered accordingly (Yao et al. 2023). */
import { meanOfProbes } from "./mean-of-probes";
import { defineMetric } from "./metric";
import { CONSEQUENCES } from "./probe-groups";

export const portability = defineMetric({
  ...meanOfProbes(CONSEQUENCES),
  id: "portability",
  name: { en: "Portability", zh: "可迁移性" },
  summary: {
    en: "What follows from the new fact follows: aliases, one more step.",
    zh: "由新事实推出的结论也随之改变：别名、再推一步。",
  },
  formula: {
    en: "mean over cases of the mean over consequences of score(consequence → implied answer)",
    zh: "各次编辑的推论得分 score(推论 → 应得答案) 的平均，再取平均",
  },
  version: 1,
  prominence: "detail",
});
