/** Whether a model says the same again: in other words, when drawn several times, and about little-known things. */
import { mean, meanMeasure, type AnsweredQuestion, type Measure } from "./answered";
import { squadText } from "./texts";

/**
 * SelfCheck by unigrams (Manakul et al. 2023): −log of how frequent the words of an answer are among it and its samples, the mean
 * over words. Higher is less consistent.
 */
export function selfCheckUnigram(said: string, samples: readonly string[]): number | null {
  const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const words = wordsOf(said);
  if (words.length === 0) return null;
  const all = [said, ...samples].flatMap(wordsOf);
  const counts = new Map<string, number>();
  for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1);
  return mean(words.map((word) => -Math.log((counts.get(word) ?? 0) / all.length)));
}

/** Entropy of drawn answers by what they say, in nats: 0 when all agree. */
export function answerEntropy(samples: readonly string[]): number | null {
  if (samples.length === 0) return null;
  const counts = new Map<string, number>();
  for (const sample of samples) counts.set(squadText(sample), (counts.get(squadText(sample)) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / samples.length;
    return sum - share * Math.log(share);
  }, 0);
}

/** Whether every way to ask gets one answer, as the share of equal pairs. */
function agreement({ said, rephrased }: AnsweredQuestion): number | null {
  if (said === undefined || !rephrased || rephrased.length === 0) return null;
  const answers = [said, ...rephrased].map(squadText);
  const pairs = answers.flatMap((one, i) => answers.slice(i + 1).map((other) => one === other));
  return pairs.filter(Boolean).length / pairs.length;
}

/** Slope of being right by the logarithm of popularity, by least squares: what ten times the readers add. */
export function longTailSlope(items: readonly AnsweredQuestion[]): number | null {
  const points = items.flatMap(({ question: { popularity }, answer }) =>
    popularity === undefined || popularity <= 0 || !answer
      ? []
      : [{ x: Math.log10(popularity), y: answer.isGreedy ? 1 : 0 }],
  );
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  if (x === null || y === null) return null;
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  const joint = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  return spread === 0 ? null : joint / spread;
}

export const CONSISTENCY_MEASURES: readonly Measure[] = [
  meanMeasure({
    id: "rephrase-agreement",
    name: { en: "Agreement of rephrasings", zh: "改述一致率" },
    formula: {
      en: "share of pairs of ways to ask that get the same answer",
      zh: "各种问法两两回答相同的比例",
    },
    unit: "fraction",
    direction: "higher",
    protocol: "generation",
    of: agreement,
  }),
  meanMeasure({
    id: "selfcheck-unigram",
    name: { en: "SelfCheck, unigrams", zh: "SelfCheck（一元）" },
    formula: {
      en: "mean of −log frequency of the answer's words in it and its samples",
      zh: "回答用词在其自身与抽样中频率的 −log 平均",
    },
    unit: "nats",
    direction: "lower",
    protocol: "generation",
    of: ({ said, samples }) => (said === undefined || !samples ? null : selfCheckUnigram(said, samples)),
  }),
  meanMeasure({
    id: "answer-entropy",
    name: { en: "Entropy of answers", zh: "回答熵" },
    formula: {
      en: "−Σ p log p over drawn answers that say the same",
      zh: "按内容归并的抽样回答的 −Σ p log p",
    },
    unit: "nats",
    direction: "lower",
    protocol: "generation",
    of: ({ samples }) => (samples ? answerEntropy(samples) : null),
  }),
  {
    id: "long-tail-slope",
    version: 1,
    name: { en: "Long-tail slope", zh: "长尾斜率" },
    formula: {
      en: "slope of being right by log₁₀ popularity, least squares",
      zh: "答对与否对 log₁₀ 知名度的最小二乘斜率",
    },
    unit: "fraction",
    direction: "either",
    protocol: "teacher-forced",
    score: longTailSlope,
  },
];
