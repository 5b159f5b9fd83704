/**
 * ConceptEdit (Wang et al. 2024): whether an instance left the concept whose definition was replaced, and whether the definition of
 * another concept stayed. Published prompts have two worked examples before the question; here the question stands alone.
 */
import { MAY_CHANGE, NEIGHBOURS } from "../probe-groups";
import { meanOf, probesIn, type PublishedMetric } from "./published-metric";

const shared = {
  source: "Wang et al. 2024",
  version: 1,
  datasets: ["conceptedit"],
} as const;

export type InstanceVerdict = "yes" | "no" | "neither";

/** Whether an answer takes the instance for one of the concept. */
export function verdictOf(text: string): InstanceVerdict {
  if (/\byes\b/i.test(text)) return "yes";
  return /\bno\b/i.test(text) ? "no" : "neither";
}

/** As published: beside an answer with one of the words, one with neither counts as yes. */
export const saysYes = (text: string): number => (verdictOf(text) === "no" ? 0 : 1);

/** Null where neither answer takes a side: a model that never says yes or no would else change nothing by any edit. */
function changeOf({ before, after }: { readonly before: string; readonly after: string }): number | null {
  const isSilent = verdictOf(before) === "neither" && verdictOf(after) === "neither";
  return isSilent ? null : saysYes(before) - saysYes(after);
}

export const instanceChange: PublishedMetric = {
  ...shared,
  version: 2,
  id: "instance-change",
  name: { en: "Instance change", zh: "实例变化" },
  formula: {
    en: "yes before − yes after, to whether the instance belongs to the concept; above 0 it left",
    zh: "“实例是否属于该概念”的“是”：编辑前 − 编辑后；大于 0 表示实例离开了概念",
  },
  unit: "real",
  direction: "either",
  protocol: "in-the-wild",
  reads: {
    en: "a question about an instance that the model answers with yes or no before or after the edit",
    zh: "模型在编辑前或编辑后以“是”或“否”（yes / no）回答的实例问题",
  },
  of: ({ probes }) =>
    meanOf(probesIn(probes, MAY_CHANGE, "instance").map(({ wild }) => (wild ? changeOf(wild) : null))),
};

export const conceptSpecificity: PublishedMetric = {
  ...shared,
  id: "concept-specificity",
  name: { en: "Concept specificity", zh: "概念特异性" },
  formula: {
    en: "share of tokens of another concept's definition whose likeliest prediction stayed",
    zh: "另一概念定义中首选预测保持不变的词元比例",
  },
  unit: "fraction",
  direction: "higher",
  protocol: "teacher-forced",
  of: ({ probes }) =>
    meanOf(probesIn(probes, NEIGHBOURS, "concept").map(({ after }) => after.teacherForced.score)),
};
