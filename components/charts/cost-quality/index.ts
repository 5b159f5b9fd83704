/** What does quality cost? Each run as a point: time or size on a logarithmic axis, and the balance of the three goals. */
import type { EChartsOption, LineSeriesOption } from "echarts";
import { z } from "zod";
import { formatBytes, formatPercent } from "@/components/ui/format";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, fractionAxis, valueAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { ScoreProtocol } from "../shared/score";
import { seriesColor, seriesSymbol, type ChartTheme } from "../theme";

export const CostQualityData = z.object({
  protocol: ScoreProtocol,
  cost: z.enum(["seconds", "bytes"]),
  /** Names differ. Costs are above zero. */
  runs: z.array(
    z.object({ name: z.string(), edits: z.int(), cost: z.number().positive(), quality: z.number() }),
  ),
});
export type CostQualityData = z.infer<typeof CostQualityData>;
type Run = CostQualityData["runs"][number];

const PLOT_EM = 18;
const AXIS_EM = 4.6;

export const costQuality = defineChart<CostQualityData>({
  id: "cost-quality",
  question: ({ cost, protocol }, words) => words.costQuality.questions[cost](words.protocols[protocol]),
  data: CostQualityData,
  unit: ({ cost }, words) => words.costQuality.units[cost],
  count: ({ runs }) => runs.length,
  countLabel: ({ runs }, words) => words.threeGoals.n(runs.length),
  heightEm: () => PLOT_EM + AXIS_EM,
  spec: (data, theme, words): EChartsOption => ({
    ...baseOption(theme),
    grid: {
      left: theme.fontPx * 3.6,
      right: theme.fontPx * 2,
      top: theme.fontPx * 1.6,
      height: (PLOT_EM - 1.6) * theme.fontPx,
      outerBoundsMode: "none",
    },
    xAxis: costAxis(data, theme, words),
    yAxis: {
      ...fractionAxis(theme),
      name: words.costQuality.balance,
      nameLocation: "end",
      nameGap: theme.fontPx * 0.5,
      nameTextStyle: { ...axisText(theme, "ink"), align: "left" },
    },
    series: data.runs.map((run, index) => spot(run, index, data, theme, words)),
  }),
  table: (data, words) => ({
    columns: [
      { label: words.overEdits.run, kind: "text" },
      { label: words.overEdits.edits, kind: "count" },
      { label: words.metric(data.cost), kind: data.cost === "bytes" ? "count" : "number" },
      { label: words.costQuality.balance, kind: "fraction" },
    ],
    rows: data.runs.map(({ name, edits, cost, quality }) => [name, edits, cost, quality]),
  }),
  points: ({ runs }) => runs.map((_, seriesIndex) => ({ seriesIndex, dataIndex: 0 })),
});

function written(cost: number, kind: CostQualityData["cost"], words: ChartWords): string {
  return kind === "bytes" ? formatBytes(cost) : words.duration(cost * 1000);
}

/** A factor of room on both sides, so that a name beside a point is not cut off. */
function costAxis({ runs, cost }: CostQualityData, theme: ChartTheme, words: ChartWords) {
  const costs = runs.map((run) => run.cost);
  const [low, high] = [Math.min(...costs), Math.max(...costs)];
  const axis = valueAxis(theme, (value) => written(value, cost, words));
  const customValues = runs.length > 0 ? roundBetween(low / 2, high * 4) : [];
  return {
    ...axis,
    type: "log" as const,
    ...(runs.length > 0 && { min: low / 2, max: high * 4 }),
    axisLine: { show: true, lineStyle: { color: theme.color("rule") } },
    axisLabel: { ...axis.axisLabel, customValues, hideOverlap: true },
    name: words.metric(cost),
    nameLocation: "middle" as const,
    nameGap: theme.fontPx * 2.2,
    nameTextStyle: axisText(theme, "ink"),
  };
}

/** 1, 2 and 5 of every power of ten in a range. */
function roundBetween(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const powers = Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
  return powers
    .flatMap((power) => [power, 2 * power, 5 * power])
    .filter((value) => value >= low && value <= high);
}

function spot(
  { name, edits, cost, quality }: Run,
  index: number,
  data: CostQualityData,
  theme: ChartTheme,
  words: ChartWords,
): LineSeriesOption {
  return {
    type: "line",
    name,
    color: seriesColor(theme, index),
    data: [[cost, quality]],
    symbol: seriesSymbol(index),
    symbolSize: theme.fontPx * 0.9,
    cursor: "pointer",
    label: {
      show: true,
      // Of two runs that stand close the better one has its name above, the other below.
      position: data.runs.filter((run) => run.quality > quality).length % 2 === 0 ? "top" : "bottom",
      formatter: () => name,
      ...axisText(theme, "ink"),
    },
    tooltip: {
      formatter: () =>
        tooltipHtml(`${name} · ${words.overEdits.after(edits)}`, [
          [words.metric(data.cost), written(cost, data.cost, words)],
          [words.costQuality.balance, formatPercent(quality)],
        ]),
    },
  };
}
