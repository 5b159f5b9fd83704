/** Edits with one or several methods, each judged. Overlays it makes are in the host's blobs under the output's addresses. */
import { invalidField } from "../../base";
import { EditJobInput, EditJobOutput } from "../../store";
import { defineLongCall } from "./call";

export const edit = defineLongCall({
  summary: "Edit a version with one or several methods, and judge each.",
  input: EditJobInput,
  output: EditJobOutput,
  async perform({ openVersion, runtime, ...shared }, run, input) {
    const { performEdit } = await import("../host/perform-edit");
    checkCaseIds(input.cases.map(({ request }) => request.id));
    const model = await openVersion(input, run.signal);
    return {
      outcomes: await performEdit(run, input, { ...shared, model }),
      place: runtime.kind,
    };
  },
});

/** Scores are gathered by case: two cases with one id would be one. */
export function checkCaseIds(ids: readonly string[]): void {
  const twice = ids.findIndex((id, i) => ids.indexOf(id) !== i);
  if (twice >= 0) {
    throw invalidField(
      `cases.${twice}.request.id`,
      `Two cases have the id "${ids[twice]}".`,
      "Give each its own id.",
    );
  }
}
