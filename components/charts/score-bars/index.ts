/**
 * How good is the edit? One bar for each metric under one protocol, with its 95% interval and a tick where the model
 * stood before. Fluency is measured in bits and has an axis of its own below the fractions.
 */
import { z } from "zod";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, categoryAxis, dataIndexOf, formatMetric, unitAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { intervalBars } from "../shared/interval-bars";
import {
  byUnit,
  MetricScore,
  scoreCells,
  scoreColumns,
  scoreLines,
  ScoreProtocol,
  scoreRow,
  ScoreUnit,
} from "../shared/score";
import type { ChartTheme } from "../theme";

const ScoreRow = MetricScore.extend({
  unit: ScoreUnit,
  /** Questions behind the score, and how many were answered as they should be; absent for what asks none. */
  questions: z.object({ right: z.int(), of: z.int() }).optional(),
  /** Absent where a score is neither good nor bad. */
  outcome: z.enum(["pass", "fail"]).optional(),
});
type ScoreRow = z.infer<typeof ScoreRow>;

export const ScoreBarsData = z.object({
  protocol: ScoreProtocol,
  rows: z.array(ScoreRow),
});
export type ScoreBarsData = z.infer<typeof ScoreBarsData>;

const ROW_EM = 2.9;
const AXIS_EM = 2.2;

export const scoreBars = defineChart<ScoreBarsData>({
  id: "score-bars",
  question: (data, words) => words.scoreBars.question(words.protocols[data.protocol]),
  data: ScoreBarsData,
  unit: (data, words) =>
    data.rows.some((row) => row.unit === "bits") ? words.units.fractionAndBits : words.units.fraction,
  count: editsOf,
  countLabel: (data, words) => words.scoreBars.n(editsOf(data)),
  heightEm: (data) => groupsOf(data).reduce((sum, group) => sum + group.rows.length * ROW_EM + AXIS_EM, 0.4),
  spec: (data, theme, words) => {
    const groups = groupsOf(data);
    const labels = (rows: readonly ScoreRow[]) => rows.map((row) => words.metric(row.metric));
    return {
      ...baseOption(theme),
      grid: gridsOf(groups, theme),
      xAxis: groups.map((group, index) => ({
        gridIndex: index,
        ...unitAxis(theme, group.unit),
      })),
      yAxis: groups.flatMap((group, index) => [
        { gridIndex: index, ...categoryAxis(theme, labels(group.rows)) },
        { gridIndex: index, ...resultAxis(theme, words, group) },
      ]),
      series: groups.map((group, index) => ({
        ...intervalBars(theme, {
          name: words.columns.after,
          color: theme.color("after"),
          axisIndex: index,
          slot: 0,
          slots: 1,
          rows: group.rows.map((row) => ({
            ...scoreRow(words.metric(row.metric), row),
            color: theme.color(roleOf(row)),
          })),
        }),
        // Every group has two category axes: names on the left, results on the right.
        yAxisIndex: index * 2,
        tooltip: {
          formatter: (item: unknown) => {
            const row = group.rows[dataIndexOf(item)];
            return tooltipHtml(words.metric(row.metric), scoreLines(row, row.unit, words));
          },
        },
      })),
    };
  },
  table: (data, words) => ({
    columns: [
      { label: words.columns.metric, kind: "text" },
      ...scoreColumns(words),
      { label: words.scoreBars.right, kind: "count" },
      { label: words.scoreBars.asked, kind: "count" },
    ],
    kindOf: (row, column) =>
      column > 0 && column < 5 && ordered(data)[row].unit === "bits" ? "bits" : undefined,
    rows: ordered(data).map((row) => [
      words.metric(row.metric),
      ...scoreCells(row),
      row.questions?.right ?? null,
      row.questions?.of ?? null,
    ]),
  }),
  points: (data) =>
    groupsOf(data).flatMap((group, seriesIndex) =>
      group.rows.map((_, dataIndex) => ({ seriesIndex, dataIndex })),
    ),
});

function roleOf({ outcome }: ScoreRow): "after" | "danger" | "muted" {
  return outcome === undefined ? "muted" : outcome === "pass" ? "after" : "danger";
}

/** Scores are means over edits; a metric whose probes some edits lack has fewer, and its own row says so. */
function editsOf(data: ScoreBarsData): number {
  return Math.max(0, ...data.rows.map((row) => row.after?.count ?? row.before?.count ?? 0));
}

type Group = ReturnType<typeof groupsOf>[number];

function groupsOf(data: ScoreBarsData) {
  return byUnit(data.rows);
}

function ordered(data: ScoreBarsData): ScoreRow[] {
  return groupsOf(data).flatMap((group) => group.rows);
}

function gridsOf(groups: readonly Group[], theme: ChartTheme) {
  let top = 2;
  return groups.map((group) => {
    const height = group.rows.length * ROW_EM * theme.fontPx;
    const grid = { left: theme.fontPx * 6.6, right: theme.fontPx * 8.6, top, height };
    top += height + AXIS_EM * theme.fontPx;
    return grid;
  });
}

/** The results in words at the end of each row. */
function resultAxis(theme: ChartTheme, words: ChartWords, group: Group) {
  return {
    ...categoryAxis(
      theme,
      group.rows.map((_, index) => String(index)),
    ),
    position: "right" as const,
    axisLine: { show: false },
    axisLabel: {
      ...axisText(theme, "ink"),
      interval: 0,
      formatter: (index: string) => resultText(group.rows[Number(index)], words),
      rich: {
        value: {
          fontFamily: theme.monoFamily,
          fontSize: theme.fontPx,
          fontWeight: "bold" as const,
          color: theme.color("ink"),
        },
        n: { fontSize: Math.round(theme.fontPx * 0.88), color: theme.color("muted") },
      },
    },
  };
}

function resultText(row: ScoreRow, words: ChartWords): string {
  if (!row.after) return `{n|${words.scoreBars.notMeasured}}`;
  const { questions, outcome, after } = row;
  const count = questions
    ? words.scoreBars.ofQuestions(questions.right, questions.of)
    : words.scoreBars.rowCount(after.count);
  const mark = outcome === undefined ? "" : outcome === "pass" ? "✓ " : "✗ ";
  return `{value|${mark}${formatMetric(after.mean, row.unit)}} {n|${count}}`;
}
