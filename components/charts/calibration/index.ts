/** Does it know how sure it can be? Of each bin of confidence, the share that is right; on the diagonal the two agree. */
import type { LineSeriesOption } from "echarts";
import { z } from "zod";
import { formatCount, formatPercent } from "@/components/ui/format";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, fractionAxis, legend, legendEm } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { seriesColor, seriesSymbol, type ChartTheme } from "../theme";

export const CalibrationData = z.object({
  /** One for each version; names differ. Bins without answers are left out. */
  series: z.array(
    z.object({
      name: z.string(),
      bins: z.array(z.object({ confidence: z.number(), accuracy: z.number(), count: z.int() })),
    }),
  ),
});
export type CalibrationData = z.infer<typeof CalibrationData>;
type Series = CalibrationData["series"][number];

const PLOT_EM = 17;
const AXIS_EM = 3.6;

const answersOf = ({ series }: CalibrationData) =>
  series.reduce((sum, { bins }) => sum + bins.reduce((own, { count }) => own + count, 0), 0);

export const calibration = defineChart<CalibrationData>({
  id: "calibration",
  question: (_, words) => words.calibration.question,
  data: CalibrationData,
  unit: (_, words) => words.calibration.unit,
  count: answersOf,
  countLabel: (data, words) => words.calibration.n(answersOf(data)),
  heightEm: ({ series }) => legendEm(series.length) + PLOT_EM + AXIS_EM,
  spec: ({ series }, theme, words) => ({
    ...baseOption(theme),
    legend: legend(
      theme,
      series.map(({ name }) => name),
    ),
    grid: {
      left: theme.fontPx * 3.6,
      right: theme.fontPx * 2.4,
      top: theme.fontPx * (legendEm(series.length) + 2), // room for the number above a point at the top
      bottom: theme.fontPx * AXIS_EM,
    },
    xAxis: {
      ...fractionAxis(theme),
      splitLine: { show: false },
      name: words.calibration.confidence,
      nameLocation: "middle",
      nameGap: theme.fontPx * 1.9,
      nameTextStyle: axisText(theme),
    },
    yAxis: fractionAxis(theme),
    series: series.map((one, index) => lineOf(one, index, theme, words)),
  }),
  table: ({ series }, words) => ({
    columns: [
      { label: words.calibration.version, kind: "text" },
      { label: words.calibration.confidence, kind: "fraction" },
      { label: words.calibration.right, kind: "fraction" },
      { label: words.calibration.answers, kind: "count" },
    ],
    rows: series.flatMap(({ name, bins }) =>
      bins.map(({ confidence, accuracy, count }) => [name, confidence, accuracy, count]),
    ),
  }),
  points: ({ series }) =>
    series.flatMap(({ bins }, seriesIndex) => bins.map((_, dataIndex) => ({ seriesIndex, dataIndex }))),
});

function lineOf(
  { name, bins }: Series,
  index: number,
  theme: ChartTheme,
  words: ChartWords,
): LineSeriesOption {
  return {
    type: "line",
    name,
    color: seriesColor(theme, index),
    data: bins.map(({ confidence, accuracy }) => [confidence, accuracy]),
    lineStyle: { width: 1.5, type: index === 0 ? "solid" : "dashed" },
    symbol: seriesSymbol(index),
    symbolSize: theme.fontPx * 0.7,
    label: {
      show: true,
      position: index % 2 === 0 ? "top" : "bottom",
      formatter: (item) => formatCount(bins[item.dataIndex].count),
      ...axisText(theme),
    },
    // The diagonal, which belongs to no version.
    ...(index === 0 && {
      markLine: {
        silent: true,
        symbol: "none",
        animation: false,
        label: { show: false },
        lineStyle: { color: theme.color("muted"), type: "dotted", width: 1 },
        data: [[{ coord: [0, 0] }, { coord: [1, 1] }]],
      },
    }),
    tooltip: {
      formatter: (item) => {
        const { dataIndex } = item as unknown as { readonly dataIndex: number };
        const { confidence, accuracy, count } = bins[dataIndex];
        return tooltipHtml(name, [
          [words.calibration.confidence, formatPercent(confidence)],
          [words.calibration.right, formatPercent(accuracy)],
          [words.calibration.answers, formatCount(count)],
        ]);
      },
    },
  };
}
