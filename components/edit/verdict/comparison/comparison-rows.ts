/** The columns of a comparison as numbers, and its rows in the order that one of them asks for. */
import type { Protocol, Verdict } from "@/lib/eval";
import { balanceOf, METRICS, metricsUnder } from "@/lib/eval/results";
import type { EditOutcome } from "@/lib/store";

export interface ComparedColumn {
  readonly key: string;
  readonly kind: "metric" | "balance" | "duration" | "bytes";
  /** Of a metric. */
  readonly unit?: "fraction" | "bits";
  /** Less is better. */
  readonly isCost: boolean;
  /** Null when the entry has no such number. */
  valueOf(outcome: EditOutcome): number | null;
}

/** The metrics that anything was asked for, their balance, and what each entry cost. */
export function columnsOf(
  outcomes: readonly EditOutcome[],
  protocol: Protocol,
  edits: number,
): ComparedColumn[] {
  const measured = new Map<string, "fraction" | "bits">();
  for (const { verdict } of outcomes) {
    for (const { metric, unit, after } of verdict ? metricsUnder(verdict, protocol) : []) {
      if (after) measured.set(metric, unit);
    }
  }
  return [
    ...[...measured].map(([metric, unit]): ComparedColumn => ({
      key: metric,
      kind: "metric",
      unit,
      isCost: METRICS.all.some(({ id, direction }) => id === metric && direction === "lower"),
      valueOf: (outcome) => resultOf(outcome, metric, protocol)?.after?.mean ?? null,
    })),
    {
      key: "balance",
      kind: "balance",
      isCost: false,
      valueOf: (outcome) => balanceOf(outcome.verdict, protocol),
    },
    {
      key: "duration",
      kind: "duration",
      isCost: true,
      valueOf: ({ durationMs, error }) => (error ? null : durationMs / Math.max(1, edits)),
    },
    {
      key: "bytes",
      kind: "bytes",
      isCost: true,
      valueOf: ({ overlayBytes, error }) => (error ? null : (overlayBytes ?? null)),
    },
  ];
}

/** One metric of one entry under a protocol; undefined without a verdict. */
export function resultOf(
  { verdict }: Pick<EditOutcome, "verdict">,
  metric: string,
  protocol: Protocol,
): Verdict["metrics"][number] | undefined {
  return verdict && metricsUnder(verdict, protocol).find((result) => result.metric === metric);
}

/** `sort` is a column's key, with a minus for the largest first. What has no number comes last either way. */
export function sorted(
  outcomes: readonly EditOutcome[],
  columns: readonly ComparedColumn[],
  sort: string | undefined,
): EditOutcome[] {
  const column = columns.find(({ key }) => key === sort?.replace("-", ""));
  if (!column) return [...outcomes];
  const sign = sort?.startsWith("-") ? -1 : 1;
  return [...outcomes].sort((a, b) => {
    const [left, right] = [column.valueOf(a), column.valueOf(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right) || a.entry - b.entry;
  });
}
