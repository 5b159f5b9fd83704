/** A value with its 95% interval and where it stood before, as one item of a custom series: what bars and dots share. */
import type { CustomSeriesOption } from "echarts";

export interface IntervalRow {
  readonly category: string;
  readonly value: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  readonly before: number | null;
  /** Where a row is not drawn in the color of its series. */
  readonly color?: string;
}

export interface IntervalSeries {
  readonly name: string;
  readonly color: string;
  readonly rows: readonly IntervalRow[];
  /** Which pair of axes it is drawn on. */
  readonly axisIndex: number;
}

type RenderItem = NonNullable<CustomSeriesOption["renderItem"]>;

/** One row in pixels: what is absent is not there to be drawn. */
interface PlacedRow {
  readonly y: number;
  readonly value?: number;
  readonly interval?: readonly [low: number, high: number];
  readonly before?: number;
  readonly dataIndex: number;
}

type Shape = NonNullable<ReturnType<RenderItem>>;
type Draw = (
  row: PlacedRow,
  params: Parameters<RenderItem>[0],
  api: Parameters<RenderItem>[1],
) => readonly Shape[];

/** Columns of a data item: category, value, low, high, before. Absent numbers are NaN to the library. */
export function intervalSeries(series: IntervalSeries, draw: Draw): CustomSeriesOption {
  return {
    type: "custom",
    name: series.name,
    color: series.color,
    xAxisIndex: series.axisIndex,
    yAxisIndex: series.axisIndex,
    dimensions: ["category", "value", "low", "high", "before"],
    encode: { x: [1, 2, 3, 4], y: 0 },
    data: series.rows.map(({ category, value, interval, before }) => [
      category,
      ...[value, interval?.[0], interval?.[1], before].map((number) => number ?? "-"),
    ]),
    renderItem: (params, api) => {
      const category = Number(api.value(0));
      const numbers = [1, 2, 3, 4].map((dimension) => Number(api.value(dimension)));
      const at = (value: number) => (Number.isFinite(value) ? api.coord([value, category])[0] : undefined);
      const [value, low, high, before] = numbers.map(at);
      const row: PlacedRow = {
        y: api.coord([0, category])[1],
        value,
        // An interval without width would be a speck.
        ...(low !== undefined && high !== undefined && high > low && { interval: [low, high] }),
        before,
        dataIndex: params.dataIndex,
      };
      return { type: "group", children: [...draw(row, params, api)] } as Shape;
    },
  };
}

export function line(x1: number, y1: number, x2: number, y2: number, stroke: string, lineWidth: number) {
  return { type: "line" as const, shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth } };
}
