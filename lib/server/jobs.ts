/** Jobs as pages see them: the row, with the newest progress of its stream while it runs. */
import type { JobSummary, ListedJob } from "../api";
import { DownloadJobInput, JobOutput, LifelongDraw, type EditJobInput, type Job, type Store } from "../store";

/** Subjects that a summary names. */
const NAMED = 3;

export async function newestJobs(store: Store, limit: number): Promise<ListedJob[]> {
  const jobs = await store.jobs.list({ order: "newest", limit });
  return Promise.all(
    jobs.map(async ({ output: _, input, ...job }) => ({
      ...job,
      summary: summaryOf(input),
      progress: await progressOf(store, job),
    })),
  );
}

/** What an input is about. Kinds of job other than edits have at most a model and methods to name. */
export function summaryOf(input: Job["input"]): JobSummary {
  const { model, modelId, methods, cases, draw, method, origin } = input;
  const named = typeof model === "string" ? model : typeof modelId === "string" ? modelId : undefined;
  // Read loosely: thousands of edits were checked when the job was queued, and need no check for a line of text.
  const edits = Array.isArray(cases) ? (cases as EditJobInput["cases"]) : [];
  const drawnFrom = LifelongDraw.safeParse(draw);
  const from = DownloadJobInput.shape.origin.safeParse(origin);
  return {
    ...(named !== undefined && { model: named }),
    ...(from.success && { repository: from.data.repository }),
    methods: Array.isArray(methods)
      ? (methods as EditJobInput["methods"]).map((choice) => choice.method)
      : typeof method === "string"
        ? [method]
        : [],
    edits: drawnFrom.data?.count ?? edits.length,
    subjects: edits.slice(0, NAMED).map(({ request }) => request.subject),
  };
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
