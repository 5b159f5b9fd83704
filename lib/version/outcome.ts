/** The outcome of an edit as an addition to the edited version: the same for a job, a browser and the command line. */
import { because, PalimpsestError } from "../base";
import type { Backend, EditOutcome, EditJobInput } from "../store";
import type { Addition } from "./graph";
import type { Judgement } from "./version";

/** What was done. */
interface DoneEdit {
  /** The version that was edited. */
  readonly version: string;
  readonly requests: readonly EditJobInput["cases"][number]["request"][];
  readonly seed: number;
  readonly place: Backend;
}

/** Of an outcome, what a version and its measurement keep. */
type KeptOutcome = Pick<
  EditOutcome,
  | "method"
  | "parameters"
  | "overlays"
  | "deltaNorms"
  | "fingerprintAfter"
  | "report"
  | "verdict"
  | "durationMs"
>;

/** Throws `no_effect` for an outcome without a verdict: its entry failed. */
export function additionOf(
  { version, requests, seed, place }: DoneEdit,
  outcome: KeptOutcome,
): Omit<Addition & Judgement, "branchId" | "author" | "reason"> {
  const { method, parameters, overlays, deltaNorms, fingerprintAfter, report, verdict, durationMs } = outcome;
  if (!verdict) {
    throw new PalimpsestError("no_effect", "The edit has no verdict, so there is nothing to keep.", {
      hint: "Keep another entry of the run, or run it again.",
      details: because("nothingToKeep"),
    });
  }
  return {
    expectedHead: version,
    change: { kind: "edit", method, requests: [...requests], parameters, seed, place },
    overlays,
    deltaNorms,
    fingerprint: fingerprintAfter,
    verdict,
    report,
    durationMs,
    place,
  };
}
