/** A measured score as charts need it, and how it is written wherever it stands: in a tooltip, in a table, in a drawing. */
import { z } from "zod";
import type { ChartCell, ChartColumn, ChartWords } from "../chart";
import { formatMetric } from "./base";
import type { IntervalRow } from "./interval-row";

export const Score = z.object({
  mean: z.number(),
  interval95: z.tuple([z.number(), z.number()]),
  count: z.int(),
});
export type Score = z.infer<typeof Score>;

export const ScoreUnit = z.enum(["fraction", "bits"]);
export type ScoreUnit = z.infer<typeof ScoreUnit>;

export const ScoreProtocol = z.enum(["teacher-forced", "generation"]);
export type ScoreProtocol = z.infer<typeof ScoreProtocol>;

/** One metric before and after an edit; null where it was not measured. */
export const MetricScore = z.object({
  metric: z.string(),
  before: Score.nullable(),
  after: Score.nullable(),
});
export type MetricScore = z.infer<typeof MetricScore>;

type BeforeAfter = Pick<MetricScore, "before" | "after"> | undefined;

/** Columns of `scoreCells`. All but the count are in the unit of the metric. */
export function scoreColumns({ columns }: ChartWords): ChartColumn[] {
  return [
    { label: columns.before, kind: "fraction" },
    { label: columns.after, kind: "fraction" },
    { label: columns.low, kind: "fraction" },
    { label: columns.high, kind: "fraction" },
    { label: columns.count, kind: "count" },
  ];
}

export function scoreCells(score: BeforeAfter): ChartCell[] {
  const { before, after } = score ?? {};
  return [
    before?.mean ?? null,
    after?.mean ?? null,
    ...(intervalOf(after) ?? [null, null]),
    after?.count ?? 0,
  ];
}

/** One edit has no spread, so nothing is known of others. */
function intervalOf(score: Score | null | undefined): Score["interval95"] | null {
  return score && score.count > 1 ? score.interval95 : null;
}

/** Lines of a tooltip: the cells with their columns' names. */
export function scoreLines(score: BeforeAfter, unit: ScoreUnit, words: ChartWords): [string, string][] {
  const columns = scoreColumns(words);
  return scoreCells(score).map((cell, index) => {
    const { label, kind } = columns[index];
    if (typeof cell !== "number") return [label, words.frame.none];
    return [label, kind === "count" ? String(cell) : formatMetric(cell, unit)];
  });
}

/** The score as a row of `intervalBars` or `intervalDots`. */
export function scoreRow(category: string, score: BeforeAfter): IntervalRow {
  return {
    category,
    value: score?.after?.mean ?? null,
    interval: intervalOf(score?.after),
    before: score?.before?.mean ?? null,
  };
}

/** Rows that share a unit share an axis: fractions first, then bits. */
export function byUnit<R extends { readonly unit: ScoreUnit }>(
  rows: readonly R[],
): { readonly unit: ScoreUnit; readonly rows: readonly R[] }[] {
  return ScoreUnit.options
    .map((unit) => ({ unit, rows: rows.filter((row) => row.unit === unit) }))
    .filter((group) => group.rows.length > 0);
}
