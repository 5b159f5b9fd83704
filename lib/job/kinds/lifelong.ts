/**
 * A lifelong run as a job: stretches of it, one after another, each written down before the next begins. Cancelled, paused
 * or interrupted, it continues from the last segment when it is performed again.
 */
import { PalimpsestError, type Run } from "../../base";
import { LifelongJobInput, LifelongJobOutput, type LifelongState } from "../../store";
import { PauseRequest, type JobKind, type PerformContext } from "../runner/job";
import { namedRun, newLifelongRecord } from "../lifelong/run-record";

/** It needs less than other kinds may, so that the command line can perform it without a queue. */
export const lifelongJob = {
  id: "lifelong",
  input: LifelongJobInput,
  output: LifelongJobOutput,
  isResumable: true,
  complete: namedRun,
  async perform(
    run: Run,
    stored: LifelongJobInput,
    {
      modelHost,
      lifelong,
      records,
      jobId,
    }: Pick<PerformContext, "modelHost" | "lifelong" | "records" | "jobId">,
  ): Promise<LifelongJobOutput> {
    // An earlier release may have queued it: with fewer settings, and before runs were named at that time.
    const queued = LifelongJobInput.parse(stored);
    const { runId = "", ...input } = queued.runId ? queued : await namedRun(queued, records);
    const now = () => new Date().toISOString();
    const found = await lifelong.find(runId);
    const { createdAt } = found ?? { createdAt: now() };
    const record = { ...newLifelongRecord(runId, input, createdAt), job: jobId };
    let state = found?.state;
    await lifelong.put({ ...record, ...(state && { state }), updatedAt: now() });
    // The page shows the crossed limit, so a person who starts it again has seen it.
    let ignoreLimit = Boolean(state?.pause);
    while (!isWhole(state)) {
      state = await modelHost.lifelong(run, { runId, input, ignoreLimit });
      await lifelong.put({ ...record, state, updatedAt: now() });
      if (state.pause) throw new PauseRequest(reasonOf(state.pause));
      ignoreLimit = false;
    }
    return { runId };
  },
} satisfies JobKind<LifelongJobInput, LifelongJobOutput>;

function isWhole(state: LifelongState | undefined): boolean {
  return state !== undefined && !state.pause && state.rows.at(-1)?.edits === state.count;
}

function reasonOf({ probe, edits, message }: NonNullable<LifelongState["pause"]>): PalimpsestError {
  return new PalimpsestError("numerical", message, {
    hint: "Keep the last healthy state as a version, or resume the run as it is.",
    details: { probe, edits },
  });
}
