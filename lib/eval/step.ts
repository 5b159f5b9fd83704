/** One call of a method among many: where it changes nothing, that is its own outcome and no failure of the whole. */
import { PalimpsestError, seededRandom, type Random } from "../base";
import type { FailedStep } from "./report";

/** Randomness of the call that follows so many edits: the same however the edits before it were made. */
export function stepRandom(seed: number, edits: number): Random {
  return seededRandom(`lifelong ${seed}`).fork(`edit ${edits}`);
}

/** Failures that say something about the edit or its setting; any other ends the run. */
const OUTCOMES = new Set(["no_effect", "numerical"]);

/** A parameter that is refused will be refused at every edit. Any other input of a call is of its own edits. */
function isOutcome({ code, details }: PalimpsestError): boolean {
  return OUTCOMES.has(code) || (code === "invalid_input" && !String(details?.field).startsWith("parameters"));
}

/** The result, or the error of a call that changed nothing. Throws every other error. */
export async function stepOf<T>(work: () => Promise<T>): Promise<T | PalimpsestError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PalimpsestError && isOutcome(error)) return error;
    throw error;
  }
}

/** As it is reported. `edits` counts the edits so far, those of this call included. */
export function failedStep(edits: number, { code, message }: PalimpsestError): FailedStep {
  return { edits, code, message };
}
