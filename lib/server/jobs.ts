/** Jobs as pages see them: the row, with the newest progress of its stream while it runs. */
import { EditJobOutput, type Job, type Store } from "../store";

export async function newestJobs(store: Store, limit: number): Promise<Omit<Job, "output">[]> {
  const jobs = await store.jobs.list({ order: "newest", limit });
  return Promise.all(
    jobs.map(async ({ output: _, ...job }) => ({ ...job, progress: await progressOf(store, job) })),
  );
}

export async function jobWithProgress(
  store: Store,
  jobId: string,
): Promise<Omit<Job, "output"> & { output?: EditJobOutput }> {
  const { output, ...job } = await store.jobs.get(jobId);
  return {
    ...job,
    progress: await progressOf(store, job),
    ...(output !== undefined && { output: EditJobOutput.parse(output) }),
  };
}

/** The row is written seldom, because it holds the whole input; the stream is newer. */
async function progressOf(store: Store, job: Omit<Job, "output">): Promise<Job["progress"]> {
  if (job.status !== "running") return job.progress;
  const [last] = await store.events.list({ where: { job: job.id }, order: "newest", limit: 1 });
  return last?.progress ?? job.progress;
}
