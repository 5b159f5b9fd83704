/** What is known of little-known things? The share that is right by powers of ten of popularity, with 95% intervals. */
import type { LineSeriesOption } from "echarts";
import { z } from "zod";
import { formatCount, formatPercent } from "@/components/ui/format";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, fractionAxis, legend, legendEm, valueAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { intervalBand, uprightLines } from "../shared/interval-band";
import { seriesColor, seriesSymbol, type ChartTheme } from "../theme";

export const PopularityData = z.object({
  series: z.array(
    z.object({
      name: z.string(),
      points: z.array(
        z.object({
          /** The lower end of the bin; above zero. */
          popularity: z.number().positive(),
          right: z.number(),
          low: z.number(),
          high: z.number(),
          questions: z.int(),
        }),
      ),
    }),
  ),
  /** Where the curves of the first two series cross; null where they do not. */
  crossover: z.number().positive().nullable(),
});
export type PopularityData = z.infer<typeof PopularityData>;
type Series = PopularityData["series"][number];

const PLOT_EM = 15;
const AXIS_EM = 3.6;

const questionsOf = ({ series: [first] }: PopularityData) =>
  (first?.points ?? []).reduce((sum, { questions }) => sum + questions, 0);

export const popularity = defineChart<PopularityData>({
  id: "popularity",
  question: (_, words) => words.popularity.question,
  data: PopularityData,
  unit: (_, words) => words.popularity.unit,
  count: questionsOf,
  countLabel: (data, words) => words.popularity.n(questionsOf(data)),
  heightEm: ({ series }) => legendEm(series.length) + PLOT_EM + AXIS_EM,
  spec: ({ series, crossover }, theme, words) => ({
    ...baseOption(theme),
    legend: legend(
      theme,
      series.map(({ name }) => name),
    ),
    grid: {
      left: theme.fontPx * 3.6,
      right: theme.fontPx * 2.4,
      top: theme.fontPx * (legendEm(series.length) + 0.8),
      bottom: theme.fontPx * AXIS_EM,
    },
    xAxis: {
      ...valueAxis(theme, (value) => formatCount(value)),
      type: "log",
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: theme.color("rule") } },
      name: words.popularity.popularity,
      nameLocation: "middle",
      nameGap: theme.fontPx * 1.9,
      nameTextStyle: axisText(theme),
    },
    yAxis: fractionAxis(theme),
    series: [
      ...series.map((one, index) => lineOf(one, index, index === 0 ? crossover : null, theme, words)),
      ...series.map(({ name, points }, index) =>
        intervalBand({
          name,
          color: seriesColor(theme, index),
          items: points.map(({ popularity: at, low, high }) => [at, low, high]),
        }),
      ),
    ],
  }),
  table: ({ series }, words) => ({
    columns: [
      { label: words.popularity.how, kind: "text" },
      { label: words.popularity.popularity, kind: "number" },
      { label: words.popularity.right, kind: "fraction" },
      { label: words.popularity.low, kind: "fraction" },
      { label: words.popularity.high, kind: "fraction" },
      { label: words.popularity.questions, kind: "count" },
    ],
    rows: series.flatMap(({ name, points }) =>
      points.map(({ popularity: at, right, low, high, questions }) => [
        name,
        at,
        right,
        low,
        high,
        questions,
      ]),
    ),
  }),
  points: ({ series }) =>
    series.flatMap(({ points }, seriesIndex) => points.map((_, dataIndex) => ({ seriesIndex, dataIndex }))),
});

function lineOf(
  { name, points }: Series,
  index: number,
  crossover: number | null,
  theme: ChartTheme,
  words: ChartWords,
): LineSeriesOption {
  return {
    type: "line",
    name,
    color: seriesColor(theme, index),
    data: points.map(({ popularity: at, right }) => [at, right]),
    lineStyle: { width: 2, type: index === 0 ? "solid" : "dashed" },
    symbol: seriesSymbol(index),
    symbolSize: theme.fontPx * 0.7,
    ...(crossover !== null && { markLine: uprightLines([crossover], theme) }),
    tooltip: {
      formatter: (item) => {
        const { dataIndex } = item as unknown as { readonly dataIndex: number };
        const { popularity: at, right, low, high, questions } = points[dataIndex];
        return tooltipHtml(`${name} · ${formatCount(at)}`, [
          [
            words.popularity.right,
            `${formatPercent(right)} (${formatPercent(low)} – ${formatPercent(high)})`,
          ],
          [words.popularity.questions, formatCount(questions)],
        ]);
      },
    },
  };
}
