/** Long work: started here, watched at /api/jobs/[jobId]/events (server-sent events that resume by Last-Event-ID). */
import { z } from "zod";
import { JOB_KINDS } from "../../job/kinds";
import { Job, JobOutput, JobPayload, JobSummary } from "../../store";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../endpoint";

const jobParams = z.object({ jobId: Job.shape.id });

/** Kinds that are started with their whole input. A download is started at the hub, which decides what it gets. */
const { download: _, ...STARTED_KINDS } = JOB_KINDS;
type StartedKinds = typeof STARTED_KINDS;
export type StartedKind = keyof StartedKinds;

/** The input of a kind of job. */
export type JobInput<K extends StartedKind> = z.infer<StartedKinds[K]["input"]>;

/** A job that is asked for. */
export type JobStart = {
  readonly [K in StartedKind]: { readonly kind: K; readonly input: JobInput<K>; readonly author: string };
}[StartedKind];

const JobStart = z.discriminatedUnion(
  "kind",
  Object.values(STARTED_KINDS).map(({ id, input }) =>
    z.object({ kind: z.literal(id), input, author: z.string().max(80).default("") }),
  ) as unknown as [z.ZodObject<{ kind: z.ZodLiteral<StartedKind> }>],
) as unknown as z.ZodType<JobStart>;

export const startJob = defineEndpoint({
  id: "jobs.start",
  summary: "Queue a job on the server.",
  method: "POST",
  path: "/api/jobs",
  params: NO_PARAMS,
  input: JobStart,
  output: z.object({ jobId: Job.shape.id, summary: JobSummary }),
  invalidates: ["jobs.list", "lifelong.list"],
});

export const ListedJob = Job.extend({ summary: JobSummary });
export type ListedJob = z.infer<typeof ListedJob>;

export const listJobs = defineEndpoint({
  id: "jobs.list",
  summary: "The newest jobs first, each with a summary in place of its input and result.",
  method: "GET",
  path: "/api/jobs",
  params: NO_PARAMS,
  input: z.object({ limit: z.coerce.number().int().min(1).max(200).default(30) }),
  output: z.object({ jobs: z.array(ListedJob) }),
});

export const getJob = defineEndpoint({
  id: "jobs.get",
  summary: "One job with its input and its result.",
  method: "GET",
  path: "/api/jobs/[jobId]",
  params: jobParams,
  input: NO_INPUT,
  output: Job.extend({ input: JobPayload.shape.input, output: JobOutput.optional() }),
});

export const cancelJob = defineEndpoint({
  id: "jobs.cancel",
  summary: "Ask a job to stop; it stops at its next step and frees what it holds.",
  method: "POST",
  path: "/api/jobs/[jobId]/cancel",
  params: jobParams,
  input: NO_INPUT,
  output: z.object({ status: Job.shape.status }),
  invalidates: ["jobs.list", "jobs.get"],
});

export const pauseJob = defineEndpoint({
  id: "jobs.pause",
  summary: "Stop a job that can go on later where it stopped, such as a download.",
  method: "POST",
  path: "/api/jobs/[jobId]/pause",
  params: jobParams,
  input: NO_INPUT,
  output: z.object({ status: Job.shape.status }),
  invalidates: ["jobs.list", "jobs.get"],
});

export const resumeJob = defineEndpoint({
  id: "jobs.resume",
  summary: "Queue a paused job: it goes on where it stopped.",
  method: "POST",
  path: "/api/jobs/[jobId]/resume",
  params: jobParams,
  input: NO_INPUT,
  output: z.object({ status: Job.shape.status }),
  invalidates: ["jobs.list", "jobs.get"],
});

export const retryJob = defineEndpoint({
  id: "jobs.retry",
  summary: "Queue the same job again.",
  method: "POST",
  path: "/api/jobs/[jobId]/retry",
  params: jobParams,
  input: NO_INPUT,
  output: z.object({ jobId: z.string() }),
  invalidates: ["jobs.list"],
});
