/**
 * What should not have changed? Each probe as a point: the probability of its expected answer before and after the edit. An
 * edit moves the points of its own prompts upward; points of neighbours that leave the diagonal are side effects.
 */
import type { EChartsOption, LineSeriesOption } from "echarts";
import { z } from "zod";
import { formatPercent } from "@/components/ui/format";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, fractionAxis, legend, legendEm } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { seriesColor, seriesSymbol, type ChartTheme } from "../theme";

const ProbabilityShiftData = z.object({
  /** Names of groups differ. Probabilities are those of the expected answer, in [0, 1]. */
  groups: z.array(
    z.object({
      name: z.string(),
      probes: z.array(z.object({ prompt: z.string(), before: z.number(), after: z.number() })),
    }),
  ),
});
export type ProbabilityShiftData = z.infer<typeof ProbabilityShiftData>;
type Group = ProbabilityShiftData["groups"][number];

const PLOT_EM = 20;
const AXIS_EM = 4;

export const probabilityShift = defineChart<ProbabilityShiftData>({
  id: "probability-shift",
  question: (_, words) => words.probabilityShift.question,
  data: ProbabilityShiftData,
  unit: (_, words) => words.units.probability,
  count: countOf,
  countLabel: (data, words) => words.probabilityShift.n(countOf(data)),
  heightEm: ({ groups }) => topEm(groups.length) + PLOT_EM + AXIS_EM,
  spec: ({ groups }, theme, words): EChartsOption => ({
    ...baseOption(theme),
    legend: legend(
      theme,
      groups.filter(({ probes }) => probes.length > 0).map(({ name }) => name),
    ),
    grid: {
      left: theme.fontPx * 3.6,
      right: theme.fontPx * 1.6,
      top: topEm(groups.length) * theme.fontPx,
      height: PLOT_EM * theme.fontPx,
      outerBoundsMode: "none",
    },
    xAxis: {
      ...fractionAxis(theme),
      name: words.columns.before,
      nameLocation: "middle",
      nameGap: theme.fontPx * 2,
      nameTextStyle: axisText(theme, "ink"),
    },
    yAxis: {
      ...fractionAxis(theme),
      name: words.columns.after,
      nameGap: theme.fontPx * 0.8,
      nameTextStyle: { ...axisText(theme, "ink"), align: "left" },
    },
    series: groups.map((group, index) => points(group, index, theme, words)),
  }),
  table: ({ groups }, words) => ({
    columns: [
      { label: words.probabilityShift.group, kind: "text" },
      { label: words.probabilityShift.prompt, kind: "text" },
      { label: words.columns.before, kind: "fraction" },
      { label: words.columns.after, kind: "fraction" },
    ],
    rows: groups.flatMap(({ name, probes }) =>
      probes.map(({ prompt, before, after }) => [name, prompt, before, after]),
    ),
  }),
  points: ({ groups }) =>
    groups.flatMap(({ probes }, seriesIndex) => probes.map((_, dataIndex) => ({ seriesIndex, dataIndex }))),
});

function countOf({ groups }: ProbabilityShiftData): number {
  return groups.reduce((sum, { probes }) => sum + probes.length, 0);
}

/** The legend, and the name of the upright axis below it. */
function topEm(groups: number): number {
  return legendEm(groups) + 1.6;
}

/** A line without a stroke: points alone. The first group draws the diagonal, on which nothing has changed. */
function points(
  { name, probes }: Group,
  index: number,
  theme: ChartTheme,
  words: ChartWords,
): LineSeriesOption {
  return {
    type: "line",
    name,
    color: seriesColor(theme, index),
    data: probes.map(({ before, after }) => [before, after]),
    lineStyle: { width: 0 },
    symbol: seriesSymbol(index),
    symbolSize: theme.fontPx * 0.7,
    showAllSymbol: true,
    itemStyle: { opacity: 0.75 },
    ...(index === 0 && {
      markLine: {
        silent: true,
        symbol: "none",
        animation: false,
        lineStyle: { color: theme.color("muted"), type: "dashed", width: 1 },
        label: { show: false },
        data: [[{ coord: [0, 0] }, { coord: [1, 1] }]],
      },
    }),
    tooltip: {
      formatter: (item) => {
        const { prompt, before, after } = probes[item.dataIndex];
        return tooltipHtml(`${name} · ${prompt}`, [
          [words.columns.before, formatPercent(before)],
          [words.columns.after, formatPercent(after)],
        ]);
      },
    },
  };
}
