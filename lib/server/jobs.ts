/** Jobs as pages see them: the row, with the newest progress of its stream while it runs. */
import type { z } from "zod";
import type { JobStart, ListedJob, startJob as startEndpoint } from "../api";
import { JOB_KINDS, summaryOf, type AnyJobKind } from "../job";
import { JobOutput, type Job, type Store } from "../store";
import { filledMethods } from "./presets";
import type { Services } from "./services";

/** Queues a job with everything filled in that was left open. An unknown model is refused now, not when the job's turn comes. */
export async function startJob(
  { store, runner }: Pick<Services, "store" | "runner">,
  { kind, input, author }: JobStart,
): Promise<z.infer<typeof startEndpoint.output>> {
  const { model } = input;
  await store.models.get(model);
  const { complete } = JOB_KINDS[kind] as unknown as AnyJobKind;
  const whole = complete ? await complete(input, (choices) => filledMethods(store, model, choices)) : input;
  const jobId = await runner.start(kind, whole, author);
  return { jobId, summary: await summaryOf({ kind, input: whole as Job["input"] }) };
}

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
