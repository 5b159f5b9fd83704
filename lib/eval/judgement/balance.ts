/**
 * One number for an edit that has several goals: the harmonic mean of its goals, as Meng et al. (2022, section 3.4) score an
 * edit. It is high only when every goal is, so a method that answers its prompts and ruins the rest scores low.
 */
import { METRICS } from "../metrics";
import type { MetricResult, Protocol } from "../report";

/** The metrics that the balance is made of. */
export const GOALS = METRICS.all.filter(({ prominence }) => prominence !== "detail");

/** Of fractions: zero when one of them is; null of none. */
export function harmonicMean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  if (values.includes(0)) return 0;
  return values.length / values.reduce((sum, value) => sum + 1 / value, 0);
}

/** The balance under one protocol. A goal without probes is left out; null when nothing was measured. */
export function balanceOf(
  measured: { readonly metrics: readonly MetricResult[] } | undefined,
  protocol: Protocol,
): number | null {
  const means = GOALS.flatMap(({ id }) => {
    const found = measured?.metrics.find((result) => result.metric === id && result.protocol === protocol);
    return found?.after ? [found.after.mean] : [];
  });
  return harmonicMean(means);
}

interface Judged {
  readonly verdict?: { readonly metrics: readonly MetricResult[] };
}

/** The result with the best balance, to show first; the first of equals. Whether it is the best, `rank` says. */
export function bestOf<T extends Judged>(results: readonly T[], protocol: Protocol): T | undefined {
  const balance = ({ verdict }: Judged) => balanceOf(verdict, protocol) ?? -1;
  return [...results].sort((a, b) => balance(b) - balance(a))[0];
}
