/** How far does each strategy come? The best score so far by generation, with a band of two standard errors. */
import type { EChartsOption, LineSeriesOption } from "echarts";
import { z } from "zod";
import { formatPercent } from "@/components/ui/format";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, dataIndexOf, legend, legendEm, valueAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { intervalBand } from "../shared/interval-band";
import { seriesColor, seriesDash, seriesSymbol, type ChartTheme } from "../theme";

export const GenerationsData = z.object({
  /** Names differ. */
  strategies: z.array(
    z.object({
      name: z.string(),
      rows: z.array(
        z.object({
          generation: z.int(),
          best: z.number(),
          error: z.number(),
          /** Mean kinship among the chosen models; null where there are fewer than two. */
          kinship: z.number().nullable(),
        }),
      ),
    }),
  ),
});
export type GenerationsData = z.infer<typeof GenerationsData>;
type Strategy = GenerationsData["strategies"][number];

const PLOT_EM = 13;
const AXIS_EM = 3.6;

export const generations = defineChart<GenerationsData>({
  id: "generations",
  question: (_, words) => words.generations.question,
  data: GenerationsData,
  unit: (_, words) => words.generations.unit,
  count: countOf,
  countLabel: (data, words) => words.generations.n(countOf(data)),
  heightEm: (data) => topEm(data) + PLOT_EM + AXIS_EM,
  spec: (data, theme, words): EChartsOption => ({
    ...baseOption(theme),
    legend: legend(
      theme,
      data.strategies.map(({ name }) => name),
    ),
    grid: {
      left: theme.fontPx * 3.6,
      right: theme.fontPx * 1.6,
      top: topEm(data) * theme.fontPx,
      height: PLOT_EM * theme.fontPx,
      outerBoundsMode: "none",
    },
    xAxis: {
      ...valueAxis(theme, String),
      minInterval: 1,
      splitLine: { show: false },
      name: words.generations.generation,
      nameLocation: "middle",
      nameGap: theme.fontPx * 2,
      nameTextStyle: axisText(theme, "ink"),
    },
    yAxis: { ...valueAxis(theme, (value) => `${Math.round(value * 100)}%`), scale: true },
    series: [
      ...data.strategies.map(({ name, rows }, index) =>
        intervalBand({
          name,
          color: seriesColor(theme, index),
          items: rows.map(({ generation, best, error }) => [generation, best - 2 * error, best + 2 * error]),
        }),
      ),
      ...data.strategies.map((strategy, index) => curve(strategy, index, theme, words)),
    ],
  }),
  table: ({ strategies }, words) => ({
    columns: [
      { label: words.generations.strategy, kind: "text" },
      { label: words.generations.generation, kind: "count" },
      { label: words.generations.best, kind: "fraction" },
      { label: words.columns.low, kind: "fraction" },
      { label: words.columns.high, kind: "fraction" },
      { label: words.generations.kinship, kind: "number" },
    ],
    rows: strategies.flatMap(({ name, rows }) =>
      rows.map(({ generation, best, error, kinship }) => [
        name,
        generation,
        best,
        best - 2 * error,
        best + 2 * error,
        kinship,
      ]),
    ),
  }),
  // Bands come first and are not pointed at.
  points: ({ strategies }) =>
    strategies.flatMap(({ rows }, index) =>
      rows.map((_, dataIndex) => ({ seriesIndex: strategies.length + index, dataIndex })),
    ),
});

function countOf({ strategies }: GenerationsData): number {
  return strategies.reduce((sum, { rows }) => sum + rows.length, 0);
}

function topEm({ strategies }: GenerationsData): number {
  return legendEm(strategies.length) + 0.8;
}

function curve(
  { name, rows }: Strategy,
  index: number,
  theme: ChartTheme,
  words: ChartWords,
): LineSeriesOption {
  return {
    type: "line",
    name,
    color: seriesColor(theme, index),
    data: rows.map(({ generation, best }) => [generation, best]),
    lineStyle: { width: 2, type: seriesDash(index) },
    symbol: seriesSymbol(index),
    symbolSize: theme.fontPx * 0.6,
    showAllSymbol: true,
    tooltip: {
      formatter: (item) => {
        const { generation, best, error, kinship } = rows[dataIndexOf(item)];
        return tooltipHtml(`${name} · ${words.generations.generation} ${generation}`, [
          [words.generations.best, `${formatPercent(best)} ± ${(error * 100).toFixed(1)}`],
          [words.generations.kinship, kinship === null ? words.frame.none : kinship.toFixed(3)],
        ]);
      },
    },
  };
}
