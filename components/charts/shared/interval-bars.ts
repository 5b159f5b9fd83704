/**
 * Horizontal bars with a 95% interval and a tick where the value stood before, as one custom series for each group. One
 * series draws all three, so that bar, interval and tick can never part.
 */
import type { CustomSeriesOption } from "echarts";
import type { ChartTheme } from "../theme";

export interface IntervalRow {
  readonly category: string;
  readonly value: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  readonly before: number | null;
}

export interface IntervalSeries {
  readonly name: string;
  readonly color: string;
  readonly rows: readonly IntervalRow[];
  /** Which pair of axes it is drawn on. */
  readonly axisIndex: number;
  /** Its place among the series that share a category. */
  readonly slot: number;
  readonly slots: number;
}

type RenderItem = NonNullable<CustomSeriesOption["renderItem"]>;

/** Columns of a data item: category, value, low, high, before. Absent numbers are NaN to the library and are not drawn. */
export function intervalBars(theme: ChartTheme, series: IntervalSeries): CustomSeriesOption {
  return {
    type: "custom",
    name: series.name,
    color: series.color,
    xAxisIndex: series.axisIndex,
    yAxisIndex: series.axisIndex,
    dimensions: ["category", "value", "low", "high", "before"],
    encode: { x: [1, 2, 3, 4], y: 0 },
    data: series.rows.map((row) => [
      row.category,
      row.value ?? "-",
      row.interval?.[0] ?? "-",
      row.interval?.[1] ?? "-",
      row.before ?? "-",
    ]),
    renderItem: drawRow(theme, series),
  };
}

function drawRow(theme: ChartTheme, { slot, slots, color }: IntervalSeries): RenderItem {
  return (params, api) => {
    const number = (dimension: number) => Number(api.value(dimension));
    const [left, middle] = api.coord([0, number(0)]);
    const band = sizeOf(api.size?.([0, 1]));
    const thickness = Math.min((band * 0.7) / slots, theme.fontPx * 1.15);
    const y = middle + (slot - (slots - 1) / 2) * thickness;
    const height = slots === 1 ? thickness : thickness * 0.86;
    const at = (value: number) => api.coord([value, number(0)])[0];

    const children: Shape[] = [];
    if (slots === 1) {
      const area = params.coordSys as unknown as { readonly x: number; readonly width: number };
      children.push(rectangle(area.x, y - height / 2, area.width, height, theme.color("sunken")));
    }
    if (Number.isFinite(number(1)))
      children.push(rectangle(left, y - height / 2, at(number(1)) - left, height, color));
    if (Number.isFinite(number(2)) && number(3) > number(2)) {
      children.push(...whisker(at(number(2)), at(number(3)), y, height, theme));
    }
    if (Number.isFinite(number(4))) children.push(...tick(at(number(4)), y, height, theme));
    return { type: "group", children };
  };
}

/** The few shapes drawn here, in the library's notation. */
type Shape =
  | {
      type: "rect";
      shape: { x: number; y: number; width: number; height: number; r: number };
      style: { fill: string };
    }
  | {
      type: "line";
      shape: { x1: number; y1: number; x2: number; y2: number };
      style: { stroke: string; lineWidth: number };
    };

function rectangle(x: number, y: number, width: number, height: number, fill: string): Shape {
  return { type: "rect", shape: { x, y, width: Math.max(width, 0), height, r: 2 }, style: { fill } };
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string, lineWidth: number): Shape {
  return { type: "line", shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth } };
}

/** A halo of paper under the ink keeps the interval readable on its own bar. */
function whisker(low: number, high: number, y: number, height: number, theme: ChartTheme): Shape[] {
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
function tick(x: number, y: number, height: number, theme: ChartTheme): Shape[] {
  const reach = height * 0.72;
  return [
    line(x, y - reach, x, y + reach, theme.color("paper"), 6),
    line(x, y - reach, x, y + reach, theme.color("before"), 3),
  ];
}

function sizeOf(size: number | number[] | undefined): number {
  return Array.isArray(size) ? size[1] : (size ?? 0);
}
