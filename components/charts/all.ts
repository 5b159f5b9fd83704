/** Every chart there is. What is listed here is held to the conformance tests. No page imports this list: it would load them all. */
import type { AnyChart } from "./chart";
import * as ofEdits from "./index";
import * as ofRuns from "./lifelong";

export const CHARTS = [
  ofEdits.deltaNorms,
  ofEdits.effectByLayer,
  ofEdits.lossCurves,
  ofEdits.methodComparison,
  ofEdits.nextTokenBars,
  ofEdits.parameterSweep,
  ofEdits.scoreBars,
  ofEdits.settling,
  ofRuns.costQuality,
  ofRuns.overEdits,
  ofRuns.parallelGoals,
  ofRuns.retention,
  ofRuns.threeGoals,
] as unknown as readonly AnyChart[];
