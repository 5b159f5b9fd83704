/** What curves over numbers share: a band of 95% intervals behind a curve, and upright lines at chosen values. */
import type { CustomSeriesOption } from "echarts";
import type { ChartTheme } from "../theme";

interface IntervalBand {
  readonly name: string;
  readonly color: string;
  readonly items: readonly (readonly [x: number, low: number, high: number])[];
}

/** The interval as one shape, drawn with the first item, since a shape a pair would show its seams. */
export function intervalBand({ name, color, items }: IntervalBand): CustomSeriesOption {
  return {
    type: "custom",
    name,
    color,
    silent: true,
    clip: true,
    dimensions: ["x", "low", "high"],
    encode: { x: 0, y: [1, 2] },
    data: items.map((item) => [...item]),
    renderItem: (params, api) => {
      if (params.dataIndex !== 0) return { type: "group", children: [] };
      const upper = items.map(([x, , high]) => api.coord([x, high]));
      const lower = items.map(([x, low]) => api.coord([x, low])).reverse();
      return {
        type: "polygon",
        shape: { points: [...upper, ...lower] },
        style: { fill: color, opacity: 0.13 },
      };
    },
  };
}

export function uprightLines(values: readonly number[], theme: ChartTheme) {
  return {
    silent: true,
    symbol: "none",
    animation: false,
    data: values.map((value) => ({ xAxis: value })),
    lineStyle: { color: theme.color("ink"), type: "solid" as const, width: 1 },
    label: { show: false },
  };
}
