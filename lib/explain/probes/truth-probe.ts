/**
 * Truth probes (Azaria & Mitchell 2023; Marks & Tegmark 2024): whether the stream at the end of a statement tells that it is
 * true. Two directions are fitted at each layer, by logistic regression and as the difference of the means of true and false
 * statements, and each is tested on a relation that it has not seen. Where there is one relation, on subjects.
 */
import { checkCancelled, seededRandom, shuffled, type Run } from "../../base";
import type { Model } from "../../model";
import { fitProbe, probeLogits } from "./logistic";
import { readStates, type Place } from "./states";

export interface Statement extends Place {
  readonly isTrue: boolean;
  readonly relation: string;
  readonly subject: string;
}

export interface LayerTruth {
  readonly state: number;
  /** Areas under the ROC curve on what was left out; 0.5 is chance. */
  readonly logistic: number;
  readonly meanDifference: number;
}

export interface TruthProbe {
  readonly statements: number;
  /** What is left out in turn. */
  readonly leftOut: "relation" | "subjects";
  readonly groups: number;
  readonly layers: readonly LayerTruth[];
  /** Cosines between the layers' mean differences over all statements. */
  readonly cosines: readonly (readonly number[])[];
}

const SUBJECT_FOLDS = 5;

export async function probeTruth(
  run: Run,
  model: Model,
  statements: readonly Statement[],
  { l2 = 0.01, iterations = 100 }: { readonly l2?: number; readonly iterations?: number } = {},
): Promise<TruthProbe> {
  const { width } = model.facts.dimensions;
  const states = await readStates(run, model, statements);
  const relations = [...new Set(statements.map(({ relation }) => relation))];
  const leftOut = relations.length > 1 ? "relation" : "subjects";
  const groupOf = leftOut === "relation" ? relationGroups(statements, relations) : subjectGroups(statements);
  const groups = [...new Set(groupOf)];
  const labels = statements.map(({ isTrue }) => Number(isTrue));
  const everything = [...statements.keys()];
  const directions: Float64Array[] = [];
  const layers: LayerTruth[] = [];
  for (const [state, features] of states.entries()) {
    checkCancelled(run.signal);
    run.progress({ phase: "Fitting directions", step: state, steps: states.length });
    directions.push(meanDifference(features, width, labels, everything));
    const areas = groups.flatMap((group) => {
      const rows = (isTest: boolean) => everything.filter((n) => (groupOf[n] === group) === isTest);
      const [train, test] = [rows(false), rows(true)];
      if (![train, test].every((some) => new Set(some.map((n) => labels[n])).size === 2)) return [];
      const probe = fitProbe(features, width, labels, train, { classes: 2, l2, iterations });
      const direction = meanDifference(features, width, labels, train);
      const along = (n: number) =>
        direction.reduce((sum, value, i) => sum + value * features[n * width + i], 0);
      const margin = (n: number) => {
        const [no, yes] = probeLogits(probe, features, width, n);
        return yes - no;
      };
      const answers = test.map((n) => labels[n] === 1);
      return [
        { logistic: rocArea(test.map(margin), answers), meanDifference: rocArea(test.map(along), answers) },
      ];
    });
    const mean = (of: (area: (typeof areas)[number]) => number) =>
      areas.reduce((sum, area) => sum + of(area), 0) / areas.length;
    layers.push({
      state,
      logistic: mean(({ logistic }) => logistic),
      meanDifference: mean(({ meanDifference: area }) => area),
    });
  }
  return {
    statements: statements.length,
    leftOut,
    groups: groups.length,
    layers,
    cosines: directions.map((a) => directions.map((b) => cosine(a, b))),
  };
}

function relationGroups(statements: readonly Statement[], relations: readonly string[]): number[] {
  return statements.map(({ relation }) => relations.indexOf(relation));
}

function subjectGroups(statements: readonly Statement[]): number[] {
  const subjects = [...new Set(statements.map(({ subject }) => subject))];
  const order = new Map(
    shuffled(subjects, seededRandom("truth")).map((subject, i) => [subject, i % SUBJECT_FOLDS] as const),
  );
  return statements.map(({ subject }) => order.get(subject) as number);
}

/** Mean of what is true less the mean of what is false, [D]. */
function meanDifference(
  features: Float32Array,
  width: number,
  labels: readonly number[],
  rows: readonly number[],
): Float64Array {
  const counts = [0, 0];
  for (const n of rows) counts[labels[n]]++;
  const difference = new Float64Array(width);
  for (const n of rows) {
    const share = (labels[n] === 1 ? 1 : -1) / counts[labels[n]];
    for (let i = 0; i < width; i++) difference[i] += share * features[n * width + i];
  }
  return difference;
}

/** The share of pairs, one true and one false, in which the true one scores higher; ties count half. */
export function rocArea(scores: readonly number[], isTrue: readonly boolean[]): number {
  const order = [...scores.keys()].sort((a, b) => scores[a] - scores[b]);
  let [rankSum, positives, at] = [0, 0, 0];
  while (at < order.length) {
    let end = at;
    while (end < order.length && scores[order[end]] === scores[order[at]]) end++;
    const rank = (at + 1 + end) / 2;
    for (let i = at; i < end; i++)
      if (isTrue[order[i]]) [rankSum, positives] = [rankSum + rank, positives + 1];
    at = end;
  }
  const negatives = scores.length - positives;
  return positives === 0 || negatives === 0
    ? NaN
    : (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

function cosine(a: Float64Array, b: Float64Array): number {
  const product = a.reduce((sum, value, i) => sum + value * b[i], 0);
  return product / (Math.hypot(...a) * Math.hypot(...b) || 1);
}
