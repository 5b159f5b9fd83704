/** Every kind of job. One that only performs a call of the model host is made from it. */
import type { z } from "zod";
import { CALLS } from "../calls";
import { storedCasesOf, type EditJobInput, type JobSummary } from "../../store";
import { askOf, callNamed, type LongCall } from "../calls/call";
import type { AnyJobKind, JobKind } from "../runner/job";
import { downloadJob } from "./download";
import { lifelongJob } from "./lifelong";
import { proposeJob } from "./propose";

export { TAB_CLOSED } from "../runner/tab-jobs";

/** Edits, each by one method, that a person waits for. */
const SHORT_EDITS = 8;

export const JOB_KINDS = {
  edit: {
    ...kindOf("edit", CALLS.edit),
    isShort: ({ edits, methods }: Pick<JobSummary, "edits" | "methods">) =>
      edits * methods.length <= SHORT_EDITS,
  },
  prepare: kindOf("prepare", CALLS.prepare),
  propose: proposeJob,
  lifelong: lifelongJob,
  benchmark: { ...kindOf("benchmark", CALLS.benchmark), runsInTab: false },
  factuality: { ...kindOf("factuality", CALLS.factuality), runsInTab: false },
  download: downloadJob,
  // Somebody waits in front of the screen for these: they take seconds and pass an evolution.
  merge: { ...kindOf("merge", CALLS.merge), isShort: () => true },
  kinship: { ...kindOf("kinship", CALLS.kinship), isShort: () => true },
  evolve: kindOf("evolve", CALLS.evolve),
} as const;

/** The same as a list. */
export const ALL_JOB_KINDS = Object.values(JOB_KINDS) as unknown as readonly AnyJobKind[];

/** The same of a call of the model host. A question is always short. */
export function isShortCall(name: string, input: unknown): boolean {
  if (name === "edit") {
    const { cases, methods } = input as Pick<EditJobInput, "cases" | "methods">;
    const edits = storedCasesOf(input)?.count ?? cases.length;
    return JOB_KINDS.edit.isShort({ edits, methods: methods.map(({ method }) => method) });
  }
  return !callNamed(CALLS, name).isLong;
}

function kindOf<I, O>(
  name: "edit" | "prepare" | "benchmark" | "factuality" | "merge" | "kinship" | "evolve",
  { input, output, isResumable }: LongCall<z.ZodType<I>, z.ZodType<O>>,
): JobKind<I, O> {
  return {
    id: name,
    input,
    output,
    isResumable,
    runsInTab: true,
    perform: async (run, asked, { modelHost }) =>
      output.parse(await askOf(CALLS, modelHost)(name, asked, run)),
  };
}
