/**
 * Horizontal bars with a 95% interval and a tick where the value stood before, as one custom series for each group. One
 * series draws all three, so that bar, interval and tick can never part.
 */
import type { CustomSeriesOption } from "echarts";
import type { ChartTheme } from "../theme";
import { intervalSeries, line, type IntervalSeries } from "./interval-row";

interface BarSeries extends IntervalSeries {
  /** Its place among the series that share a category. */
  readonly slot: number;
  readonly slots: number;
}

export function intervalBars(theme: ChartTheme, series: BarSeries): CustomSeriesOption {
  const { slot, slots, color, rows } = series;
  return intervalSeries(series, ({ y: middle, value, interval, before }, params, api) => {
    const band = sizeOf(api.size?.([0, 1]));
    const thickness = Math.min((band * 0.7) / slots, theme.fontPx * 1.15);
    const y = middle + (slot - (slots - 1) / 2) * thickness;
    const height = slots === 1 ? thickness : thickness * 0.86;
    const [left] = api.coord([0, 0]);
    const area = params.coordSys as unknown as { readonly x: number; readonly width: number };
    const bar = (x: number, width: number, fill: string) => rectangle(x, y - height / 2, width, height, fill);
    return [
      ...(slots === 1 ? [bar(area.x, area.width, theme.color("sunken"))] : []),
      ...(value === undefined ? [] : [bar(left, value - left, rows[params.dataIndex].color ?? color)]),
      ...(interval ? whisker(...interval, y, height, theme) : []),
      ...(before === undefined ? [] : tick(before, y, height, theme)),
    ];
  });
}

function rectangle(x: number, y: number, width: number, height: number, fill: string) {
  return {
    type: "rect" as const,
    shape: { x, y, width: Math.max(width, 0), height, r: 2 },
    style: { fill },
  };
}

/** A halo of paper under the ink keeps the interval readable on its own bar. */
function whisker(low: number, high: number, y: number, height: number, theme: ChartTheme) {
  const cap = height * 0.26;
  return [
    { stroke: theme.color("paper"), width: 4 },
    { stroke: theme.color("ink"), width: 1.5 },
  ].flatMap(({ stroke, width }) => [
    line(low, y, high, y, stroke, width),
    line(low, y - cap, low, y + cap, stroke, width),
    line(high, y - cap, high, y + cap, stroke, width),
  ]);
}

/** Taller than the bar, so that it is seen on it and beside it, and known without its color. */
function tick(x: number, y: number, height: number, theme: ChartTheme) {
  const reach = height * 0.72;
  return [
    line(x, y - reach, x, y + reach, theme.color("paper"), 6),
    line(x, y - reach, x, y + reach, theme.color("before"), 3),
  ];
}

function sizeOf(size: number | number[] | undefined): number {
  return Array.isArray(size) ? size[1] : (size ?? 0);
}
