/**
 * The factuality of a model from its evidence: recall by relation, language and popularity, with and without the facts at hand,
 * calibration, abstention, agreement of rephrasings, what it does when a text contradicts what it knows, and what decoding aids add.
 */
import type { PairedDifference, Summary } from "../report";
import { pairedDifference, summarize } from "../statistics";
import type { AnsweredQuestion, Measure } from "./answered";
import { confidences, equalWidth, type Bin } from "./calibration";
import { crossing, fitLogistic, type Logistic } from "./popularity";
import { answeredOf, type FactualityItem } from "./record";
import { isRight } from "./right";

export interface Part {
  readonly name: string;
  readonly plain: Summary;
  readonly retrieved: Summary;
}

export interface AidedPart {
  /** Id of the decoding aid. */
  readonly aid: string;
  readonly right: Summary;
  /** Against the plain model, question by question. */
  readonly difference: PairedDifference;
}

export interface FactualityReport {
  readonly questions: number;
  /** Share answered rightly. */
  readonly right: { readonly plain: Summary; readonly retrieved: Summary };
  /** Every measure that has evidence, by the model alone and with the best fact of the list before the question. */
  readonly measures: readonly {
    readonly measure: Measure;
    readonly plain: number;
    readonly retrieved: number | null;
  }[];
  readonly relations: readonly Part[];
  readonly languages: readonly Part[];
  /** By powers of ten of popularity. */
  readonly popularity: readonly Part[];
  readonly fits: {
    readonly plain: Logistic;
    readonly retrieved: Logistic;
    /** log₁₀ of the popularity at which the curves cross, within what was asked; null where they do not. */
    readonly crossover: number | null;
  } | null;
  readonly bins: readonly Bin[];
  readonly conflict: Conflict | null;
  readonly aids: readonly AidedPart[];
}

/** Answers where a text before the question states another answer of the same relation. */
export interface Conflict {
  readonly count: number;
  /** Share that keeps to what the model said without the text, and that follows the text. */
  readonly memory: number;
  readonly context: number;
  /** Memory ÷ (memory + context); null where neither is said. */
  readonly memorisation: number | null;
  /** Share that follows the text under context-aware decoding: (1 + α) logits with it − α logits without. */
  readonly contextAware: number | null;
}

export function factualityReport(
  items: readonly FactualityItem[],
  measures: readonly Measure[],
): FactualityReport {
  const plain = items.map((item) => answeredOf(item, "plain"));
  const retrieved = items.map((item) => answeredOf(item, "retrieved"));
  const partOf = (name: string, indices: readonly number[]): Part => ({
    name,
    plain: shareRight(indices.map((i) => plain[i])),
    retrieved: shareRight(indices.map((i) => retrieved[i])),
  });
  const parts = (nameOf: (item: FactualityItem) => string | undefined) =>
    grouped(items, nameOf).map(([name, indices]) => partOf(name, indices));
  return {
    questions: items.length,
    right: { plain: shareRight(plain), retrieved: shareRight(retrieved) },
    measures: measures.flatMap((measure) => {
      const own = measure.score(plain);
      return own === null ? [] : [{ measure, plain: own, retrieved: measure.score(retrieved) }];
    }),
    relations: parts(({ question }) => question.relation),
    languages: parts(({ question }) => question.language ?? "en"),
    popularity: parts(({ question: { popularity } }) =>
      popularity === undefined ? undefined : String(10 ** Math.floor(Math.log10(Math.max(1, popularity)))),
    ).sort((a, b) => Number(a.name) - Number(b.name)),
    fits: fitsOf(plain, retrieved),
    bins: equalWidth(confidences(plain)),
    conflict: conflictOf(items),
    aids: aidsOf(items),
  };
}

function shareRight(items: readonly AnsweredQuestion[]): Summary {
  return summarize(
    items.map((item) => (isRight(item) ? 1 : 0)),
    "fraction",
  ) as Summary;
}

/** Indices by a name, the largest group first; questions without one are in none. */
function grouped(
  items: readonly FactualityItem[],
  nameOf: (item: FactualityItem) => string | undefined,
): [string, number[]][] {
  const groups = new Map<string, number[]>();
  items.forEach((item, i) => {
    const name = nameOf(item);
    if (name !== undefined) groups.set(name, [...(groups.get(name) ?? []), i]);
  });
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

function fitsOf(
  plain: readonly AnsweredQuestion[],
  retrieved: readonly AnsweredQuestion[],
): FactualityReport["fits"] {
  const points = (items: readonly AnsweredQuestion[]) =>
    items.flatMap((item) => {
      const { popularity } = item.question;
      return popularity === undefined || popularity <= 0
        ? []
        : [{ x: Math.log10(popularity), isRight: isRight(item) }];
    });
  const [own, helped] = [points(plain), points(retrieved)];
  const range = own.map(({ x }) => x);
  const [low, high] = [Math.min(...range), Math.max(...range)];
  if (own.length === 0 || low === high) return null;
  const fits = { plain: fitLogistic(own), retrieved: fitLogistic(helped) };
  const at = crossing(fits.plain, fits.retrieved);
  return { ...fits, crossover: at !== null && at >= low && at <= high ? at : null };
}

function conflictOf(items: readonly FactualityItem[]): Conflict | null {
  const pairs = items.flatMap(({ contradicted }) => contradicted ?? []);
  if (pairs.length === 0) return null;
  const share = (is: (one: (typeof pairs)[number]) => boolean | undefined) =>
    pairs.filter((one) => is(one)).length / pairs.length;
  const [memory, context] = [
    share(({ keeps }) => keeps === "memory"),
    share(({ keeps }) => keeps === "context"),
  ];
  return {
    count: pairs.length,
    memory,
    context,
    memorisation: memory + context === 0 ? null : memory / (memory + context),
    contextAware: pairs.some(({ aware }) => aware !== undefined) ? share(({ aware }) => aware) : null,
  };
}

function aidsOf(items: readonly FactualityItem[]): AidedPart[] {
  const ids = [...new Set(items.flatMap(({ aided }) => Object.keys(aided)))];
  return ids.flatMap((aid) => {
    const pairs = items
      .filter(({ aided }) => aid in aided)
      .map((item) => {
        const plain = answeredOf(item, "plain");
        return {
          from: isRight(plain) ? 1 : 0,
          to: isRight({ ...plain, said: item.aided[aid] }) ? 1 : 0,
        };
      });
    const right = summarize(
      pairs.map(({ to }) => to),
      "fraction",
    );
    const difference = pairedDifference(pairs, "fraction");
    return right && difference ? [{ aid, right, difference }] : [];
  });
}

/** Two models on the questions that both were asked: what the second gained and lost, with McNemar's exact test. */
export function compareFactuality(
  from: readonly FactualityItem[],
  to: readonly FactualityItem[],
): {
  readonly difference: PairedDifference | null;
  readonly gained: readonly FactualityItem[];
  readonly lost: readonly FactualityItem[];
} {
  const after = new Map(to.map((item) => [item.question.id, item]));
  const pairs = from.flatMap((item) => {
    const other = after.get(item.question.id);
    return other
      ? [{ other, was: isRight(answeredOf(item, "plain")), is: isRight(answeredOf(other, "plain")) }]
      : [];
  });
  return {
    difference: pairedDifference(
      pairs.map(({ was, is }) => ({ from: was ? 1 : 0, to: is ? 1 : 0 })),
      "fraction",
    ),
    gained: pairs.filter(({ was, is }) => !was && is).map(({ other }) => other),
    lost: pairs.filter(({ was, is }) => was && !is).map(({ other }) => other),
  };
}
