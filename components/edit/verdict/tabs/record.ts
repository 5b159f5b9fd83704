/** The record of an edit: everything needed to run it again, and the fingerprints that say whether it came out the same. */
import type { Protocol } from "@/lib/eval";
import { metricsUnder } from "@/lib/eval/results";
import type { EditJobInput, EditOutcome, Backend } from "@/lib/store";

/** As it is saved and copied; also the input of an edit that `jobs.start` takes, with the results beside it. */
export function recordOf(input: EditJobInput, outcome: EditOutcome, place: Backend) {
  const { model, version, cases, mode, seed, contexts } = input;
  return {
    palimpsest: "edit-record/1",
    input: {
      model,
      version,
      cases,
      methods: [{ method: outcome.method, parameters: outcome.parameters }],
      mode,
      seed,
      ...(contexts && { contexts }),
    },
    result: {
      place,
      durationMs: outcome.durationMs,
      overlays: outcome.overlays,
      fingerprintBefore: outcome.fingerprintBefore,
      fingerprintAfter: outcome.fingerprintAfter,
      deltaNorms: outcome.deltaNorms,
      numbers: outcome.report.numbers,
      ...(outcome.report.notes && { notes: outcome.report.notes }),
      ...(outcome.failures && { failures: outcome.failures }),
      scores: scoresOf(outcome),
    },
  };
}

function scoresOf(outcome: EditOutcome) {
  const { verdict } = outcome;
  if (!verdict) return null;
  const under = (protocol: Protocol) =>
    Object.fromEntries(
      metricsUnder(verdict, protocol).map(({ metric, metricVersion, before, after, change }) => [
        metric,
        { metricVersion, before, after, ...(change && { change }) },
      ]),
    );
  return { "teacher-forced": under("teacher-forced"), generation: under("generation") };
}
