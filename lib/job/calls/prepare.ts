/**
 * Statistics and other artifacts, computed ahead of the edits that need them. Performed again, it continues where it
 * stopped.
 */
import { PrepareJobInput, PrepareJobOutput } from "../../store";
import { defineLongCall } from "./call";

export const prepare = defineLongCall({
  summary: "Make what methods need of a model, so that their first edit does not wait.",
  input: PrepareJobInput,
  output: PrepareJobOutput,
  isResumable: true,
  async perform({ openModel, runtime, ...shared }, run, { model: id, methods }) {
    const { prepareMethods } = await import("../host/prepare");
    const model = await openModel(id, run.signal);
    return {
      methods: await prepareMethods(run, { ...shared, model }, methods),
      place: runtime.kind,
    };
  },
});
