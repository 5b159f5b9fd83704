/**
 * The charts of edits, each in its own folder; those of long runs are in lifelong.ts. all.ts lists every chart: what stands
 * there gets export, a table, keyboard points and conformance tests.
 */
import { deltaNorms } from "./delta-norms";
import { effectByLayer } from "./effect-by-layer";
import { lossCurves } from "./loss-curves";
import { comparedAt, methodComparison } from "./method-comparison";
import { nextTokenBars } from "./next-token-bars";
import { parameterSweep, sweptAt } from "./parameter-sweep";
import { scoreBars } from "./score-bars";
import { settling } from "./convergence";

/** Fetches the charting library before the first chart needs it, so that a run draws from its first step. */
export function preloadCharts(): void {
  // A failure shows where a chart is drawn, which asks again.
  import("./echarts").catch(() => undefined);
}

export { ChartSkeleton, ChartView } from "./chart-view";
export {
  comparedAt,
  deltaNorms,
  effectByLayer,
  lossCurves,
  methodComparison,
  nextTokenBars,
  parameterSweep,
  scoreBars,
  settling,
  sweptAt,
};
export type { LossCurvesData } from "./loss-curves";
export type { MethodComparisonData } from "./method-comparison";
export type { NextTokenBarsData } from "./next-token-bars";
export type { ParameterSweepData } from "./parameter-sweep";
export type { ScoreBarsData } from "./score-bars";
