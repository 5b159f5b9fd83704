/**
 * What does the parameter do? Each metric as a line over the values that one parameter was given, with a band of its 95%
 * interval, and a line across at the value that is looked at.
 */
import type { EChartsOption, LineSeriesOption } from "echarts";
import { z } from "zod";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, dataIndexOf, fractionAxis, legend, legendEm, valueAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { intervalBand, uprightLines } from "../shared/interval-band";
import { MetricScore, scoreCells, scoreColumns, scoreLines, ScoreProtocol } from "../shared/score";
import { seriesColor, seriesDash, seriesSymbol, type ChartTheme } from "../theme";

const SweepPoint = z.object({
  /** Which run of the sweep it was. */
  id: z.string(),
  value: z.number(),
  scores: z.array(MetricScore),
});

export const ParameterSweepData = z.object({
  protocol: ScoreProtocol,
  method: z.string(),
  parameter: z.string(),
  scale: z.enum(["linear", "log"]),
  /** Metrics that are fractions, in the order of the legend. */
  metrics: z.array(z.string()),
  /** By rising value. */
  points: z.array(SweepPoint),
  /** The value that is looked at. */
  chosen: z.number().nullable(),
});
export type ParameterSweepData = z.infer<typeof ParameterSweepData>;

const PLOT_EM = 16;
const AXIS_EM = 4;
/** Of the axis, left free on both sides of the values. */
const MARGIN = 0.05;

export const parameterSweep = defineChart<ParameterSweepData>({
  id: "parameter-sweep",
  question: (data, words) =>
    words.parameterSweep.question(data.parameter, data.method, words.protocols[data.protocol]),
  data: ParameterSweepData,
  unit: (data, words) => words.parameterSweep.unit(data.parameter),
  count: (data) => (data.metrics.length === 0 ? 0 : data.points.length),
  countLabel: (data, words) => words.parameterSweep.n(data.points.length),
  heightEm: (data) => legendEm(data.metrics.length) + PLOT_EM + AXIS_EM,
  spec: (data, theme, words): EChartsOption => ({
    ...baseOption(theme),
    legend: legend(theme, data.metrics.map(words.metric)),
    grid: {
      left: theme.fontPx * 3.6,
      right: theme.fontPx * 1.4,
      top: legendEm(data.metrics.length) * theme.fontPx,
      height: PLOT_EM * theme.fontPx,
      outerBoundsMode: "none",
    },
    xAxis: valuesAxis(data, theme),
    yAxis: fractionAxis(theme),
    series: [
      ...data.metrics.map((metric, index) =>
        intervalBand({
          name: words.metric(metric),
          color: seriesColor(theme, index),
          items: data.points.flatMap((point) => {
            const interval = scoreOf(point, metric)?.after?.interval95;
            return interval ? [[point.value, ...interval] as const] : [];
          }),
        }),
      ),
      ...data.metrics.map((metric, index) => curve(data, metric, index, theme, words)),
    ],
  }),
  table: (data, words) => ({
    columns: [
      { label: data.parameter, kind: "number" },
      { label: words.columns.metric, kind: "text" },
      ...scoreColumns(words),
    ],
    rows: rowsOf(data).map(({ point, metric, score }) => [
      point.value,
      words.metric(metric),
      ...scoreCells(score),
    ]),
  }),
  // Bands come first and are not pointed at; a line's points are in the order of the values.
  points: (data) =>
    rowsOf(data).map(({ point, metric }) => ({
      seriesIndex: data.metrics.length + data.metrics.indexOf(metric),
      dataIndex: data.points.indexOf(point),
    })),
});

/** What stands behind a row of the table: which run, and which metric of it. */
export function sweptAt(data: ParameterSweepData, row: number): { id: string; metric: string } {
  const { point, metric } = rowsOf(data)[row];
  return { id: point.id, metric };
}

type Point = ParameterSweepData["points"][number];

function rowsOf(data: ParameterSweepData) {
  return data.metrics.flatMap((metric) =>
    data.points.map((point) => ({ point, metric, score: scoreOf(point, metric) })),
  );
}

function scoreOf(point: Point, metric: string) {
  return point.scores.find((score) => score.metric === metric);
}

/** The axis has its marks at the values that were run, not at round numbers between them. */
function valuesAxis(data: ParameterSweepData, theme: ChartTheme) {
  const values = data.points.map(({ value }) => value);
  const isLog = data.scale === "log";
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) =>
    isLog ? Math.log(value) : value,
  );
  // A single value stands in the middle of something.
  const margin = high > low ? (high - low) * MARGIN : Math.abs(high) || 1;
  const bounds = [low - margin, high + margin].map((value) => (isLog ? Math.exp(value) : value));
  return {
    ...valueAxis(theme, (value) => String(Number(value.toPrecision(4)))),
    type: data.scale === "log" ? ("log" as const) : ("value" as const),
    ...(values.length > 0 && { min: bounds[0], max: bounds[1] }),
    splitLine: { show: false },
    axisLine: { show: true, lineStyle: { color: theme.color("rule") } },
    axisTick: { show: true, customValues: values, lineStyle: { color: theme.color("rule") } },
    axisLabel: {
      ...axisText(theme),
      formatter: (value: number) => String(Number(value.toPrecision(4))),
      customValues: values,
      hideOverlap: true,
    },
    name: data.parameter,
    nameLocation: "middle" as const,
    nameGap: theme.fontPx * 2.1,
    nameTextStyle: { ...axisText(theme, "ink"), fontFamily: theme.monoFamily },
  };
}

function curve(
  data: ParameterSweepData,
  metric: string,
  index: number,
  theme: ChartTheme,
  words: ChartWords,
): LineSeriesOption {
  const chosen = index === 0 ? data.chosen : null;
  return {
    type: "line",
    name: words.metric(metric),
    color: seriesColor(theme, index),
    data: data.points.map((point) => [point.value, scoreOf(point, metric)?.after?.mean ?? "-"]),
    lineStyle: { width: 2, type: seriesDash(index) },
    symbol: seriesSymbol(index),
    symbolSize: theme.fontPx * 0.75,
    cursor: "pointer",
    emphasis: { focus: "none", scale: 1.5 },
    ...(chosen !== null && { markLine: uprightLines([chosen], theme) }),
    tooltip: {
      formatter: (item) => {
        const point = data.points[dataIndexOf(item)];
        const heading = `${data.parameter} ${Number(point.value.toPrecision(6))} · ${words.metric(metric)}`;
        return tooltipHtml(heading, scoreLines(scoreOf(point, metric), "fraction", words));
      },
    },
  };
}
