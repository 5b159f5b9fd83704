/** Jobs as the API sends them: the row, with the last progress of a running job. */
import type { z } from "zod";
import { because, PalimpsestError } from "../../base";
import type { JobStart, ListedJob, startJob as startEndpoint } from "../../api";
import { isFinished, JOB_KINDS, summaryOf, type AnyJobKind } from "../../job";
import { JobOutput, withCases, type Job, type JobPayload, type Store } from "../../store";
import type { Services } from "../services";

/** Starts a job: in the server's queue, or in the browser tab. Throws `not_found` at once for an unknown model. */
export async function startJob(
  { store, records, runner }: Pick<Services, "store" | "records" | "runner">,
  { kind, input, author, location }: JobStart,
  client?: string,
): Promise<z.infer<typeof startEndpoint.output>> {
  await store.models.get(input.model);
  const { complete } = JOB_KINDS[kind] as unknown as AnyJobKind;
  const whole = complete ? await complete(input, records) : input;
  const isInTab = location === "browser";
  const jobId = await (isInTab ? runner.begin : runner.start)(kind, whole, author, client);
  const asked = whole as JobPayload["input"];
  const summary = summaryOf({ kind, input: asked });
  return isInTab ? { jobId, summary: { ...summary, location }, input: asked } : { jobId, summary };
}

type Sources = Pick<Services, "store"> & {
  readonly runner: Pick<Services["runner"], "progressOf" | "queueOf" | "waiting">;
};

export async function newestJobs({ store, runner }: Sources, limit: number): Promise<ListedJob[]> {
  const jobs = await store.jobs.list({ order: "newest", limit });
  const isAnyWaiting = jobs.some(({ status }) => status === "queued");
  const places = isAnyWaiting ? await runner.waiting() : new Map<string, number>();
  const summarize = async ({ id, kind }: Job) =>
    summaryOf({ kind, input: (await store.payloads.get(id)).input });
  return Promise.all(
    jobs.map(async (job) => ({
      ...job,
      summary: job.summary ?? (await summarize(job)),
      queue: runner.queueOf(job),
      ...(places.has(job.id) && { ahead: places.get(job.id) }),
      progress: runner.progressOf(job.id) ?? job.progress,
    })),
  );
}

/** Throws `conflict` for a job that has not ended, and for one that a lifelong run needs. */
export async function deleteJob({ store }: Pick<Services, "store">, jobId: string): Promise<void> {
  const { status } = await store.jobs.get(jobId);
  if (!isFinished(status))
    throw new PalimpsestError("conflict", `This job is ${status}.`, {
      hint: "Cancel it first.",
      details: because("jobUnderWay"),
    });
  const runs = await store.lifelong.listWithout(["state"], { where: { job: jobId }, limit: 1 });
  if (runs.length > 0)
    throw new PalimpsestError("conflict", "A lifelong run was performed by this job.", {
      hint: "Delete the run in Evaluate; its job goes with the old ones after that.",
      details: because("jobOfRun"),
    });
  await store.jobs.delete(jobId);
}

export async function jobDetails(
  { store, runner }: Pick<Sources, "store"> & { readonly runner: Pick<Services["runner"], "progressOf"> },
  jobId: string,
) {
  const job = await store.jobs.get(jobId);
  const progress = runner.progressOf(jobId) ?? job.progress;
  return { ...job, ...(await payloadOf(store, jobId)), progress };
}

/** A job's input and output. */
export async function payloadOf(
  store: Store,
  jobId: string,
): Promise<Pick<JobPayload, "input"> & { readonly output?: JobOutput }> {
  const { input, output } = await store.payloads.get(jobId);
  return {
    input: await withCases(store.blobs, input),
    ...(output !== undefined && { output: JobOutput.parse(numbered(output)) }),
  };
}

/** Outputs of older releases do not number their outcomes. Their order is that of the entries. */
function numbered(output: NonNullable<JobPayload["output"]>): unknown {
  const { outcomes } = output;
  if (!Array.isArray(outcomes)) return output;
  return { ...output, outcomes: outcomes.map((outcome: object, entry) => ({ entry, ...outcome })) };
}
