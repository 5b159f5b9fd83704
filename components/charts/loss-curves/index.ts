/**
 * Is the edit taking hold? Loss terms above, the probability of the target below, step by step while a method works. Two
 * panels with one step axis, because nats and percent do not share a scale.
 */
import type { LineSeriesOption } from "echarts";
import { z } from "zod";
import { formatNats, formatPercent } from "@/components/ui/format";
import { type ChartWords, defineChart } from "../chart";
import { axisText, baseOption, fractionAxis, legend, legendEm, valueAxis } from "../shared/base";
import { tooltipHtml } from "../shared/format";
import { seriesColor, seriesDash, seriesSymbol, type ChartTheme } from "../theme";

const Curve = z.object({
  /** The method it belongs to, by name; empty when there is only one. */
  method: z.string(),
  /** "lossNats", "probability": the unit is told by the name. */
  name: z.string(),
  values: z.array(z.number()),
});
type Curve = z.infer<typeof Curve>;

export const LossCurvesData = z.object({ curves: z.array(Curve) });
export type LossCurvesData = z.infer<typeof LossCurvesData>;

const LOSS_EM = 9;
const PROBABILITY_EM = 7;
const STEP_TITLE_EM = 1.3;
const TITLE_EM = 1.7;
const AXIS_EM = 2.4;

export const lossCurves = defineChart<LossCurvesData>({
  id: "loss-curves",
  question: (_, words) => words.lossCurves.question,
  data: LossCurvesData,
  unit: (_, words) => words.units.lossAndProbability,
  count: stepsOf,
  countLabel: (data, words) => words.lossCurves.n(stepsOf(data)),
  heightEm: (data) =>
    panelsOf(data).reduce(
      (sum, panel) => sum + panel.em + TITLE_EM + AXIS_EM,
      legendEm(drawn(data).length) + STEP_TITLE_EM,
    ),
  spec: (data, theme, words) => {
    const panels = panelsOf(data);
    const curves = panels.flatMap((panel) => panel.curves);
    let top = legendEm(drawn(data).length) * theme.fontPx;
    const tops = panels.map((panel) => {
      const here = top + TITLE_EM * theme.fontPx;
      top = here + (panel.em + AXIS_EM) * theme.fontPx;
      return here;
    });
    return {
      ...baseOption(theme),
      // Redrawn at every step while it runs; an animation would lag behind the numbers.
      animation: false,
      legend: legend(
        theme,
        curves.map((curve) => nameOf(curve, words)),
      ),
      grid: panels.map((panel, index) => ({
        left: theme.fontPx * 4,
        right: theme.fontPx * 1.2,
        top: tops[index],
        height: panel.em * theme.fontPx,
        outerBoundsMode: "none" as const,
      })),
      xAxis: panels.map((_, index) => ({
        gridIndex: index,
        ...valueAxis(theme, (value) => String(value)),
        splitLine: { show: false },
        minInterval: 1,
        min: 1,
        max: Math.max(2, stepsOf(data)),
        ...(index === panels.length - 1 && stepTitle(theme, words)),
      })),
      yAxis: panels.map((panel, index) => ({
        gridIndex: index,
        ...(panel.kind === "loss"
          ? { ...valueAxis(theme, (value) => String(value)), min: 0 }
          : fractionAxis(theme)),
        splitNumber: 4,
        name: panel.kind === "loss" ? words.lossCurves.loss : words.lossCurves.probability,
        nameLocation: "end" as const,
        nameTextStyle: {
          ...axisText(theme),
          align: "left" as const,
          padding: [0, 0, 0, -theme.fontPx * 3.2],
        },
      })),
      series: panels.flatMap((panel, index) =>
        panel.curves.map((curve) => lineOf(curve, curves, index, theme, words)),
      ),
    };
  },
  table: (data, words) => {
    // A single method has no name here, and an empty column tells nothing.
    const isNamed = data.curves.some(({ method }) => method !== "");
    return {
      columns: [
        ...(isNamed ? [{ label: words.columns.method, kind: "text" as const }] : []),
        { label: words.columns.curve, kind: "text" },
        { label: words.columns.step, kind: "count" },
        { label: words.columns.value, kind: "nats" },
      ],
      kindOf: (row, column) =>
        column === (isNamed ? 3 : 2) && kindOf(flat(data)[row].curve) === "probability"
          ? "fraction"
          : undefined,
      rows: flat(data).map(({ curve, step }) => [
        ...(isNamed ? [curve.method] : []),
        words.lossCurves.curve(curve.name),
        step + 1,
        curve.values[step],
      ]),
    };
  },
  points: (data) => {
    const curves = drawn(data);
    return flat(data).map(({ curve, step }) => ({ seriesIndex: curves.indexOf(curve), dataIndex: step }));
  },
});

type Kind = "loss" | "probability";

/** A name without a unit this chart knows is a number of another kind, and is not drawn on either scale. */
function kindOf(curve: Curve): Kind | null {
  if (/probability/i.test(curve.name)) return "probability";
  return /loss|nats$/i.test(curve.name) ? "loss" : null;
}

interface Panel {
  readonly kind: Kind;
  readonly em: number;
  readonly curves: readonly Curve[];
}

function panelsOf(data: LossCurvesData): Panel[] {
  const panel = (kind: Kind, em: number) => ({
    kind,
    em,
    curves: data.curves.filter((curve) => kindOf(curve) === kind),
  });
  return [panel("loss", LOSS_EM), panel("probability", PROBABILITY_EM)].filter(
    ({ curves }) => curves.length > 0,
  );
}

function drawn(data: LossCurvesData): Curve[] {
  return panelsOf(data).flatMap((panel) => panel.curves);
}

function stepsOf(data: LossCurvesData): number {
  return Math.max(0, ...drawn(data).map((curve) => curve.values.length));
}

function flat(data: LossCurvesData): { curve: Curve; step: number }[] {
  return drawn(data).flatMap((curve) => curve.values.map((_, step) => ({ curve, step })));
}

function nameOf(curve: Curve, words: ChartWords): string {
  const name = words.lossCurves.curve(curve.name);
  return curve.method ? `${curve.method} · ${name}` : name;
}

function lineOf(
  curve: Curve,
  all: readonly Curve[],
  axisIndex: number,
  theme: ChartTheme,
  words: ChartWords,
): LineSeriesOption {
  // One color a method; with a single method, one a curve.
  const methods = [...new Set(all.map((other) => other.method))];
  const peers = all.filter((other) => other.method === curve.method);
  const peerIndex = peers.indexOf(curve);
  const index = methods.length > 1 ? methods.indexOf(curve.method) : peerIndex;
  const isProbability = kindOf(curve) === "probability";
  return {
    type: "line",
    name: nameOf(curve, words),
    xAxisIndex: axisIndex,
    yAxisIndex: axisIndex,
    data: curve.values.map((value, step) => [step + 1, value]),
    color: methods.length === 1 && isProbability ? theme.color("after") : seriesColor(theme, index),
    lineStyle: { width: 2, type: isProbability ? "solid" : seriesDash(peerIndex) },
    symbol: seriesSymbol(index),
    symbolSize: 6,
    showSymbol: curve.values.length < 40,
    emphasis: { focus: "none" },
    tooltip: {
      formatter: (item) => {
        const [step, value] = (item as unknown as { readonly value: [number, number] }).value;
        const written = isProbability ? formatPercent(value) : formatNats(value);
        return tooltipHtml(nameOf(curve, words), [
          [words.lossCurves.step, String(step)],
          [words.columns.value, written],
        ]);
      },
    },
  };
}

function stepTitle(theme: ChartTheme, words: ChartWords) {
  return {
    name: words.lossCurves.step,
    nameLocation: "middle" as const,
    nameGap: theme.fontPx * 1.9,
    nameTextStyle: axisText(theme),
  };
}
