/** A benchmark: methods and baselines on the cases of a list, under three protocols. What was measured stays when it is stopped. */
import { BenchmarkJobInput, BenchmarkJobOutput } from "../../store";
import { defineLongCall } from "./call";

export const benchmark = defineLongCall({
  summary:
    "Measure methods beside the unedited model and retrieval on the cases of a list, under three protocols.",
  input: BenchmarkJobInput,
  output: BenchmarkJobOutput,
  isResumable: true,
  async perform({ openVersion, runtime, ...shared }, run, input) {
    const { performBenchmark } = await import("../benchmark/perform");
    const model = await openVersion(input, run.signal);
    return { benchmark: await performBenchmark(run, input, { ...shared, model, place: runtime.kind }) };
  },
});
