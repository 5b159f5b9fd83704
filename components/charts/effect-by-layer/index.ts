/**
 * Where are facts decided? What restoring one part of a layer brings back of a forgotten answer, by layer, with a band of its
 * 95% interval. Upright lines stand at the layers that were chosen.
 */
import type { EChartsOption, LineSeriesOption } from "echarts";
import { z } from "zod";
import { formatPercent } from "@/components/ui/format";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, dataIndexOf, legend, legendEm, valueAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { intervalBand, uprightLines } from "../shared/interval-band";
import { seriesColor, seriesDash, seriesSymbol, type ChartTheme } from "../theme";

const Effect = z.object({
  kind: z.enum(["mlp", "attention", "state"]),
  /** Mean over facts of a difference of probabilities, by layer. */
  layers: z.array(z.object({ mean: z.number(), interval95: z.tuple([z.number(), z.number()]) })),
});
type Effect = z.infer<typeof Effect>;

const EffectByLayerData = z.object({
  /** How many facts were traced. */
  facts: z.int(),
  effects: z.array(Effect),
  chosen: z.array(z.int()),
});
export type EffectByLayerData = z.infer<typeof EffectByLayerData>;

const PLOT_EM = 14;
const AXIS_EM = 4;

export const effectByLayer = defineChart<EffectByLayerData>({
  id: "effect-by-layer",
  question: (_, words) => words.effectByLayer.question,
  data: EffectByLayerData,
  unit: (_, words) => words.effectByLayer.unit,
  count: (data) => data.facts,
  countLabel: (data, words) => words.effectByLayer.n(data.facts),
  heightEm: (data) => legendEm(data.effects.length) + PLOT_EM + AXIS_EM,
  spec: (data, theme, words): EChartsOption => ({
    ...baseOption(theme),
    legend: legend(
      theme,
      data.effects.map(({ kind }) => words.effectByLayer.kinds[kind]),
    ),
    grid: {
      left: theme.fontPx * 3.8,
      right: theme.fontPx * 1.4,
      top: legendEm(data.effects.length) * theme.fontPx,
      height: PLOT_EM * theme.fontPx,
      outerBoundsMode: "none",
    },
    xAxis: layerAxis(data, theme, words),
    yAxis: effectAxis(data, theme),
    series: [
      ...data.effects.map((effect, index) =>
        intervalBand({
          name: words.effectByLayer.kinds[effect.kind],
          color: seriesColor(theme, index),
          items: effect.layers.map(({ interval95 }, layer) => [layer, ...interval95]),
        }),
      ),
      ...data.effects.map((effect, index) => curve(effect, index, data, theme, words)),
    ],
  }),
  table: (data, words) => ({
    columns: [
      { label: words.effectByLayer.part, kind: "text" },
      { label: words.columns.layer, kind: "count" },
      { label: words.effectByLayer.effect, kind: "fraction" },
      { label: words.columns.low, kind: "fraction" },
      { label: words.columns.high, kind: "fraction" },
    ],
    rows: data.effects.flatMap(({ kind, layers }) =>
      layers.map(({ mean, interval95: [low, high] }, layer) => [
        words.effectByLayer.kinds[kind],
        layer,
        mean,
        low,
        high,
      ]),
    ),
  }),
  // Bands come first and are not pointed at.
  points: (data) =>
    data.effects.flatMap(({ layers }, index) =>
      layers.map((_, dataIndex) => ({ seriesIndex: data.effects.length + index, dataIndex })),
    ),
});

/** A difference of probabilities is at most 1; intervals of few facts may reach beyond, where there is nothing to show. */
function effectAxis(data: EffectByLayerData, theme: ChartTheme) {
  const highs = data.effects.flatMap(({ layers }) => layers.map(({ interval95: [, high] }) => high));
  return {
    ...valueAxis(theme, (value) => `${Math.round(100 * value)}%`),
    ...(Math.max(...highs) > 1 ? { max: 1, interval: 0.5 } : { splitNumber: 4 }),
  };
}

function layerAxis(data: EffectByLayerData, theme: ChartTheme, words: ChartWords) {
  const last = Math.max(1, ...data.effects.map(({ layers }) => layers.length - 1));
  return {
    ...valueAxis(theme, (value) => String(value)),
    splitLine: { show: false },
    axisLine: { show: true, lineStyle: { color: theme.color("rule") }, onZero: false },
    minInterval: 1,
    min: 0,
    max: last,
    name: words.columns.layer,
    nameLocation: "middle" as const,
    nameGap: theme.fontPx * 1.9,
    nameTextStyle: axisText(theme),
  };
}

function curve(
  { kind, layers }: Effect,
  index: number,
  data: EffectByLayerData,
  theme: ChartTheme,
  words: ChartWords,
): LineSeriesOption {
  const name = words.effectByLayer.kinds[kind];
  return {
    type: "line",
    name,
    color: seriesColor(theme, index),
    data: layers.map(({ mean }, layer) => [layer, mean]),
    lineStyle: { width: 2, type: seriesDash(index) },
    symbol: seriesSymbol(index),
    symbolSize: theme.fontPx * 0.6,
    emphasis: { focus: "none" },
    ...(index === 0 && data.chosen.length > 0 && { markLine: uprightLines(data.chosen, theme) }),
    tooltip: {
      formatter: (item) => {
        const layer = dataIndexOf(item);
        const { mean, interval95 } = layers[layer];
        return tooltipHtml(`${name} · ${words.deltaNorms.layer(layer)}`, [
          [words.effectByLayer.effect, formatPercent(mean)],
          [words.columns.low, formatPercent(interval95[0])],
          [words.columns.high, formatPercent(interval95[1])],
        ]);
      },
    },
  };
}
