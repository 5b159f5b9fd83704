/**
 * A dot on a line from the low to the high end of its 95% interval, with a tick where the value stood before: one custom
 * series a panel, one item a row. Where rows are many, dots stay apart where bars would be hairs.
 */
import type { CustomSeriesOption } from "echarts";
import type { ChartTheme } from "../theme";
import { intervalSeries, line, type IntervalSeries } from "./interval-row";

interface DotSeries extends Omit<IntervalSeries, "color"> {
  /** Row that stands out, if any. */
  readonly marked?: number;
}

export function intervalDots(theme: ChartTheme, series: DotSeries): CustomSeriesOption {
  const color = theme.color("after");
  const reach = theme.fontPx * 0.42;
  return intervalSeries({ ...series, color }, ({ y, value, interval, before, dataIndex }) => {
    const isMarked = dataIndex === series.marked;
    return [
      ...(before === undefined ? [] : [line(before, y - reach, before, y + reach, theme.color("before"), 2)]),
      ...(interval ? [line(interval[0], y, interval[1], y, color, 2)] : []),
      ...(value === undefined
        ? []
        : [
            {
              type: "circle" as const,
              shape: { cx: value, cy: y, r: theme.fontPx * (isMarked ? 0.46 : 0.36) },
              style: {
                fill: color,
                stroke: isMarked ? theme.color("ink") : theme.color("paper"),
                lineWidth: isMarked ? 2 : 1,
              },
            },
          ]),
    ];
  });
}
