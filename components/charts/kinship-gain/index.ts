/**
 * Does kinship tell the gain? Each merge as a point: how alike its parents were, and how far the child is from their mean. The
 * line is the regression by least squares.
 */
import type { EChartsOption } from "echarts";
import { z } from "zod";
import { formatPoints } from "@/components/ui/format";
import { defineChart } from "../chart";
import { axisText, baseOption, dataIndexOf, valueAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";

export const KinshipGainData = z.object({
  /** Name of the metric of kinship. */
  metric: z.string(),
  /** Gains without their sign. */
  absolute: z.boolean(),
  merges: z.array(
    z.object({ name: z.string(), kinship: z.number(), gain: z.number(), error: z.number().nullable() }),
  ),
  /** gain = intercept + slope · kinship; null where there are too few merges for a line. */
  line: z.object({ slope: z.number(), intercept: z.number() }).nullable(),
});
export type KinshipGainData = z.infer<typeof KinshipGainData>;

const PLOT_EM = 15;
const TOP_EM = 1.8;
const AXIS_EM = 3.6;

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

export const kinshipGain = defineChart<KinshipGainData>({
  id: "kinship-gain",
  question: ({ absolute }, words) => words.kinshipGain.questions[absolute ? "absolute" : "signed"],
  data: KinshipGainData,
  unit: (_, words) => words.kinshipGain.unit,
  count: ({ merges }) => merges.length,
  countLabel: ({ merges }, words) => words.kinshipGain.n(merges.length),
  heightEm: () => TOP_EM + PLOT_EM + AXIS_EM,
  spec: (data, theme, words): EChartsOption => {
    const { merges, line, metric } = data;
    const kinships = merges.map(({ kinship }) => kinship);
    const ends = [Math.min(...kinships), Math.max(...kinships)];
    return {
      ...baseOption(theme),
      grid: {
        left: theme.fontPx * 4,
        right: theme.fontPx * 1.6,
        top: TOP_EM * theme.fontPx,
        height: PLOT_EM * theme.fontPx,
        outerBoundsMode: "none",
      },
      xAxis: {
        ...valueAxis(theme, rounded),
        scale: true,
        splitLine: { show: false },
        name: metric,
        nameLocation: "middle",
        nameGap: theme.fontPx * 2,
        nameTextStyle: axisText(theme, "ink"),
      },
      yAxis: {
        ...valueAxis(theme, (value) => String(Math.round(value * 100))),
        name: words.kinshipGain.gain,
        nameGap: theme.fontPx * 0.8,
        nameTextStyle: { ...axisText(theme, "ink"), align: "left" },
      },
      series: [
        {
          type: "line",
          color: theme.color("accent"),
          data: merges.map(({ kinship, gain }) => [kinship, gain]),
          lineStyle: { width: 0 },
          symbol: "circle",
          symbolSize: theme.fontPx * 0.7,
          showAllSymbol: true,
          itemStyle: { opacity: 0.8 },
          ...(line && {
            markLine: {
              silent: true,
              symbol: "none",
              animation: false,
              lineStyle: { color: theme.color("muted"), type: "dashed", width: 1.5 },
              label: { show: false },
              data: [[{ coord: at(line, ends[0]) }, { coord: at(line, ends[1]) }]],
            },
          }),
          tooltip: {
            formatter: (item) => {
              const { name, kinship, gain, error } = merges[dataIndexOf(item)];
              return tooltipHtml(name, [
                [metric, rounded(kinship)],
                [
                  words.kinshipGain.gain,
                  error === null ? formatPoints(gain) : `${formatPoints(gain)} ± ${(error * 100).toFixed(1)}`,
                ],
              ]);
            },
          },
        },
      ],
    };
  },
  table: ({ merges, metric }, words) => ({
    columns: [
      { label: words.kinshipGain.merge, kind: "text" },
      { label: metric, kind: "number" },
      { label: words.kinshipGain.gain, kind: "fraction" },
      { label: words.kinshipGain.error, kind: "fraction" },
    ],
    rows: merges.map(({ name, kinship, gain, error }) => [name, kinship, gain, error]),
  }),
  points: ({ merges }) => merges.map((_, dataIndex) => ({ seriesIndex: 0, dataIndex })),
});

function at({ slope, intercept }: NonNullable<KinshipGainData["line"]>, kinship: number): [number, number] {
  return [kinship, intercept + slope * kinship];
}
