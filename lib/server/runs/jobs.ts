/** Jobs as the API sends them: the row, with the last progress of a running job. */
import type { z } from "zod";
import type { JobStart, ListedJob, startJob as startEndpoint } from "../../api";
import { JOB_KINDS, summaryOf, type AnyJobKind } from "../../job";
import { JobOutput, type Job, type JobPayload, type Store } from "../../store";
import type { Services } from "../services";

/** Starts a job: in the server's queue, or in the browser tab. Throws `not_found` at once for an unknown model. */
export async function startJob(
  { store, records, runner }: Pick<Services, "store" | "records" | "runner">,
  { kind, input, author, location }: JobStart,
): Promise<z.infer<typeof startEndpoint.output>> {
  await store.models.get(input.model);
  const { complete } = JOB_KINDS[kind] as unknown as AnyJobKind;
  const whole = complete ? await complete(input, records) : input;
  const isInTab = location === "browser";
  const jobId = await (isInTab ? runner.begin : runner.start)(kind, whole, author);
  const asked = whole as JobPayload["input"];
  const summary = summaryOf({ kind, input: asked });
  return isInTab ? { jobId, summary: { ...summary, location }, input: asked } : { jobId, summary };
}

type Sources = Pick<Services, "store"> & {
  readonly runner: Pick<Services["runner"], "progressOf" | "queueOf">;
};

export async function newestJobs({ store, runner }: Sources, limit: number): Promise<ListedJob[]> {
  const jobs = await store.jobs.list({ order: "newest", limit });
  const summarize = async ({ id, kind }: Job) =>
    summaryOf({ kind, input: (await store.payloads.get(id)).input });
  return Promise.all(
    jobs.map(async (job) => ({
      ...job,
      summary: job.summary ?? (await summarize(job)),
      queue: runner.queueOf(job),
      progress: runner.progressOf(job.id) ?? job.progress,
    })),
  );
}

export async function jobDetails({ store, runner }: Sources, jobId: string) {
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
  return { input, ...(output !== undefined && { output: JobOutput.parse(numbered(output)) }) };
}

/** Outputs of older releases do not number their outcomes. Their order is that of the entries. */
function numbered(output: NonNullable<JobPayload["output"]>): unknown {
  const { outcomes } = output;
  if (!Array.isArray(outcomes)) return output;
  return { ...output, outcomes: outcomes.map((outcome: object, entry) => ({ entry, ...outcome })) };
}
