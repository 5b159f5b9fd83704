/** What both drawings of the comparison, its table and its points read: every score with its metric and method. */
import type { ChartWords } from "../chart";
import { formatMetric } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import type { ScoreUnit } from "../shared/score";
import type { MethodComparisonData } from "./index";

export type Method = MethodComparisonData["methods"][number];

/** Metrics in one unit, which share an axis. */
export interface Group {
  readonly unit: ScoreUnit;
  readonly metrics: readonly string[];
}

export function groupsOf(data: MethodComparisonData): Group[] {
  return (["fraction", "bits"] as const)
    .map((unit) => ({ unit, metrics: data.metrics.filter((m) => m.unit === unit).map((m) => m.metric) }))
    .filter((group) => group.metrics.length > 0);
}

/** The metrics in the order in which they are drawn: fractions, then bits. */
export function metricsOf(data: MethodComparisonData): { metric: string; unit: ScoreUnit }[] {
  return groupsOf(data).flatMap(({ unit, metrics }) => metrics.map((metric) => ({ metric, unit })));
}

/** One for each row of the table. */
export function rowsOf(data: MethodComparisonData) {
  return metricsOf(data).flatMap(({ unit, metric }) =>
    data.methods.map((method) => ({ unit, metric, method, score: scoreOf(method, metric) })),
  );
}

export function scoreOf(method: Method, metric: string) {
  return method.scores.find((score) => score.metric === metric);
}

export function tooltipOf(method: Method, metric: string, unit: ScoreUnit, words: ChartWords): string {
  const score = scoreOf(method, metric);
  const write = (value: number | undefined) =>
    value === undefined ? words.frame.none : formatMetric(value, unit);
  return tooltipHtml(`${words.metric(metric)} · ${method.name}`, [
    [words.columns.before, write(score?.before?.mean)],
    [words.columns.after, write(score?.after?.mean)],
    [words.columns.low, write(score?.after?.interval95[0])],
    [words.columns.high, write(score?.after?.interval95[1])],
    [words.columns.count, String(score?.after?.count ?? 0)],
  ]);
}
