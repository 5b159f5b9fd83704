/** The frame of a chart. A page imports it from here, and each chart from the chart's own folder, so that it loads no other. */
export { ChartSkeleton } from "./chart-skeleton";
export { ChartView } from "./chart-view";

/** Fetches the charting library before the first chart needs it, so that a run draws from its first step. */
export function preloadCharts(): void {
  // Drawing a chart fetches the library again and reports a failure.
  import("./echarts").catch(() => undefined);
}
