/** What both drawings of the comparison, its table and its points read: every score with its metric and method. */
import type { ChartWords } from "../chart";
import { tooltipHtml } from "../shared/format";
import { byUnit, scoreLines, type ScoreUnit } from "../shared/score";
import type { MethodComparisonData } from "./index";

type Method = MethodComparisonData["methods"][number];

/** Metrics in one unit, which share an axis. */
export interface Group {
  readonly unit: ScoreUnit;
  readonly metrics: readonly string[];
}

export function groupsOf(data: MethodComparisonData): Group[] {
  return byUnit(data.metrics).map(({ unit, rows }) => ({ unit, metrics: rows.map(({ metric }) => metric) }));
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
  const heading = `${words.metric(metric)} · ${method.name}`;
  return tooltipHtml(heading, scoreLines(scoreOf(method, metric), unit, words));
}
