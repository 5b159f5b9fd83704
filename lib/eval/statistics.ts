/** Means with their uncertainty. */
import type { Summary } from "./report";

/** Two-sided 97.5 % points of Student's t for 1 to 30 degrees of freedom; beyond, the normal value is close enough. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
const Z_975 = 1.96;

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
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = count > 1 ? values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1) : 0;
  const standardError = Math.sqrt(variance / count);
  return {
    mean,
    standardError,
    interval95: kind === "fraction" ? wilson(mean, count) : student(mean, standardError, count),
    count,
    skipped: scores.length - count,
  };
}

/** A record holds null for what is no finite number. */
export function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function wilson(mean: number, count: number): [number, number] {
  const z2 = Z_975 ** 2;
  const center = (mean + z2 / (2 * count)) / (1 + z2 / count);
  const half = (Z_975 * Math.sqrt((mean * (1 - mean)) / count + z2 / (4 * count ** 2))) / (1 + z2 / count);
  // The interval holds the mean; only rounding could say otherwise.
  return [Math.min(mean, Math.max(0, center - half)), Math.max(mean, Math.min(1, center + half))];
}

function student(mean: number, standardError: number, count: number): [number, number] {
  const half = (T_975[count - 2] ?? Z_975) * standardError;
  return [mean - half, mean + half];
}
