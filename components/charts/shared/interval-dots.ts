/**
 * A dot on a line from the low to the high end of its 95% interval, with a tick where the value stood before: one custom
 * series a panel, one item a row. Where rows are many, dots stay apart where bars would be hairs.
 */
import type { CustomSeriesOption } from "echarts";
import type { ChartTheme } from "../theme";
import type { IntervalRow } from "./interval-bars";

export interface DotSeries {
  readonly name: string;
  readonly rows: readonly IntervalRow[];
  /** Which pair of axes it is drawn on. */
  readonly axisIndex: number;
  /** Row that stands out, if any. */
  readonly marked?: number;
}

/** Columns of a data item: category, value, low, high, before, as in interval-bars.ts. */
export function intervalDots(theme: ChartTheme, series: DotSeries): CustomSeriesOption {
  return {
    type: "custom",
    name: series.name,
    color: theme.color("after"),
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
    renderItem: (params, api) => {
      const number = (dimension: number) => Number(api.value(dimension));
      const at = (value: number) => api.coord([value, number(0)]);
      const reach = theme.fontPx * 0.42;
      const children = [];
      if (Number.isFinite(number(4))) {
        const [x, y] = at(number(4));
        children.push(line(x, y - reach, x, y + reach, theme.color("before"), 2));
      }
      if (Number.isFinite(number(2)) && number(3) > number(2)) {
        const [low, y] = at(number(2));
        const [high] = at(number(3));
        children.push(line(low, y, high, y, theme.color("after"), 2));
      }
      if (Number.isFinite(number(1))) {
        const [cx, cy] = at(number(1));
        const isMarked = params.dataIndex === series.marked;
        children.push({
          type: "circle" as const,
          shape: { cx, cy, r: theme.fontPx * (isMarked ? 0.46 : 0.36) },
          style: {
            fill: theme.color("after"),
            stroke: isMarked ? theme.color("ink") : theme.color("paper"),
            lineWidth: isMarked ? 2 : 1,
          },
        });
      }
      return { type: "group", children };
    },
  };
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string, lineWidth: number) {
  return { type: "line" as const, shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth } };
}
