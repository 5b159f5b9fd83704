/**
 * BLEU and ROUGE of a free answer against the expected text. Publishers of CKnowEdit and UnKE take words to be what stands between
 * spaces, so a Chinese text without spaces is one word: the spaces decide. Both are given, by word and by character.
 */
import { CONSEQUENCES, NEIGHBOURS, OWN_PROMPT, REPHRASES } from "../probe-groups";
import { meanOf, probesIn, type PublishedMetric } from "./published-metric";

type Cut = (text: string) => readonly string[];

export const CUTS: Readonly<Record<"word" | "character", Cut>> = {
  word: (text) => text.split(/\s+/).filter(Boolean),
  character: (text) => [...text.replace(/\s/g, "")],
};

const ORDERS = [1, 2, 3, 4];

/** Papineni et al. 2002: brevity penalty times the geometric mean of clipped precisions of 1 to 4 grams, without smoothing. */
export function bleu(said: readonly string[], expected: readonly string[]): number {
  if (said.length === 0) return 0;
  const precisions = ORDERS.map((order) => {
    const given = counted(said, order);
    const total = Math.max(0, said.length - order + 1);
    return total === 0 ? 0 : common(given, counted(expected, order)) / total;
  });
  if (precisions.includes(0)) return 0;
  const penalty = said.length >= expected.length ? 1 : Math.exp(1 - expected.length / said.length);
  return penalty * Math.exp(precisions.reduce((sum, one) => sum + Math.log(one), 0) / ORDERS.length);
}

/** Lin 2004: the share of the expected text's n-grams that are said. */
export function rougeRecall(said: readonly string[], expected: readonly string[], order: number): number {
  const total = expected.length - order + 1;
  return total <= 0 ? 0 : common(counted(said, order), counted(expected, order)) / total;
}

/** The longest common subsequence, as a share of the expected text. */
export function rougeLRecall(said: readonly string[], expected: readonly string[]): number {
  if (expected.length === 0) return 0;
  let lengths = new Array<number>(expected.length + 1).fill(0);
  for (const piece of said) {
    const next = [0];
    for (let j = 1; j <= expected.length; j++)
      next[j] = piece === expected[j - 1] ? lengths[j - 1] + 1 : Math.max(lengths[j], next[j - 1]);
    lengths = next;
  }
  return lengths[expected.length] / expected.length;
}

function counted(pieces: readonly string[], order: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + order <= pieces.length; i++) {
    const gram = pieces.slice(i, i + order).join("\u0000");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** Of each n-gram as many as both have. */
function common(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number {
  return [...left].reduce((sum, [gram, count]) => sum + Math.min(count, right.get(gram) ?? 0), 0);
}

const shared = {
  version: 1,
  datasets: ["cknowedit", "unke", "akew"],
  unit: "fraction",
  direction: "higher",
  protocol: "in-the-wild",
} as const;

/** The mean over a group's probes of a score of what is said. */
function overProbes(
  group: string,
  cut: Cut,
  score: (said: readonly string[], expected: readonly string[]) => number,
) {
  return ({ probes }: Parameters<PublishedMetric["of"]>[0]) =>
    meanOf(
      probesIn(probes, group).map(({ wild, expected }) =>
        wild ? score(cut(wild.after), cut(expected)) : null,
      ),
    );
}

const SCORES = [
  {
    id: "bleu",
    name: "BLEU",
    source: "Papineni et al. 2002",
    score: bleu,
    formula: {
      en: "brevity penalty · geometric mean of clipped precisions of 1 to 4 grams, no smoothing",
      zh: "简短惩罚 × 1 至 4 元截断精度的几何平均，无平滑",
    },
  },
  {
    id: "rouge-1",
    name: "ROUGE-1",
    source: "Lin 2004",
    score: (said: readonly string[], expected: readonly string[]) => rougeRecall(said, expected, 1),
    formula: { en: "recall of single pieces", zh: "一元召回率" },
  },
  {
    id: "rouge-2",
    name: "ROUGE-2",
    source: "Lin 2004",
    score: (said: readonly string[], expected: readonly string[]) => rougeRecall(said, expected, 2),
    formula: { en: "recall of pairs", zh: "二元召回率" },
  },
  {
    id: "rouge-l",
    name: "ROUGE-L",
    source: "Lin 2004",
    score: rougeLRecall,
    formula: {
      en: "longest common subsequence ÷ length of the expected text",
      zh: "最长公共子序列 ÷ 期望文本长度",
    },
  },
] as const;

const BY = { word: { en: "words", zh: "词" }, character: { en: "characters", zh: "字" } } as const;

/** Of the edit's own prompt: what both papers print. */
const ofEdit: readonly PublishedMetric[] = (["word", "character"] as const).flatMap((cut) =>
  SCORES.map(({ id, name, source, score, formula }) => ({
    ...shared,
    id: `${id}-${cut}`,
    source,
    name: { en: `${name}, ${BY[cut].en}`, zh: `${name}（按${BY[cut].zh}）` },
    formula: { en: `${formula.en}; pieces are ${BY[cut].en}`, zh: `${formula.zh}；按${BY[cut].zh}` },
    of: overProbes(OWN_PROMPT, CUTS[cut], score),
  })),
);

/** Of the other goals, by character. */
const ofGoals: readonly PublishedMetric[] = (
  [
    [REPHRASES, "generality", "泛化性"],
    [CONSEQUENCES, "portability", "可迁移性"],
    [NEIGHBOURS, "locality", "局部性"],
  ] as const
).map(([group, en, zh]) => ({
  ...shared,
  id: `rouge-l-character-${group}`,
  source: "Lin 2004",
  name: { en: `ROUGE-L of ${en}, characters`, zh: `${zh}的 ROUGE-L（按字）` },
  formula: {
    en: "longest common subsequence ÷ length of the expected text; pieces are characters",
    zh: "最长公共子序列 ÷ 期望文本长度；按字",
  },
  of: overProbes(group, CUTS.character, rougeLRecall),
}));

export const OVERLAPS: readonly PublishedMetric[] = [...ofEdit, ...ofGoals];
