/** Jobs as pages see them: the row, with what a running job last reported. */
import type { ListedJob } from "../api";
import { summaryOf } from "../job";
import { JobOutput, type Job, type JobPayload } from "../store";
import type { Services } from "./services";

type Sources = Pick<Services, "store"> & { readonly runner: Pick<Services["runner"], "progressOf"> };

export async function newestJobs({ store, runner }: Sources, limit: number): Promise<ListedJob[]> {
  const jobs = await store.jobs.list({ order: "newest", limit });
  const summarize = async ({ id, kind }: Job) =>
    summaryOf({ kind, input: (await store.payloads.get(id)).input });
  return Promise.all(
    jobs.map(async (job) => ({
      ...job,
      summary: job.summary ?? (await summarize(job)),
      progress: runner.progressOf(job.id) ?? job.progress,
    })),
  );
}

export async function jobDetails(
  { store, runner }: Sources,
  jobId: string,
): Promise<Job & Pick<JobPayload, "input"> & { output?: JobOutput }> {
  const job = await store.jobs.get(jobId);
  const { input, output } = await store.payloads.get(jobId);
  return {
    ...job,
    input,
    progress: runner.progressOf(jobId) ?? job.progress,
    ...(output !== undefined && { output: JobOutput.parse(numbered(output)) }),
  };
}

/** Results from before outcomes named their entry stand in its order. */
function numbered(output: NonNullable<JobPayload["output"]>): unknown {
  const { outcomes } = output;
  if (!Array.isArray(outcomes)) return output;
  return { ...output, outcomes: outcomes.map((outcome: object, entry) => ({ entry, ...outcome })) };
}
