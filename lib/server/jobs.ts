/** Jobs as pages see them: the row, with the newest progress of its stream while it runs. */
import type { ListedJob } from "../api";
import { summaryOf } from "../job";
import { JobOutput, type Job, type Store } from "../store";

export async function newestJobs(store: Store, limit: number): Promise<ListedJob[]> {
  const jobs = await store.jobs.listWithout(["input", "output"], { order: "newest", limit });
  return Promise.all(
    jobs.map(async (job) => ({
      ...job,
      summary: job.summary ?? (await summaryOf(await store.jobs.get(job.id))),
      progress: await progressOf(store, job),
    })),
  );
}

export async function jobWithProgress(
  store: Store,
  jobId: string,
): Promise<Omit<Job, "output"> & { output?: JobOutput }> {
  const { output, ...job } = await store.jobs.get(jobId);
  return {
    ...job,
    progress: await progressOf(store, job),
    ...(output !== undefined && { output: JobOutput.parse(numbered(output)) }),
  };
}

/** Results from before outcomes named their entry stand in its order. */
function numbered(output: NonNullable<Job["output"]>): unknown {
  const { outcomes } = output;
  if (!Array.isArray(outcomes)) return output;
  return { ...output, outcomes: outcomes.map((outcome: object, entry) => ({ entry, ...outcome })) };
}

/** The row is written seldom, because it holds the whole input; the stream is newer. */
async function progressOf(store: Store, job: Omit<Job, "input" | "output">): Promise<Job["progress"]> {
  if (job.status !== "running") return job.progress;
  const [last] = await store.events.list({ where: { job: job.id }, order: "newest", limit: 1 });
  return last?.progress ?? job.progress;
}
