/**
 * Means with their uncertainty.
 *
 * The unit is the case: probes of one case are averaged first, because they share a fact and are no independent draws. Cases
 * may share more, such as the relation that they ask for. Then the standard error is clustered (Miller 2024, "Adding Error
 * Bars to Evals", eq. 4; Cameron and Miller 2015, section II):
 *
 *     SE² = G / (G − 1) · Σ_g (Σ_{i ∈ g} (x_i − x̄))² / n²
 *
 * over G clusters g of n scores x_i. Clusters of one score each give the ordinary standard error s / √n. Two results on the
 * same cases are compared by the differences of their pairs, since the cases' own difficulty cancels out (Miller, section 4).
 */
import type { PairedDifference, Summary } from "./report";

/** Two-sided 97.5 % points of Student's t for 1 to 30 degrees of freedom; beyond, the normal value is close enough. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
const Z_975 = 1.96;
/** A standard error below this is that of equal scores, whose mean is rounded. */
const ROUNDING = 1e-12;

/** A score of one case; null where the case has none. `cluster` names what it shares with others. */
interface ClusteredScore {
  readonly score: number | null;
  readonly cluster?: string;
}

/**
 * Mean, standard error and 95 % interval of scores; null entries are counted as skipped. null when nothing is left.
 *
 * Scores in [0, 1] get Wilson's interval with the mean as the share of successes, which stays inside [0, 1] and does not
 * shrink to a point when all scores agree; others get Student's.
 */
export function summarize(scores: readonly (number | null)[], kind: "fraction" | "real"): Summary | null {
  const values = scores.filter((score) => score !== null);
  const count = values.length;
  if (count === 0) return null;
  const mean = meanOf(values);
  const standardError = standardErrorOf(values);
  return {
    mean,
    standardError,
    interval95: kind === "fraction" ? wilson(mean, count) : student(mean, standardError, count - 1),
    count,
    skipped: scores.length - count,
  };
}

/**
 * The summary with its clustered form, where cases share clusters and there are at least two. An interval of fractions is
 * Wilson's of as many independent scores as would have this standard error (the effective sample size: Franco et al. 2019),
 * never of more than there are.
 */
export function summarizeClustered(
  scores: readonly ClusteredScore[],
  kind: "fraction" | "real",
): Summary | null {
  const summary = summarize(
    scores.map(({ score }) => score),
    kind,
  );
  if (summary === null) return null;
  const { mean, count } = summary;
  const clusters = grouped(scores);
  if (clusters.length === count || clusters.length < 2) return summary;
  const standardError = clusteredErrorOf(clusters);
  const inflation = summary.standardError > 0 ? (standardError / summary.standardError) ** 2 : 1;
  const interval95 =
    kind === "fraction"
      ? wilson(mean, count / Math.max(1, inflation))
      : student(mean, standardError, clusters.length - 1);
  return { ...summary, clustered: { clusters: clusters.length, standardError, interval95 } };
}

/** A case's score in two results. */
interface ScorePair {
  readonly from: number | null;
  readonly to: number | null;
  readonly cluster?: string;
}

/** Compares two results on the same cases; cases that lack either score are left out. null when nothing is left. */
export function pairedDifference(
  pairs: readonly ScorePair[],
  kind: "fraction" | "real",
): PairedDifference | null {
  const differences = pairs.flatMap(({ from, to, cluster }) =>
    from === null || to === null ? [] : [{ score: to - from, cluster }],
  );
  if (differences.length === 0) return null;
  const values = differences.map(({ score }) => score);
  const clusters = grouped(differences);
  const mean = meanOf(values);
  // One cluster tells nothing about another, so its cases are all there is to go by.
  const isClustered = clusters.length > 1;
  const spread = isClustered ? clusteredErrorOf(clusters) : standardErrorOf(values);
  const standardError = spread > ROUNDING ? spread : 0;
  const freedom = (isClustered ? clusters.length : values.length) - 1;
  // Fractions differ by one at most.
  const limit = kind === "fraction" ? 1 : Infinity;
  const [low, high] = student(mean, standardError, freedom);
  const higher = values.filter((value) => value > 0).length;
  const lower = values.filter((value) => value < 0).length;
  return {
    mean,
    standardError,
    interval95: standardError > 0 ? [Math.max(-limit, low), Math.min(limit, high)] : null,
    count: values.length,
    higher,
    lower,
    pValue: signTest(higher, lower),
  };
}

/** P of a split at least as uneven among `higher + lower` fair coins, both sides; ties do not count. */
export function signTest(higher: number, lower: number): number {
  const total = higher + lower;
  // log C(total, k) − total log 2, built up from k = 0: the coefficients themselves overflow.
  let logTerm = -total * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= Math.min(higher, lower); k++) {
    if (k > 0) logTerm += Math.log((total - k + 1) / k);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}

/** A record contains null for a number that is not finite. */
export function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardErrorOf(values: readonly number[]): number {
  return values.length > 1 ? clusteredErrorOf(values.map((value) => [value])) : 0;
}

function clusteredErrorOf(clusters: readonly (readonly number[])[]): number {
  const values = clusters.flat();
  const mean = meanOf(values);
  const squares = clusters.map((cluster) => cluster.reduce((sum, value) => sum + value - mean, 0) ** 2);
  const total = squares.reduce((sum, square) => sum + square, 0);
  return Math.sqrt((clusters.length / (clusters.length - 1)) * total) / values.length;
}

/** Scores by cluster; a score without one is a cluster of its own. */
function grouped(scores: readonly ClusteredScore[]): number[][] {
  const alone: number[][] = [];
  const named = new Map<string, number[]>();
  for (const { score, cluster } of scores) {
    if (score === null) continue;
    const known = cluster === undefined ? undefined : named.get(cluster);
    if (known) known.push(score);
    else if (cluster === undefined) alone.push([score]);
    else named.set(cluster, [score]);
  }
  return [...named.values(), ...alone];
}

function wilson(mean: number, count: number): [number, number] {
  const z2 = Z_975 ** 2;
  const center = (mean + z2 / (2 * count)) / (1 + z2 / count);
  const half = (Z_975 * Math.sqrt((mean * (1 - mean)) / count + z2 / (4 * count ** 2))) / (1 + z2 / count);
  // The interval holds the mean; only rounding could say otherwise.
  return [Math.min(mean, Math.max(0, center - half)), Math.max(mean, Math.min(1, center + half))];
}

function student(mean: number, standardError: number, freedom: number): [number, number] {
  const half = (T_975[freedom - 1] ?? Z_975) * standardError;
  return [mean - half, mean + half];
}
