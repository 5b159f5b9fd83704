import type { MethodCard } from "@/lib/api";

/** Below this share of edits that take, a method is no baseline for others. */
const FAILS_BELOW = 0.5;

/** Whether a preset was measured on the model that it is for and mostly did not write the edit. */
export function isKnownToFail({ scores }: MethodCard["presets"][number]): boolean {
  const reliability = scores?.metrics.reliability;
  return reliability !== undefined && reliability.mean < FAILS_BELOW;
}
