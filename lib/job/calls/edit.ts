/** Edits with one or several methods, each judged. Overlays it makes are in the host's blobs under the output's addresses. */
import { EditJobInput, EditJobOutput } from "../../store";
import { defineLongCall } from "./call";

export const edit = defineLongCall({
  summary: "Edit a version with one or several methods, and judge each.",
  input: EditJobInput,
  output: EditJobOutput,
  async perform({ openVersion, runtime, ...shared }, run, input) {
    const { performEdit } = await import("../host/perform-edit");
    const model = await openVersion(input, run.signal);
    return {
      outcomes: await performEdit(run, input, { ...shared, model }),
      place: runtime.kind,
    };
  },
});
