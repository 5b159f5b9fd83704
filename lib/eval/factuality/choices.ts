/** Questions with choices, by the likelihood of each: as lm-evaluation-harness scores them. */
import {
  indexOfLargest,
  logSumExp,
  meanMeasure,
  type AnsweredQuestion,
  type Likelihood,
  type Measure,
} from "./answered";

interface Offered {
  readonly texts: readonly string[];
  readonly scores: readonly Likelihood[];
  readonly correct: readonly number[];
}

function offered({ question, choices }: AnsweredQuestion): Offered | null {
  const { choices: texts, correct } = question;
  return texts && correct && choices ? { texts, scores: choices, correct } : null;
}

/** Whether the likeliest of the choices, each divided by a length, is right. */
function chosen(lengthOf: (text: string) => number) {
  return (item: AnsweredQuestion): number | null => {
    const found = offered(item);
    if (!found) return null;
    const best = indexOfLargest(found.scores.map(({ logP }, i) => logP / lengthOf(found.texts[i])));
    return found.correct.includes(best) ? 1 : 0;
  };
}

/** Probabilities of the choices among each other. */
export function choiceProbabilities(item: AnsweredQuestion): readonly number[] | null {
  const found = offered(item);
  if (!found) return null;
  const logs = found.scores.map(({ logP }) => logP);
  const whole = logSumExp(logs);
  return logs.map((log) => Math.exp(log - whole));
}

/** Truthful questions: one right choice against the wrong ones, so other right ones are set aside. */
function singleTrue(item: AnsweredQuestion): number | null {
  const found = offered(item);
  if (!found) return null;
  const [first, ...others] = found.correct;
  const logs = found.scores.map(({ logP }, i) => (others.includes(i) ? -Infinity : logP));
  return indexOfLargest(logs) === first ? 1 : 0;
}

function multipleTrue(item: AnsweredQuestion): number | null {
  const found = offered(item);
  if (!found) return null;
  const logs = found.scores.map(({ logP }) => logP);
  return Math.exp(logSumExp(found.correct.map((i) => logs[i])) - logSumExp(logs));
}

function squaredError(item: AnsweredQuestion): number | null {
  const probabilities = choiceProbabilities(item);
  const right = item.question.correct ?? [];
  return (
    probabilities && probabilities.reduce((sum, p, i) => sum + (p - (right.includes(i) ? 1 : 0)) ** 2, 0)
  );
}

const shared = { unit: "fraction", direction: "higher", protocol: "teacher-forced" } as const;

export const CHOICE_MEASURES: readonly Measure[] = [
  meanMeasure({
    ...shared,
    id: "acc",
    name: { en: "Accuracy of the choice", zh: "选择准确率" },
    formula: { en: "argmax over choices of Σ log p is right", zh: "Σ log p 最大的选项正确的比例" },
    of: chosen(() => 1),
  }),
  meanMeasure({
    ...shared,
    id: "acc-norm",
    name: { en: "Accuracy by character", zh: "按字符归一的准确率" },
    formula: {
      en: "argmax of Σ log p over the characters of the choice",
      zh: "Σ log p 除以选项字符数后最大者正确的比例",
    },
    of: chosen((text) => [...text].length),
  }),
  meanMeasure({
    ...shared,
    id: "acc-bytes",
    name: { en: "Accuracy by byte", zh: "按字节归一的准确率" },
    formula: {
      en: "argmax of Σ log p over the UTF-8 bytes of the choice",
      zh: "Σ log p 除以选项 UTF-8 字节数后最大者正确的比例",
    },
    of: chosen((text) => new TextEncoder().encode(text).length),
  }),
  meanMeasure({
    ...shared,
    id: "brier",
    direction: "lower",
    name: { en: "Brier score", zh: "Brier 分数" },
    formula: {
      en: "mean of Σ over choices of (softmax Σ log p − one-hot)², 0 … 2",
      zh: "各题 Σ (softmax Σ log p − one-hot)² 的平均，0 … 2",
    },
    of: squaredError,
  }),
  meanMeasure({
    ...shared,
    id: "mc1",
    name: { en: "MC1", zh: "MC1" },
    formula: {
      en: "the best true choice is likelier than every false one",
      zh: "最佳真答案比每个假答案都更可能的比例",
    },
    of: singleTrue,
  }),
  meanMeasure({
    ...shared,
    id: "mc2",
    name: { en: "MC2", zh: "MC2" },
    formula: {
      en: "Σ over true of p ÷ Σ over all of p, by log-sum-exp",
      zh: "真答案概率之和 ÷ 全部概率之和（log-sum-exp）",
    },
    of: multipleTrue,
  }),
];
