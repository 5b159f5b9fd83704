/**
 * A segment of a lifelong run: goes on from what was kept of the run, and returns when it has kept something new. The run
 * is done when its last row is there. Overlays and verdicts are in the host's blobs.
 */
import { LifelongSegment, LifelongState } from "../../store";
import { defineLongCall } from "./call";

export const lifelong = defineLongCall({
  summary: "Go on with a lifelong run until it has kept something new.",
  input: LifelongSegment,
  output: LifelongState,
  async perform({ openVersion, preparedRun, runtime, ...shared }, run, segment) {
    const { performLifelong, prepareLifelong } = await import("../lifelong/perform");
    const { input, runId } = segment;
    const host = { ...shared, start: await openVersion(input, run.signal), place: runtime.kind };
    const prepared = await preparedRun(run, input.model, runId, () => prepareLifelong(run, segment, host));
    return performLifelong(run, segment, prepared, host);
  },
});
