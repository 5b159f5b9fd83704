/** Parameters of a method for a model without published ones, with their evidence. */
import { Proposal, ProposeJobInput } from "../../store";
import { defineLongCall } from "./call";

export const propose = defineLongCall({
  summary: "Trace facts, try settings on other edits, and find the best of them.",
  input: ProposeJobInput,
  output: Proposal,
  async perform({ openModel, runtime, cache, artifacts }, run, input) {
    const { propose: findPreset } = await import("../propose/propose");
    const model = await openModel(input.model, run.signal);
    return { ...(await findPreset(run, input, { model, cache, artifacts })), place: runtime.kind };
  },
});
