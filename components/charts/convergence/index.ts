/** Has the statistic converged? Its estimated relative error against the number of samples it was taken over. */
import type { LineSeriesOption } from "echarts";
import { z } from "zod";
import { formatCount, formatPercent } from "@/components/ui/format";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, valueAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import type { ChartTheme } from "../theme";

const ConvergenceData = z.object({
  quality: z.array(z.object({ samples: z.int(), relativeError: z.number() })),
});
export type ConvergenceData = z.infer<typeof ConvergenceData>;

export const convergence = defineChart<ConvergenceData>({
  id: "convergence",
  question: (_, words) => words.convergence.question,
  data: ConvergenceData,
  unit: (_, words) => words.convergence.unit,
  count: (data) => data.quality.length,
  countLabel: (data, words) => words.convergence.n(data.quality.length),
  heightEm: () => 14,
  spec: (data, theme, words) => ({
    ...baseOption(theme),
    grid: {
      left: theme.fontPx * 4,
      right: theme.fontPx * 2.4,
      top: theme.fontPx * 1.2,
      bottom: theme.fontPx * 3.4,
    },
    xAxis: {
      ...valueAxis(theme, (value) => formatCount(value)),
      splitLine: { show: false },
      min: 0,
      splitNumber: 4,
      name: words.convergence.samples,
      nameLocation: "middle",
      nameGap: theme.fontPx * 1.9,
      nameTextStyle: axisText(theme),
    },
    yAxis: { ...valueAxis(theme, formatPercent), min: 0, splitNumber: 4 },
    series: [lineOf(data, theme, words)],
  }),
  table: (data, words) => ({
    columns: [
      { label: words.convergence.samples, kind: "count" },
      { label: words.convergence.error, kind: "fraction" },
    ],
    rows: data.quality.map(({ samples, relativeError }) => [samples, relativeError]),
  }),
  points: (data) => data.quality.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex })),
});

function lineOf(data: ConvergenceData, theme: ChartTheme, words: ChartWords): LineSeriesOption {
  return {
    type: "line",
    name: words.convergence.error,
    data: data.quality.map(({ samples, relativeError }) => [samples, relativeError]),
    color: theme.color("accent"),
    lineStyle: { width: 2 },
    symbol: "circle",
    symbolSize: 7,
    tooltip: {
      formatter: (item) => {
        const [samples, error] = (item as unknown as { readonly value: [number, number] }).value;
        return tooltipHtml(words.convergence.error, [
          [words.convergence.samples, formatCount(samples)],
          [words.columns.value, formatPercent(error)],
        ]);
      },
    },
  };
}
