/**
 * One number for an edit that has several goals: the harmonic mean of its goals, as Meng et al. (2022, section 3.4) score an
 * edit. It is high only when every goal is, so a method that answers its prompts and ruins the rest scores low.
 */
import { METRICS } from "./metrics";
import type { MetricResult, Protocol } from "./report";

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

interface Outcome {
  readonly verdict?: { readonly metrics: readonly MetricResult[] };
  readonly durationMs: number;
}

/** The outcome with the best balance; the quicker of two equals, and the first when none was evaluated. */
export function bestOf<T extends Outcome>(outcomes: readonly T[], protocol: Protocol): T | undefined {
  const balance = ({ verdict }: Outcome) => balanceOf(verdict, protocol) ?? -1;
  return [...outcomes].sort((a, b) => balance(b) - balance(a) || a.durationMs - b.durationMs)[0];
}
