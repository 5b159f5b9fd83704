/**
 * How many of the facts that an edit leaves open kept their answer, such as the other facts about its subject. Either answer can
 * be defended, so this is a description and no goal. RippleEdits (Cohen et al. 2023) would count most of them as neighbours.
 */
import { meanOfProbes } from "./mean-of-probes";
import { defineMetric } from "./metric";
import { MAY_CHANGE } from "./probe-groups";

export const mayChange = defineMetric({
  ...meanOfProbes(MAY_CHANGE),
  direction: "either",
  id: "may-change",
  name: { en: "Left as it was", zh: "其余未变" },
  summary: {
    en: "Facts that may change or stay, such as others about the subject, and kept their answer. None of them is a miss.",
    zh: "可变可不变的事实（例如主体的其他事实）中保持原回答的比例；都不算错。",
  },
  formula: {
    en: "mean over cases of the mean over facts left open of agreement(after, base)",
    zh: "各次编辑中可变事实的一致率 agreement(编辑后, 基础) 的平均，再取平均",
  },
  version: 1,
  prominence: "detail",
});
