/**
 * A lifelong run as a job: stretches of it, one after another, each written down before the next begins. Cancelled, paused
 * or interrupted, it continues from the last segment when it is performed again.
 */
import { PalimpsestError, type Run } from "../../base";
import { LifelongJobInput, LifelongJobOutput, type LifelongRunRecord, type LifelongState } from "../../store";
import { PauseRequest, type JobKind, type PerformContext } from "../runner/job";
import { namedRun, newLifelongRecord } from "../lifelong/run-record";

/** It needs less than other kinds may, so that the command line can perform it without a queue. */
export const lifelongJob = {
  id: "lifelong",
  input: LifelongJobInput,
  output: LifelongJobOutput,
  isResumable: true,
  complete: namedRun,
  /** A run that waits has a record: it is listed by its method and its model. */
  async announce(stored: LifelongJobInput, { lifelong, records, jobId }: RunContext): Promise<void> {
    await openRecord(await namedInput(stored, records), { lifelong, jobId });
  },
  async perform(
    run: Run,
    stored: LifelongJobInput,
    { modelHost, lifelong, records, jobId }: Pick<PerformContext, "modelHost"> & RunContext,
  ): Promise<LifelongJobOutput> {
    const named = await namedInput(stored, records);
    const { runId, ...input } = named;
    const { state: found, ...record } = await openRecord(named, { lifelong, jobId });
    let state = found;
    // The page shows the crossed limit, so a person who starts it again has seen it.
    let ignoreLimit = Boolean(state?.pause);
    while (!isWhole(state)) {
      state = await modelHost.lifelong(run, { runId, input, ignoreLimit });
      await lifelong.put({ ...record, state, updatedAt: new Date().toISOString() });
      if (state.pause) throw new PauseRequest(reasonOf(state.pause));
      ignoreLimit = false;
    }
    return { runId };
  },
} satisfies JobKind<LifelongJobInput, LifelongJobOutput>;

type RunContext = Pick<PerformContext, "lifelong" | "records" | "jobId">;
type NamedInput = LifelongJobInput & { readonly runId: string };

/** An earlier release may have queued it: with fewer settings, and before runs were named at that time. */
async function namedInput(stored: LifelongJobInput, records: PerformContext["records"]): Promise<NamedInput> {
  const queued = LifelongJobInput.parse(stored);
  return queued.runId ? { ...queued, runId: queued.runId } : namedRun(queued, records);
}

/** The record of a run under the job that performs it from now on, with what an earlier job has come to. */
async function openRecord(
  { runId, ...input }: NamedInput,
  { lifelong, jobId }: Pick<RunContext, "lifelong" | "jobId">,
): Promise<LifelongRunRecord> {
  const now = new Date().toISOString();
  const found = await lifelong.find(runId);
  const record = {
    ...newLifelongRecord(runId, input, found?.createdAt ?? now),
    job: jobId,
    ...(found?.state && { state: found.state }),
    updatedAt: now,
  };
  await lifelong.put(record);
  return record;
}

function isWhole(state: LifelongState | undefined): boolean {
  return state !== undefined && !state.pause && state.rows.at(-1)?.edits === state.count;
}

function reasonOf({ probe, edits, message }: NonNullable<LifelongState["pause"]>): PalimpsestError {
  return new PalimpsestError("numerical", message, {
    hint: "Keep the last healthy state as a version, or resume the run as it is.",
    details: { probe, edits },
  });
}
