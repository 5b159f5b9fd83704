/** Every chart. A chart of this list is held to the conformance tests. Pages import charts from their folders, not from here. */
import type { AnyChart } from "./chart";
import { answerByLayer } from "./answer-by-layer";
import { calibration } from "./calibration";
import { convergence } from "./convergence";
import { costQuality } from "./cost-quality";
import { curvesByLayer } from "./curves-by-layer";
import { deltaNorms } from "./delta-norms";
import { effectByLayer } from "./effect-by-layer";
import { generations } from "./generations";
import { kinshipGain } from "./kinship-gain";
import { lossCurves } from "./loss-curves";
import { methodComparison } from "./method-comparison";
import { nextTokenBars } from "./next-token-bars";
import { overEdits } from "./over-edits";
import { partBars } from "./part-bars";
import { parallelGoals } from "./parallel-goals";
import { parameterSweep } from "./parameter-sweep";
import { popularity } from "./popularity";
import { probabilityShift } from "./probability-shift";
import { retention } from "./retention";
import { ripple } from "./ripple";
import { scoreBars } from "./score-bars";
import { threeGoals } from "./three-goals";

export const CHARTS = [
  answerByLayer,
  calibration,
  convergence,
  costQuality,
  curvesByLayer,
  deltaNorms,
  effectByLayer,
  generations,
  kinshipGain,
  lossCurves,
  methodComparison,
  nextTokenBars,
  overEdits,
  parallelGoals,
  partBars,
  parameterSweep,
  popularity,
  probabilityShift,
  retention,
  ripple,
  scoreBars,
  threeGoals,
] as unknown as readonly AnyChart[];
