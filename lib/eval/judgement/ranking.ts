/** Which of several results on the same edits is best, and whether so few edits can tell. */
import type { EditCase } from "../../data";
import type { CaseEvidence } from "../metrics/metric";
import type { PairedDifference, Protocol, Verdict } from "../report";
import { pairedCases } from "../scores";
import { pairedDifference } from "../statistics";
import { balanceOf, GOALS, harmonicMean } from "./balance";

interface Judged {
  readonly verdict?: Pick<Verdict, "metrics" | "probes">;
}

export interface Ranking<T> {
  /** The best first; those after it cannot be told from it. Empty when nothing was measured. */
  readonly leaders: readonly T[];
  /** Balance of the best. */
  readonly balance: number | null;
  /**
   * Edits beside these that would tell the best from the others, were the differences to go on as they are. null when it is
   * told already, when no difference was seen, or when a single edit gives no spread.
   */
  readonly moreEdits: number | null;
}

/** Balances that differ by less do so by rounding. */
const ROUNDING = 1e-9;
/** Two-sided, at 95 %. */
const Z = 1.96;
const SIGNIFICANT = 0.05;
/** Differences of one sign that a sign test needs: 2 · 0.5⁶ is below 0.05. */
const SIGNS_NEEDED = 6;

/**
 * Results by the balance of their goals. One is told from the best when the interval of their difference, edit by edit, leaves
 * out zero. A single edit has no spread: equal balances are a tie, and the best of others is so on this edit alone.
 */
export function rank<T extends Judged>(
  results: readonly T[],
  requests: readonly EditCase["request"][],
  protocol: Protocol,
): Ranking<T> {
  const [best, ...others] = results
    .flatMap((result) => {
      const balance = balanceOf(result.verdict, protocol);
      return balance === null ? [] : [{ result, balance }];
    })
    .sort((a, b) => b.balance - a.balance);
  if (!best) return { leaders: [], balance: null, moreEdits: null };
  const tied = others.flatMap(({ result, balance }) => {
    const difference = differenceOf(best.result, result, requests, protocol);
    const isTold =
      requests.length > 1 && difference ? isSignificant(difference) : best.balance - balance > ROUNDING;
    return isTold ? [] : [{ result, difference }];
  });
  const more = tied.flatMap(({ difference }) => (difference && editsToTell(difference)) ?? []);
  return {
    leaders: [best.result, ...tied.map(({ result }) => result)],
    balance: best.balance,
    moreEdits: more.length > 0 ? Math.max(...more) : null,
  };
}

function differenceOf(
  from: Judged,
  to: Judged,
  requests: readonly EditCase["request"][],
  protocol: Protocol,
): PairedDifference | null {
  if (!from.verdict || !to.verdict) return null;
  const balance = (evidence: Partial<CaseEvidence>) =>
    harmonicMean(
      GOALS.flatMap((metric) => {
        const score = metric.score(evidence, protocol);
        return typeof score === "number" ? [score] : [];
      }),
    );
  const pairs = pairedCases(from.verdict, to.verdict, requests).map(({ cluster, from, to }) => ({
    cluster,
    from: balance(from),
    to: balance(to),
  }));
  return pairedDifference(pairs, "fraction");
}

function isSignificant({ interval95, pValue, mean }: PairedDifference): boolean {
  if (interval95) return interval95[0] > 0 || interval95[1] < 0;
  return mean !== 0 && pValue < SIGNIFICANT;
}

/** With the spread s of the differences and their mean d, the interval leaves out zero from (1.96 s / d)² edits on. */
function editsToTell({ mean, standardError, count }: PairedDifference): number | null {
  if (count < 2 || Math.abs(mean) < ROUNDING) return null;
  const needed =
    standardError > 0 ? Math.ceil((Z * standardError * Math.sqrt(count)) ** 2 / mean ** 2) : SIGNS_NEEDED;
  return Math.max(1, needed - count);
}
