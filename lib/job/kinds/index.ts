/** Every kind of job. One that only performs a call of the model host is made from it. */
import type { z } from "zod";
import { CALLS } from "../calls";
import { askOf, type LongCall } from "../calls/call";
import type { AnyJobKind, JobKind } from "../runner/job";
import { downloadJob } from "./download";
import { lifelongJob } from "./lifelong";
import { proposeJob } from "./propose";

export { TAB_CLOSED } from "../runner/tab-jobs";

export const JOB_KINDS = {
  edit: kindOf("edit", CALLS.edit),
  prepare: kindOf("prepare", CALLS.prepare),
  propose: proposeJob,
  lifelong: lifelongJob,
  download: downloadJob,
} as const;

/** The same as a list. */
export const ALL_JOB_KINDS = Object.values(JOB_KINDS) as unknown as readonly AnyJobKind[];

function kindOf<I, O>(
  name: "edit" | "prepare",
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
