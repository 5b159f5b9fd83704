/** Edits with one or several methods, each judged: `Bench.edit` as a job. */
import { EditJobInput, EditJobOutput } from "../../store";
import type { JobKind } from "../runner/job";

export const editJob: JobKind<EditJobInput, EditJobOutput> = {
  id: "edit",
  input: EditJobInput,
  output: EditJobOutput,
  perform: (run, input, { modelHost }) => modelHost.edit(run, input),
};
