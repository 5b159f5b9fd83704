/** How does it change through the model? Numbers from 0 to 1 by layer, or by another number, with bands of 95% intervals where there are some. */
import type { EChartsOption, LineSeriesOption } from "echarts";
import { z } from "zod";
import { formatPercent } from "@/components/ui/format";
import { defineChart } from "../chart";
import { axisText, baseOption, dataIndexOf, fractionAxis, legend, legendEm, valueAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { intervalBand } from "../shared/interval-band";
import { seriesColor, seriesDash, seriesSymbol, type ChartTheme } from "../theme";

const Point = z.object({
  x: z.number(),
  y: z.number(),
  interval95: z.tuple([z.number(), z.number()]).optional(),
});
const Curve = z.object({ name: z.string(), points: z.array(Point) });
type Curve = z.infer<typeof Curve>;

const CurvesByLayerData = z.object({
  /** The question that these curves answer. */
  question: z.string(),
  /** What stands along: "Layer". */
  axis: z.string(),
  /** Shares of a whole along, written as percent; whole numbers otherwise. */
  isShare: z.boolean().optional(),
  curves: z.array(Curve),
});
export type CurvesByLayerData = z.infer<typeof CurvesByLayerData>;

const PLOT_EM = 14;
const AXIS_EM = 4;

const countOf = ({ curves }: CurvesByLayerData) => curves.reduce((sum, { points }) => sum + points.length, 0);
const banded = ({ curves }: CurvesByLayerData) =>
  curves.flatMap((curve, index) =>
    curve.points.some(({ interval95 }) => interval95) ? [{ curve, index }] : [],
  );
const along = (x: number, { isShare }: Pick<CurvesByLayerData, "isShare">) =>
  isShare ? `${Number((100 * x).toPrecision(2))}%` : String(x);

const namesOf = (curves: CurvesByLayerData["curves"]) => curves.map(({ name }) => name);

export const curvesByLayer = defineChart<CurvesByLayerData>({
  id: "curves-by-layer",
  question: (data) => data.question,
  data: CurvesByLayerData,
  unit: (_, words) => words.units.fraction,
  count: countOf,
  countLabel: (data, words) => words.curvesByLayer.n(countOf(data)),
  heightEm: ({ curves }) => legendEm(namesOf(curves)) + PLOT_EM + AXIS_EM,
  spec: (data, theme): EChartsOption => ({
    ...baseOption(theme),
    legend: legend(theme, namesOf(data.curves)),
    grid: {
      left: theme.fontPx * 3.8,
      right: theme.fontPx * 1.8,
      top: legendEm(namesOf(data.curves)) * theme.fontPx,
      height: PLOT_EM * theme.fontPx,
      outerBoundsMode: "none",
    },
    xAxis: axisOf(data, theme),
    yAxis: fractionAxis(theme),
    series: [
      ...banded(data).map(({ curve, index }) =>
        intervalBand({
          name: curve.name,
          color: seriesColor(theme, index),
          items: curve.points.flatMap(({ x, interval95 }) =>
            interval95 ? [[x, ...interval95] as const] : [],
          ),
        }),
      ),
      ...data.curves.map((curve, index) => lineOf(curve, index, data, theme)),
    ],
  }),
  table: (data, words) => ({
    columns: [
      { label: words.columns.curve, kind: "text" },
      { label: data.axis, kind: "number" },
      { label: words.columns.value, kind: "fraction" },
      { label: words.columns.low, kind: "fraction" },
      { label: words.columns.high, kind: "fraction" },
    ],
    rows: data.curves.flatMap(({ name, points }) =>
      points.map(({ x, y, interval95 }) => [name, x, y, interval95?.[0] ?? null, interval95?.[1] ?? null]),
    ),
  }),
  // Bands come first and are not pointed at.
  points: (data) =>
    data.curves.flatMap(({ points }, index) =>
      points.map((_, dataIndex) => ({ seriesIndex: banded(data).length + index, dataIndex })),
    ),
});

function axisOf(data: CurvesByLayerData, theme: ChartTheme) {
  const values = data.curves.flatMap(({ points }) => points.map(({ x }) => x));
  return {
    ...valueAxis(theme, (x) => along(x, data)),
    splitLine: { show: false },
    axisLine: { show: true, lineStyle: { color: theme.color("rule") }, onZero: false },
    ...(!data.isShare && { minInterval: 1 }),
    min: Math.min(0, ...values),
    max: Math.max(data.isShare ? 0 : 1, ...values),
    name: data.axis,
    nameLocation: "middle" as const,
    nameGap: theme.fontPx * 1.9,
    nameTextStyle: axisText(theme),
  };
}

function lineOf(
  { name, points }: Curve,
  index: number,
  data: CurvesByLayerData,
  theme: ChartTheme,
): LineSeriesOption {
  return {
    type: "line",
    name,
    color: seriesColor(theme, index),
    data: points.map(({ x, y }) => [x, y]),
    lineStyle: { width: 2, type: seriesDash(index) },
    symbol: seriesSymbol(index),
    symbolSize: theme.fontPx * 0.6,
    tooltip: {
      formatter: (item) => {
        const { x, y } = points[dataIndexOf(item)];
        return tooltipHtml(`${name} · ${data.axis} ${along(x, data)}`, [[name, formatPercent(y)]]);
      },
    },
  };
}
