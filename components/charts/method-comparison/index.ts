/**
 * Which method does it best? Up to five methods are bars grouped by metric, with intervals and the tick of before; beyond
 * five, bars would be hairs, so each method is a row of dots in a panel for each metric.
 */
import type { EChartsOption } from "echarts";
import { z } from "zod";
import { type ChartWords, defineChart } from "../chart";
import { baseOption, categoryAxis, dataIndexOf, legend, legendEm, unitAxis } from "../shared/base";
import { intervalBars } from "../shared/interval-bars";
import { MetricScore, scoreCells, scoreColumns, ScoreProtocol, scoreRow, ScoreUnit } from "../shared/score";
import { seriesColor, type ChartTheme } from "../theme";
import { dotPlot, dotsEm } from "./dots";
import { groupsOf, metricsOf, rowsOf, scoreOf, tooltipOf, type Group } from "./rows";

export const MethodComparisonData = z.object({
  protocol: ScoreProtocol,
  metrics: z.array(z.object({ metric: z.string(), unit: ScoreUnit })),
  /** Names differ; the category axis tells rows apart by them. */
  methods: z.array(z.object({ id: z.string(), name: z.string(), scores: z.array(MetricScore) })),
  /** The id of the method that is looked at. */
  marked: z.string().optional(),
});
export type MethodComparisonData = z.infer<typeof MethodComparisonData>;

const MOST_BARS = 5;
const AXIS_EM = 2.2;

export const methodComparison = defineChart<MethodComparisonData>({
  id: "method-comparison",
  question: (data, words) => words.methodComparison.question(words.protocols[data.protocol]),
  data: MethodComparisonData,
  unit: (data, words) =>
    groupsOf(data).some((g) => g.unit === "bits") ? words.units.fractionAndBits : words.units.fraction,
  count: (data) => (data.metrics.length === 0 ? 0 : data.methods.length),
  countLabel: (data, words) => words.methodComparison.n(data.methods.length),
  heightEm: (data) =>
    isDots(data)
      ? dotsEm(data)
      : groupsOf(data).reduce(
          (sum, group) => sum + groupEm(data, group) + AXIS_EM,
          legendEm(data.methods.length),
        ),
  spec: (data, theme, words) => ({
    ...baseOption(theme),
    ...(isDots(data) ? dotPlot(data, theme, words) : barPlot(data, theme, words)),
  }),
  table: (data, words) => ({
    columns: [
      { label: words.columns.metric, kind: "text" },
      { label: words.columns.method, kind: "text" },
      ...scoreColumns(words),
    ],
    kindOf: (row, column) =>
      column > 1 && column < 6 && rowsOf(data)[row].unit === "bits" ? "bits" : undefined,
    rows: rowsOf(data).map(({ metric, method, score }) => [
      words.metric(metric),
      method.name,
      ...scoreCells(score),
    ]),
  }),
  points: (data) => {
    const groups = groupsOf(data);
    const metrics = metricsOf(data).map(({ metric }) => metric);
    return rowsOf(data).map(({ metric, method }) => {
      const methodIndex = data.methods.indexOf(method);
      if (isDots(data)) return { seriesIndex: metrics.indexOf(metric), dataIndex: methodIndex };
      const groupIndex = groups.findIndex((group) => group.metrics.includes(metric));
      return {
        seriesIndex: groupIndex * data.methods.length + methodIndex,
        dataIndex: groups[groupIndex].metrics.indexOf(metric),
      };
    });
  },
});

/** What stands behind a row of the table: whose score, and of which metric. */
export function comparedAt(data: MethodComparisonData, row: number): { id: string; metric: string } {
  const { method, metric } = rowsOf(data)[row];
  return { id: method.id, metric };
}

function isDots(data: MethodComparisonData): boolean {
  return data.methods.length > MOST_BARS;
}

function groupEm(data: MethodComparisonData, group: Group): number {
  return group.metrics.length * (data.methods.length * 1.05 + 1.2);
}

function barPlot(data: MethodComparisonData, theme: ChartTheme, words: ChartWords): EChartsOption {
  const groups = groupsOf(data);
  let top = legendEm(data.methods.length) * theme.fontPx;
  return {
    legend: legend(
      theme,
      data.methods.map((method) => method.name),
    ),
    grid: groups.map((group) => {
      const height = groupEm(data, group) * theme.fontPx;
      const grid = { left: theme.fontPx * 6.6, right: theme.fontPx * 2, top, height };
      top += height + AXIS_EM * theme.fontPx;
      return grid;
    }),
    xAxis: groups.map((group, gridIndex) => ({
      gridIndex,
      ...unitAxis(theme, group.unit),
    })),
    yAxis: groups.map((group, gridIndex) => ({
      gridIndex,
      ...categoryAxis(theme, group.metrics.map(words.metric)),
    })),
    series: bars(data, groups, theme, words),
  };
}

function bars(data: MethodComparisonData, groups: readonly Group[], theme: ChartTheme, words: ChartWords) {
  return groups.flatMap((group, axisIndex) =>
    data.methods.map((method, slot) => ({
      ...intervalBars(theme, {
        name: method.name,
        color: seriesColor(theme, slot),
        axisIndex,
        slot,
        slots: data.methods.length,
        rows: group.metrics.map((metric) => scoreRow(words.metric(metric), scoreOf(method, metric))),
      }),
      tooltip: {
        formatter: (item: unknown) => tooltipOf(method, group.metrics[dataIndexOf(item)], group.unit, words),
      },
    })),
  );
}
