/** The evidence of one model on one question, and what a measure of factuality is. */
import type { Question } from "../../data";
import type { Translated } from "../metrics/metric";

/** A text that follows a prompt, under the model. */
export interface Likelihood {
  /** Σ log p of its tokens, in nats. */
  readonly logP: number;
  readonly tokens: number;
  /** Every token is the likeliest one. */
  readonly isGreedy: boolean;
  /** The prompt was longer than the model reads, and lost its beginning. */
  readonly isCut?: true;
}

export interface AnsweredQuestion {
  readonly question: Question;
  /** Of each choice, in order. */
  readonly choices?: readonly Likelihood[];
  /** Of the first accepted answer. */
  readonly answer?: Likelihood;
  /** Place of the answer's first token among all tokens, from one: the best over accepted answers. */
  readonly rank?: number;
  /** What the model writes by itself, up to its first full stop. */
  readonly said?: string;
  /** Of that text. */
  readonly saidLikelihood?: Likelihood;
  /** What it writes after each rephrasing. */
  readonly rephrased?: readonly string[];
  /** Drawn answers. */
  readonly samples?: readonly string[];
}

/** One number for a set of questions. Numbers of two versions are never compared. */
export interface Measure {
  readonly id: string;
  readonly name: Translated;
  readonly formula: Translated;
  readonly version: number;
  readonly unit: "fraction" | "nats" | "perplexity" | "temperature";
  readonly direction: "higher" | "lower" | "either";
  /** Likelihoods of given texts, or what the model writes. */
  readonly protocol: "teacher-forced" | "generation";
  /** Of one question, where the measure of a set is the mean of its questions: then it has an interval and pairs. */
  readonly of?: (item: AnsweredQuestion) => number | null;
  /** null where no question has the evidence. */
  score(items: readonly AnsweredQuestion[]): number | null;
}

type MeanMeasure = Omit<Measure, "score" | "version"> & Required<Pick<Measure, "of">>;

/** A measure that is the mean over questions; those that lack the evidence are left out. */
export function meanMeasure(measure: MeanMeasure): Measure {
  return { version: 1, ...measure, score: (items) => mean(items.map(measure.of)) };
}

export function mean(values: readonly (number | null)[]): number | null {
  const there = values.filter((value) => value !== null);
  return there.length === 0 ? null : there.reduce((sum, value) => sum + value, 0) / there.length;
}

/** The first of equals. */
export function indexOfLargest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

/** log Σ exp, which does not underflow. */
export function logSumExp(values: readonly number[]): number {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
