/** What a version says about what is so, as evidence from which a report is made. What was asked stays when it is stopped. */
import { FactualityJobInput, FactualityJobOutput } from "../../store";
import { defineLongCall } from "./call";

export const factuality = defineLongCall({
  summary:
    "Ask a version what is so: alone, with looked-up facts, against a contradiction, and with decoding aids.",
  input: FactualityJobInput,
  output: FactualityJobOutput,
  isResumable: true,
  async perform({ openVersion, openModel, artifacts, runtime }, run, input) {
    const { performFactuality } = await import("../factuality/perform");
    const model = await openVersion(input, run.signal);
    const host = {
      model,
      artifacts,
      place: runtime.kind,
      openModel: (id: string) => openModel(id, run.signal),
    };
    return { factuality: await performFactuality(run, input, host) };
  },
});
