/** Statistics and other artifacts, made ahead of the edits that need them. Paused or stopped, it goes on where it was. */
import { PrepareJobInput, PrepareJobOutput } from "../../store";
import type { JobKind } from "../runner/job";

export const prepareJob: JobKind<PrepareJobInput, PrepareJobOutput> = {
  id: "prepare",
  input: PrepareJobInput,
  output: PrepareJobOutput,
  isResumable: true,
  perform: (run, input, { modelHost }) => modelHost.prepare(run, input),
};
