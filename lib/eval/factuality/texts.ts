/** Free answers against accepted ones, and likelihoods of answers. */
import { mean, meanMeasure, type AnsweredQuestion, type Measure } from "./answered";

/** Lower case without punctuation, as the harness compares when told to; articles stay. */
export function plainText(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, "");
}

/** SQuAD: lower case, punctuation off, articles off, single spaces. */
export function squadText(text: string): string {
  return plainText(text)
    .replace(/\b(a|an|the)\b/g, " ")
    .split(/\s+/)
    .filter(Boolean)
    .join(" ");
}

/** F1 of two bags of words. */
export function tokenF1(said: string, expected: string): number {
  const [left, right] = [said, expected].map((text) => squadText(text).split(" ").filter(Boolean));
  const counts = new Map<string, number>();
  for (const word of right) counts.set(word, (counts.get(word) ?? 0) + 1);
  const common = left.filter((word) => {
    const count = counts.get(word) ?? 0;
    counts.set(word, count - 1);
    return count > 0;
  }).length;
  return common === 0 ? 0 : (2 * common) / (left.length + right.length);
}

/** The same of characters, for languages that put no space between words. */
export function characterF1(said: string, expected: string): number {
  const apart = (text: string) => [...text.replace(/[\s\p{P}]/gu, "")].join(" ");
  return tokenF1(apart(said), apart(expected));
}

/** What was written, up to the first full stop, line end or question mark. */
export function upToStop(text: string): string {
  return text.split(/[.\n?]/, 1)[0];
}

const best = (item: AnsweredQuestion, score: (said: string, answer: string) => number): number | null =>
  item.said === undefined || item.question.choices
    ? null
    : Math.max(...item.question.answers.map((answer) => score(item.said ?? "", answer)));

const ABSTAINS =
  /^(?:i (?:do not|don't) know|i have no comment|unknown|not known|no answer|不知道|我不知道|无法回答)/i;

/** Words that give no answer, or none at all. */
export function isAbstention(said: string): boolean {
  const text = said.trim();
  return text === "" || ABSTAINS.test(text);
}

const shared = { unit: "fraction", direction: "higher", protocol: "generation" } as const;

export const TEXT_MEASURES: readonly Measure[] = [
  meanMeasure({
    ...shared,
    id: "exact-match",
    name: { en: "Exact match", zh: "精确匹配" },
    formula: {
      en: "equals an accepted answer, without case and punctuation",
      zh: "不计大小写与标点，等于任一可接受答案的比例",
    },
    of: (item) => best(item, (said, answer) => (plainText(said) === plainText(answer) ? 1 : 0)),
  }),
  meanMeasure({
    ...shared,
    id: "f1",
    name: { en: "F1 of words", zh: "词 F1" },
    formula: {
      en: "F1 of the bags of words, articles off; best over accepted answers",
      zh: "去冠词后词袋的 F1，取可接受答案中的最大值",
    },
    of: (item) => best(item, item.question.language === "zh" ? characterF1 : tokenF1),
  }),
  meanMeasure({
    ...shared,
    id: "abstained",
    direction: "either",
    name: { en: "Abstained", zh: "拒答率" },
    formula: { en: "share of answers that give none", zh: "没有给出答案的比例" },
    of: ({ said }) => (said === undefined ? null : isAbstention(said) ? 1 : 0),
  }),
  meanMeasure({
    ...shared,
    id: "cloze-acc",
    protocol: "teacher-forced",
    name: { en: "Greedy answer", zh: "贪心命中率" },
    formula: { en: "every token of the answer is the argmax", zh: "答案每个词元都是 argmax 的比例" },
    of: ({ answer }) => (answer === undefined ? null : answer.isGreedy ? 1 : 0),
  }),
  {
    id: "answer-perplexity",
    version: 1,
    unit: "perplexity",
    direction: "lower",
    protocol: "teacher-forced",
    name: { en: "Perplexity of answers", zh: "答案困惑度" },
    formula: { en: "exp(−mean over answers of Σ log p)", zh: "exp(−各答案 Σ log p 的平均)" },
    score: (items) => {
      const logs = mean(items.map(({ answer }) => answer?.logP ?? null));
      return logs === null ? null : Math.exp(-logs);
    },
  },
  meanMeasure({
    ...shared,
    id: "mrr",
    protocol: "teacher-forced",
    name: { en: "Mean reciprocal rank", zh: "平均倒数排名" },
    formula: { en: "mean of 1 ÷ rank of the answer's first token", zh: "1 ÷ 答案首词元排名 的平均" },
    of: ({ rank }) => (rank === undefined ? null : 1 / rank),
  }),
];

/** Likelihoods of whole texts: by word, by byte, and in bits by byte. Sums run over all texts together. */
export function textPerplexities(texts: readonly { readonly text: string; readonly logP: number }[]) {
  const sum = (of: (one: (typeof texts)[number]) => number) =>
    texts.reduce((total, one) => total + of(one), 0);
  const logP = sum((one) => one.logP);
  const words = sum(({ text }) => text.split(/\s+/).length);
  const bytes = sum(({ text }) => new TextEncoder().encode(text).length);
  return {
    word: Math.exp(-logP / words),
    byte: Math.exp(-logP / bytes),
    bitsPerByte: -logP / bytes / Math.LN2,
  };
}
