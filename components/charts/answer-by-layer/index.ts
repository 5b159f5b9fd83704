/** When does the answer appear? The probability of followed answers at the last token, read after each layer. */
import type { EChartsOption, LineSeriesOption } from "echarts";
import { z } from "zod";
import { formatPercent } from "@/components/ui/format";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, dataIndexOf, fractionAxis, legend, legendEm, valueAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { seriesColor, seriesDash, seriesSymbol, type ChartTheme } from "../theme";

const Line = z.object({
  answer: z.string(),
  /** The version by name, where there are two. */
  version: z.string().optional(),
  /** By state, of which the first is the embedding; ranks count from zero. */
  states: z.array(z.object({ probability: z.number(), rank: z.int() })),
});

const AnswerByLayerData = z.object({ lines: z.array(Line) });
export type AnswerByLayerData = z.infer<typeof AnswerByLayerData>;
type Line = z.infer<typeof Line>;

const PLOT_EM = 13;
const AXIS_EM = 4;

const countOf = ({ lines }: AnswerByLayerData) => lines.reduce((sum, { states }) => sum + states.length, 0);
/** With their version, names stand one to a line where it is narrowest. */
const legendOf = (lines: readonly Line[]) =>
  legendEm(lines.length * (lines.some(({ version }) => version) ? 2 : 1));
const nameOf = ({ answer, version }: Line) => (version ? `${answer} · ${version}` : answer);
const stateName = (state: number, words: ChartWords) =>
  state === 0 ? words.answerByLayer.embedding : String(state - 1);

export const answerByLayer = defineChart<AnswerByLayerData>({
  id: "answer-by-layer",
  question: (_, words) => words.answerByLayer.question,
  data: AnswerByLayerData,
  unit: (_, words) => words.units.probability,
  count: countOf,
  countLabel: (data, words) => words.answerByLayer.n(countOf(data)),
  heightEm: ({ lines }) => legendOf(lines) + PLOT_EM + AXIS_EM,
  spec: ({ lines }, theme, words): EChartsOption => ({
    ...baseOption(theme),
    legend: legend(theme, lines.map(nameOf)),
    grid: {
      left: theme.fontPx * 3.8,
      right: theme.fontPx * 1.4,
      top: legendOf(lines) * theme.fontPx,
      height: PLOT_EM * theme.fontPx,
      outerBoundsMode: "none",
    },
    xAxis: stateAxis(lines, theme, words),
    yAxis: fractionAxis(theme),
    series: lines.map((line, index) => curve(line, index, theme, words)),
  }),
  table: ({ lines }, words) => ({
    columns: [
      { label: words.answerByLayer.answer, kind: "text" },
      { label: words.columns.layer, kind: "text" },
      { label: words.answerByLayer.state, kind: "count" },
      { label: words.answerByLayer.probability, kind: "fraction" },
      { label: words.answerByLayer.rank, kind: "count" },
    ],
    rows: lines.flatMap((line) =>
      line.states.map(({ probability, rank }, state) => [
        nameOf(line),
        stateName(state, words),
        state,
        probability,
        rank + 1,
      ]),
    ),
  }),
  points: ({ lines }) =>
    lines.flatMap(({ states }, seriesIndex) => states.map((_, dataIndex) => ({ seriesIndex, dataIndex }))),
});

function stateAxis(lines: readonly Line[], theme: ChartTheme, words: ChartWords) {
  return {
    ...valueAxis(theme, (state) => stateName(state, words)),
    splitLine: { show: false },
    axisLine: { show: true, lineStyle: { color: theme.color("rule") } },
    minInterval: 1,
    min: 0,
    max: Math.max(1, ...lines.map(({ states }) => states.length - 1)),
    name: words.columns.layer,
    nameLocation: "middle" as const,
    nameGap: theme.fontPx * 1.9,
    nameTextStyle: axisText(theme),
  };
}

function curve(line: Line, index: number, theme: ChartTheme, words: ChartWords): LineSeriesOption {
  return {
    type: "line",
    name: nameOf(line),
    color: seriesColor(theme, index),
    data: line.states.map(({ probability }, state) => [state, probability]),
    lineStyle: { width: 2, type: seriesDash(index) },
    symbol: seriesSymbol(index),
    symbolSize: theme.fontPx * 0.6,
    tooltip: {
      formatter: (item) => {
        const state = dataIndexOf(item);
        const { probability, rank } = line.states[state];
        return tooltipHtml(`${nameOf(line)} · ${stateName(state, words)}`, [
          [words.answerByLayer.probability, formatPercent(probability)],
          [words.answerByLayer.rank, String(rank + 1)],
        ]);
      },
    },
  };
}
