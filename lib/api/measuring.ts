/** How long measuring the settings of a method takes, from what one edit takes. Pages and the command line tell it beforehand. */
import type { PreflightReport } from "../job/calls";

/** Runs of layers that the number of settings on a card counts with. */
export const USUAL_LAYERS = 3;

interface MeasuringPlan {
  /** Settings that are tried, and edits that each is tried on. */
  readonly settings: number;
  readonly edits: number;
  /** Runs of layers among the settings, each with statistics of its own. */
  readonly layers: number;
}

/** Shortest and longest, from the estimate of one edit. Tracing is not counted. */
export function measuringMs(
  { durationMs, artifacts }: Pick<PreflightReport, "durationMs" | "artifacts">,
  { settings, edits, layers }: MeasuringPlan,
): [number, number] {
  const missing = artifacts.filter(({ cached }) => !cached);
  const once = missing.reduce((sum, artifact) => sum + artifact.durationMs, 0);
  const [low, high] = durationMs;
  // The estimate of one edit holds a quarter of the statistics at the least and all of them at the most.
  const ofEdit = [Math.max(0, low - once / 4), Math.max(0, high - once)];
  return [ofEdit[0] * settings * edits + (once / 4) * layers, ofEdit[1] * settings * edits + once * layers];
}
