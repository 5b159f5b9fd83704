/** Which goal pays for which? Each run as a line across its goals, after its last checkpoint: crossing lines are a trade. */
import type { EChartsOption, LineSeriesOption } from "echarts";
import { z } from "zod";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, dataIndexOf, fractionAxis, legend, legendEm } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { Score, scoreLines, ScoreProtocol } from "../shared/score";
import { seriesColor, seriesDash, seriesSymbol, type ChartTheme } from "../theme";

export const ParallelGoalsData = z.object({
  protocol: ScoreProtocol,
  /** Metrics that are fractions. */
  goals: z.array(z.string()),
  /** Names differ. Scores stand in the order of the goals; null where one was not measured. */
  runs: z.array(z.object({ name: z.string(), scores: z.array(Score.nullable()) })),
});
export type ParallelGoalsData = z.infer<typeof ParallelGoalsData>;

const PLOT_EM = 18;
const AXIS_EM = 2.4;

export const parallelGoals = defineChart<ParallelGoalsData>({
  id: "parallel-goals",
  question: ({ protocol }, words) => words.parallelGoals.question(words.protocols[protocol]),
  data: ParallelGoalsData,
  unit: (_, words) => words.units.fraction,
  count: ({ runs, goals }) => (goals.length === 0 ? 0 : runs.length),
  countLabel: ({ runs }, words) => words.threeGoals.n(runs.length),
  heightEm: (data) => legendEm(data.runs.length) + PLOT_EM + AXIS_EM,
  spec: (data, theme, words): EChartsOption => ({
    ...baseOption(theme),
    legend: legend(
      theme,
      data.runs.map(({ name }) => name),
    ),
    grid: {
      left: theme.fontPx * 3.6,
      right: theme.fontPx * 2.4,
      top: legendEm(data.runs.length) * theme.fontPx,
      height: PLOT_EM * theme.fontPx,
      outerBoundsMode: "none",
    },
    xAxis: {
      type: "category",
      data: data.goals.map(words.metric),
      boundaryGap: false,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...axisText(theme, "ink"), interval: 0, hideOverlap: true },
      splitLine: { show: true, lineStyle: { color: theme.color("muted"), width: 1 } },
    },
    yAxis: fractionAxis(theme),
    series: data.runs.map((_, index) => across(data, index, theme, words)),
  }),
  table: (data, words) => ({
    columns: [
      { label: words.overEdits.run, kind: "text" },
      { label: words.columns.metric, kind: "text" },
      { label: words.columns.value, kind: "fraction" },
      { label: words.columns.low, kind: "fraction" },
      { label: words.columns.high, kind: "fraction" },
      { label: words.columns.count, kind: "count" },
    ],
    rows: data.runs.flatMap(({ name, scores }) =>
      data.goals.map((goal, axis) => {
        const score = scores[axis];
        return [
          name,
          words.metric(goal),
          score?.mean ?? null,
          score?.interval95[0] ?? null,
          score?.interval95[1] ?? null,
          score?.count ?? 0,
        ];
      }),
    ),
  }),
  points: (data) =>
    data.runs.flatMap((_, seriesIndex) => data.goals.map((_goal, dataIndex) => ({ seriesIndex, dataIndex }))),
});

function across(
  { runs, goals }: ParallelGoalsData,
  index: number,
  theme: ChartTheme,
  words: ChartWords,
): LineSeriesOption {
  const { name, scores } = runs[index];
  return {
    type: "line",
    name,
    color: seriesColor(theme, index),
    data: goals.map((goal, axis) => [words.metric(goal), scores[axis]?.mean ?? "-"]),
    lineStyle: { width: 2, type: seriesDash(index) },
    symbol: seriesSymbol(index),
    symbolSize: theme.fontPx * 0.7,
    emphasis: { focus: "series" },
    tooltip: {
      formatter: (item) => {
        const axis = dataIndexOf(item);
        return tooltipHtml(
          `${name} · ${words.metric(goals[axis])}`,
          scoreLines({ before: null, after: scores[axis] ?? null }, "fraction", words).slice(1),
        );
      },
    },
  };
}
