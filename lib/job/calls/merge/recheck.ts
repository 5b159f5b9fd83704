/** Whether what two branches taught is still true after their merge. */
import { RecheckInput, RecheckOutput } from "../../../store";
import { defineLongCall } from "../call";

export const recheck = defineLongCall({
  summary: "Ask a model before a merge of branches and after it everything that both branches taught.",
  input: RecheckInput,
  output: RecheckOutput,
  async perform(context, run, input) {
    const { performRecheck } = await import("../../merge/perform-recheck");
    const started = performance.now();
    const verdict = await performRecheck(run, input, context);
    return { verdict, durationMs: performance.now() - started, place: context.runtime.kind };
  },
});
