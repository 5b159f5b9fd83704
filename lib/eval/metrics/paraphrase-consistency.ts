/**
 * Paraphrase consistency (Elazar et al. 2021, "Measuring and Improving Consistency in Pretrained Language Models", section 3):
 * the share of pairs of prompts for one fact that get the same answer. Generality asks whether rephrasings give the new
 * answer; this asks whether the model gives one answer at all. An edit that reaches half of the rephrasings lowers it, and an
 * edit that fails everywhere alike does not. It is another quantity than the "consistency" of Meng et al. (2022), which
 * compares generated text with reference text.
 */
import { answerUnder } from "../report";
import { defineMetric } from "./metric";
import { OWN_PROMPT, REPHRASES } from "./probe-groups";

export const paraphraseConsistency = defineMetric({
  id: "paraphrase-consistency",
  name: { en: "Paraphrase consistency", zh: "改述一致性" },
  summary: {
    en: "The prompt and its rephrasings get the same answer, right or wrong.",
    zh: "提示及其各种改述得到同一个回答，无论对错。",
  },
  formula: {
    en: "mean over cases of the share of pairs of {prompt, rephrasings} with equal answers",
    zh: "各次编辑中 {提示, 改述} 两两回答相同的比例，再取平均",
  },
  version: 1,
  unit: "fraction",
  direction: "higher",
  protocols: ["teacher-forced", "generation"],
  needs: "probes",
  groups: [OWN_PROMPT, REPHRASES],
  prominence: "detail",
  score(probes, protocol) {
    const answers = probes
      .filter(({ group }) => group === OWN_PROMPT || group === REPHRASES)
      .map(({ answer }) => answerUnder(answer, protocol).text);
    if (answers.length < 2) return null;
    const pairs = answers.flatMap((one, i) => answers.slice(i + 1).map((other) => one === other));
    return pairs.filter(Boolean).length / pairs.length;
  },
});
