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

/** As published: an answer with neither word counts as yes. */
export const saysYes = (text: string): number => (verdictOf(text) === "no" ? 0 : 1);

export const instanceChange: PublishedMetric = {
  ...shared,
  id: "instance-change",
  name: { en: "Instance change", zh: "实例变化" },
  formula: {
    en: "yes before − yes after, to whether the instance belongs to the concept; above 0 it left",
    zh: "“实例是否属于该概念”的“是”：编辑前 − 编辑后；大于 0 表示实例离开了概念",
  },
  unit: "real",
  direction: "either",
  protocol: "in-the-wild",
  of: ({ probes }) =>
    meanOf(
      probesIn(probes, MAY_CHANGE, "instance").map(({ wild }) =>
        wild ? saysYes(wild.before) - saysYes(wild.after) : null,
      ),
    ),
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
