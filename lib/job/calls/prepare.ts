/**
 * Statistics and other artifacts, computed ahead of the edits that need them. Performed again, it continues where it
 * stopped.
 */
import { PrepareJobInput, PrepareJobOutput } from "../../store";
import { defineLongCall } from "./call";

export const prepare = defineLongCall({
  summary:
    "Make what methods need of a model, and ask it for the facts it knows, so that its first edit does not wait.",
  input: PrepareJobInput,
  output: PrepareJobOutput,
  isResumable: true,
  async perform({ openModel, runtime, ...shared }, run, { model: id, methods, facts }) {
    const { prepareFacts, prepareMethods } = await import("../host/prepare");
    const model = await openModel(id, run.signal);
    return {
      ...(facts && { facts: await prepareFacts(run, { model, cache: shared.cache }) }),
      methods: await prepareMethods(run, { ...shared, model }, methods),
      place: runtime.kind,
    };
  },
});
