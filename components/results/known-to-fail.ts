import type { MethodCard } from "@/lib/api";
import { OWN_PROMPT } from "@/lib/eval/results";

type Preset = MethodCard["presets"][number];

/** Below this share of edits that take, a method is no baseline for others. */
const FAILS_BELOW = 0.5;

/** The share of edits that answer their own prompt with a preset, on the model that it is for; undefined where it was not measured. */
export function shareTaken({ scores }: Preset): number | undefined {
  return scores?.metrics[OWN_PROMPT]?.mean;
}

/** Whether a preset was measured on the model that it is for and mostly did not write the edit. */
export function isKnownToFail(preset: Preset): boolean {
  const taken = shareTaken(preset);
  return taken !== undefined && taken < FAILS_BELOW;
}
