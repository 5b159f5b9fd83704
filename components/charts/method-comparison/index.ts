/**
 * Which method does it best? Up to five methods are bars grouped by metric, with intervals and the tick of before; beyond
 * five, bars would be hairs, so each method is a line of dots, one for each metric.
 */
import type { EChartsOption, ScatterSeriesOption } from "echarts";
import { z } from "zod";
import { type ChartWords, defineChart } from "../chart";
import { baseOption, categoryAxis, formatMetric, fractionAxis, legend, valueAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { intervalBars } from "../shared/interval-bars";
import { Score, ScoreProtocol, ScoreUnit } from "../shared/score";
import { seriesColor, seriesSymbol, type ChartTheme } from "../theme";

const MethodScore = z.object({ metric: z.string(), before: Score.nullable(), after: Score.nullable() });

export const MethodComparisonData = z.object({
  protocol: ScoreProtocol,
  metrics: z.array(z.object({ metric: z.string(), unit: ScoreUnit })),
  methods: z.array(z.object({ id: z.string(), name: z.string(), scores: z.array(MethodScore) })),
});
export type MethodComparisonData = z.infer<typeof MethodComparisonData>;

const MOST_BARS = 5;
const AXIS_EM = 2.2;
const LEGEND_EM = 2.4;
const DOT_ROW_EM = 2;

export const methodComparison = defineChart<MethodComparisonData>({
  id: "method-comparison",
  question: (data, words) => words.methodComparison.question(words.protocols[data.protocol]),
  data: MethodComparisonData,
  unit: (data, words) =>
    groupsOf(data).some((g) => g.unit === "bits") ? words.units.fractionAndBits : words.units.fraction,
  count: (data) => (data.metrics.length === 0 ? 0 : data.methods.length),
  countLabel: (data, words) => words.methodComparison.n(data.methods.length),
  heightEm: (data) => groupsOf(data).reduce((sum, group) => sum + groupEm(data, group) + AXIS_EM, LEGEND_EM),
  spec: (data, theme, words) => {
    const groups = groupsOf(data);
    const isDots = data.methods.length > MOST_BARS;
    return {
      ...baseOption(theme),
      ...axesOf(data, groups, theme, words),
      legend: legend(
        theme,
        isDots
          ? groups.flatMap((group) => group.metrics.map(words.metric))
          : data.methods.map((method) => method.name),
      ),
      series: isDots ? dots(data, groups, theme, words) : bars(data, groups, theme, words),
    };
  },
  table: (data, words) => ({
    columns: [
      { label: words.columns.metric, kind: "text" },
      { label: words.columns.method, kind: "text" },
      { label: words.columns.before, kind: "fraction" },
      { label: words.columns.after, kind: "fraction" },
      { label: words.columns.low, kind: "fraction" },
      { label: words.columns.high, kind: "fraction" },
      { label: words.columns.count, kind: "count" },
    ],
    kindOf: (row, column) =>
      column > 1 && column < 6 && flat(data)[row].unit === "bits" ? "bits" : undefined,
    rows: flat(data).map(({ metric, method, score }) => [
      words.metric(metric),
      method.name,
      score?.before?.mean ?? null,
      score?.after?.mean ?? null,
      score?.after?.interval95[0] ?? null,
      score?.after?.interval95[1] ?? null,
      score?.after?.count ?? 0,
    ]),
  }),
  points: (data) => {
    const groups = groupsOf(data);
    const metrics = groups.flatMap((group) => group.metrics);
    return flat(data).map(({ metric, method }) => {
      const methodIndex = data.methods.indexOf(method);
      if (data.methods.length > MOST_BARS)
        return { seriesIndex: metrics.indexOf(metric), dataIndex: methodIndex };
      const groupIndex = groups.findIndex((group) => group.metrics.includes(metric));
      return {
        seriesIndex: groupIndex * data.methods.length + methodIndex,
        dataIndex: groups[groupIndex].metrics.indexOf(metric),
      };
    });
  },
});

type Method = MethodComparisonData["methods"][number];

interface Group {
  readonly unit: ScoreUnit;
  readonly metrics: readonly string[];
}

function groupsOf(data: MethodComparisonData): Group[] {
  return (["fraction", "bits"] as const)
    .map((unit) => ({ unit, metrics: data.metrics.filter((m) => m.unit === unit).map((m) => m.metric) }))
    .filter((group) => group.metrics.length > 0);
}

function scoreOf(method: Method, metric: string) {
  return method.scores.find((score) => score.metric === metric);
}

function flat(data: MethodComparisonData) {
  return groupsOf(data).flatMap(({ unit, metrics }) =>
    metrics.flatMap((metric) =>
      data.methods.map((method) => ({ unit, metric, method, score: scoreOf(method, metric) })),
    ),
  );
}

function groupEm(data: MethodComparisonData, group: Group): number {
  if (data.methods.length > MOST_BARS) return data.methods.length * DOT_ROW_EM;
  return group.metrics.length * (data.methods.length * 1.05 + 1.2);
}

function axesOf(data: MethodComparisonData, groups: readonly Group[], theme: ChartTheme, words: ChartWords) {
  const isDots = data.methods.length > MOST_BARS;
  let top = LEGEND_EM * theme.fontPx;
  return {
    grid: groups.map((group) => {
      const height = groupEm(data, group) * theme.fontPx;
      const grid = { left: theme.fontPx * 6.6, right: theme.fontPx * 2, top, height };
      top += height + AXIS_EM * theme.fontPx;
      return grid;
    }),
    xAxis: groups.map((group, gridIndex) => ({
      gridIndex,
      ...(group.unit === "fraction" ? fractionAxis(theme) : valueAxis(theme, (value) => String(value))),
    })),
    yAxis: groups.map((group, gridIndex) => ({
      gridIndex,
      ...categoryAxis(
        theme,
        isDots ? data.methods.map((method) => method.name) : group.metrics.map(words.metric),
      ),
    })),
  } satisfies EChartsOption;
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
        rows: group.metrics.map((metric) => {
          const score = scoreOf(method, metric);
          return {
            category: words.metric(metric),
            value: score?.after?.mean ?? null,
            interval: score?.after?.interval95 ?? null,
            before: score?.before?.mean ?? null,
          };
        }),
      }),
      tooltip: {
        formatter: (item: unknown) => tooltipOf(method, group.metrics[dataIndexOf(item)], group.unit, words),
      },
    })),
  );
}

function dots(
  data: MethodComparisonData,
  groups: readonly Group[],
  theme: ChartTheme,
  words: ChartWords,
): ScatterSeriesOption[] {
  let place = 0;
  return groups.flatMap((group, axisIndex) =>
    group.metrics.map((metric) => {
      const index = place++;
      return {
        type: "scatter" as const,
        name: words.metric(metric),
        color: seriesColor(theme, index),
        symbol: seriesSymbol(index),
        symbolSize: theme.fontPx * 0.85,
        xAxisIndex: axisIndex,
        yAxisIndex: axisIndex,
        data: data.methods.map((method) => [scoreOf(method, metric)?.after?.mean ?? "-", method.name]),
        tooltip: {
          formatter: (item: unknown) => tooltipOf(data.methods[dataIndexOf(item)], metric, group.unit, words),
        },
      };
    }),
  );
}

function tooltipOf(method: Method, metric: string, unit: ScoreUnit, words: ChartWords): string {
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

function dataIndexOf(item: unknown): number {
  return (item as { readonly dataIndex: number }).dataIndex;
}
