/**
 * Whether a model knows how sure it can be. Confidence is the probability of the likeliest choice among the choices; of a free
 * answer, the geometric mean of its tokens.
 */
import { indexOfLargest, logSumExp, mean, type AnsweredQuestion, type Measure } from "./answered";
import { choiceProbabilities } from "./choices";
import { isRight } from "./right";

/** One answer: how sure, and whether right. */
export interface Confident {
  readonly confidence: number;
  readonly isRight: boolean;
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** null in an empty bin. */
  readonly accuracy: number | null;
  readonly confidence: number | null;
}

export const BINS = 15;

export function confidences(items: readonly AnsweredQuestion[]): Confident[] {
  return items.flatMap((item) => {
    const probabilities = choiceProbabilities(item);
    if (probabilities) {
      const best = indexOfLargest(probabilities);
      const isRight = item.question.correct?.includes(best) ?? false;
      return [{ confidence: probabilities[best], isRight }];
    }
    const { saidLikelihood: said } = item;
    return said ? [{ confidence: Math.exp(said.logP / said.tokens), isRight: isRight(item) }] : [];
  });
}

/** Bin k holds k/n < confidence ≤ (k + 1)/n; the first also holds 0. */
export function equalWidth(answers: readonly Confident[], bins = BINS): Bin[] {
  return Array.from({ length: bins }, (_, k) => {
    const [from, to] = [k / bins, (k + 1) / bins];
    const inside = answers.filter(
      ({ confidence }) => (confidence > from || (k === 0 && confidence === 0)) && confidence <= to,
    );
    return binOf(from, to, inside);
  });
}

/** Answers by confidence in runs as even as possible, the longer ones first. */
export function equalMass(answers: readonly Confident[], bins: number): Bin[] {
  const sorted = [...answers].sort((a, b) => a.confidence - b.confidence);
  const [size, longer] = [Math.floor(sorted.length / bins), sorted.length % bins];
  let start = 0;
  return Array.from({ length: bins }, (_, k) => {
    const inside = sorted.slice(start, (start += size + (k < longer ? 1 : 0)));
    return binOf(inside.at(0)?.confidence ?? 0, inside.at(-1)?.confidence ?? 0, inside);
  });
}

function binOf(from: number, to: number, inside: readonly Confident[]): Bin {
  return {
    from,
    to,
    count: inside.length,
    accuracy: mean(inside.map(({ isRight }) => (isRight ? 1 : 0))),
    confidence: mean(inside.map(({ confidence }) => confidence)),
  };
}

const gapsOf = (bins: readonly Bin[]) => {
  const count = bins.reduce((sum, bin) => sum + bin.count, 0);
  return bins
    .filter((bin) => bin.count > 0)
    .map((bin) => ({
      weight: bin.count / count,
      gap: Math.abs((bin.accuracy ?? 0) - (bin.confidence ?? 0)),
    }));
};

/** Σ n_b/N · |accuracy − confidence|. */
export function expectedError(bins: readonly Bin[]): number {
  return gapsOf(bins).reduce((sum, { weight, gap }) => sum + weight * gap, 0);
}

/** √ Σ n_b/N · (accuracy − confidence)². */
export function rootMeanSquareError(bins: readonly Bin[]): number {
  return Math.sqrt(gapsOf(bins).reduce((sum, { weight, gap }) => sum + weight * gap ** 2, 0));
}

export function largestError(bins: readonly Bin[]): number {
  return Math.max(0, ...gapsOf(bins).map(({ gap }) => gap));
}

/** P that a right answer is surer than a wrong one, ties by half; null where all are right or all wrong. */
export function areaUnderCurve(answers: readonly Confident[]): number | null {
  const [right, wrong] = [true, false].map((is) => answers.filter(({ isRight }) => isRight === is));
  if (right.length === 0 || wrong.length === 0) return null;
  let wins = 0;
  for (const one of right)
    for (const other of wrong)
      wins += one.confidence > other.confidence ? 1 : one.confidence === other.confidence ? 0.5 : 0;
  return wins / (right.length * wrong.length);
}

/** The share of wrong answers among the surest 1, 2, … n of them. */
export function riskCoverage(answers: readonly Confident[]): number[] {
  const sorted = [...answers].sort((a, b) => b.confidence - a.confidence);
  let wrong = 0;
  return sorted.map(({ isRight }, i) => (wrong += isRight ? 0 : 1) / (i + 1));
}

/** The temperature at which the right choices are likeliest, of 0.25, 0.30 … 5, and the mean −log p there. */
export function bestTemperature(
  items: readonly AnsweredQuestion[],
): { readonly best: number; readonly nll: number } | null {
  const grid = Array.from({ length: 96 }, (_, i) => Math.round(25 + 5 * i) / 100);
  const tried = grid.flatMap((best) => {
    const nll = mean(items.map((item) => negativeLogLikelihood(item, best)));
    return nll === null ? [] : [{ best, nll }];
  });
  return tried.length === 0 ? null : tried.reduce((least, one) => (one.nll < least.nll ? one : least));
}

/** −log of the probability of the first right choice among the choices. */
export function negativeLogLikelihood(
  { question, choices }: AnsweredQuestion,
  temperature = 1,
): number | null {
  if (!choices || !question.correct) return null;
  const logs = choices.map(({ logP }) => logP / temperature);
  return logSumExp(logs) - logs[question.correct[0]];
}

function ofAnswers(
  score: (answers: readonly Confident[]) => number | null,
): (items: readonly AnsweredQuestion[]) => number | null {
  return (items) => {
    const answers = confidences(items);
    return answers.length === 0 ? null : score(answers);
  };
}

const shared = { unit: "fraction", direction: "lower", protocol: "teacher-forced", version: 1 } as const;

export const CALIBRATION_MEASURES: readonly Measure[] = [
  {
    ...shared,
    id: "ece",
    name: { en: "Expected calibration error", zh: "期望校准误差" },
    formula: {
      en: "Σ n_b/N · |accuracy − confidence|, 15 bins of equal width",
      zh: "Σ n_b/N · |准确率 − 置信度|，15 个等宽区间",
    },
    score: ofAnswers((answers) => expectedError(equalWidth(answers))),
  },
  {
    ...shared,
    id: "rms-ce",
    name: { en: "RMS calibration error", zh: "均方根校准误差" },
    formula: { en: "√ Σ n_b/N · (accuracy − confidence)²", zh: "√ Σ n_b/N · (准确率 − 置信度)²" },
    score: ofAnswers((answers) => rootMeanSquareError(equalWidth(answers))),
  },
  {
    ...shared,
    id: "brier-top",
    name: { en: "Brier score of the answer", zh: "首选答案的 Brier 分数" },
    formula: { en: "mean of (confidence − right)²", zh: "(置信度 − 是否正确)² 的平均" },
    score: ofAnswers((answers) =>
      mean(answers.map(({ confidence, isRight }) => (confidence - (isRight ? 1 : 0)) ** 2)),
    ),
  },
  {
    ...shared,
    id: "auroc",
    direction: "higher",
    name: { en: "AUROC of confidence", zh: "置信度的 AUROC" },
    formula: { en: "P(a right answer is surer than a wrong one)", zh: "P(正确回答的置信度高于错误回答)" },
    score: ofAnswers(areaUnderCurve),
  },
  {
    ...shared,
    id: "risk-coverage",
    name: { en: "Area under risk and coverage", zh: "风险–覆盖曲线下面积" },
    formula: {
      en: "mean over k of the share of wrong answers among the k surest",
      zh: "前 k 个最有把握回答的错误率对 k 的平均",
    },
    score: ofAnswers((answers) => mean(riskCoverage(answers))),
  },
  {
    ...shared,
    id: "risk-at-half",
    name: { en: "Risk at half coverage", zh: "半数覆盖时的风险" },
    formula: { en: "share of wrong answers in the surer half", zh: "较有把握的一半回答的错误率" },
    score: ofAnswers((answers) => riskCoverage(answers)[Math.ceil(answers.length / 2) - 1]),
  },
  {
    ...shared,
    id: "choice-nll",
    unit: "nats",
    name: { en: "−log p of the right choice", zh: "正确选项的 −log p" },
    formula: { en: "mean of −log softmax of the right choice", zh: "正确选项 −log softmax 的平均" },
    score: (items) => mean(items.map((item) => negativeLogLikelihood(item))),
  },
  {
    ...shared,
    id: "temperature",
    unit: "temperature",
    direction: "either",
    name: { en: "Fitted temperature", zh: "拟合温度" },
    formula: {
      en: "T of 0.25 … 5 with the least −log p of right choices; above 1 means overconfident",
      zh: "0.25 … 5 中使正确选项 −log p 最小的 T；大于 1 表示过度自信",
    },
    score: (items) => bestTemperature(items)?.best ?? null,
  },
];
