/** Long work: started here, watched at /api/jobs/[jobId]/events (server-sent events that resume by Last-Event-ID). */
import { z } from "zod";
import { Fault } from "../../data";
import { JOB_KINDS } from "../../job/kinds";
import { Job, JobOutput, JobPayload, JobReport, JobSummary } from "../../store";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../endpoint";

const jobParams = z.object({ jobId: Job.shape.id });

/** Kinds that are started with their whole input. A download is started at the hub, which decides what it gets. */
const { download: _, ...STARTED_KINDS } = JOB_KINDS;
type StartedKinds = typeof STARTED_KINDS;
export type StartedKind = keyof StartedKinds;

/** The input of a kind of job. */
export type JobInput<K extends StartedKind> = z.infer<StartedKinds[K]["input"]>;

export type JobOutputOf<K extends StartedKind> = z.infer<StartedKinds[K]["output"]>;

/** A job that is asked for. One in the browser is performed by the page that asks, which reports on it. */
export type JobStart = {
  readonly [K in StartedKind]: {
    readonly kind: K;
    readonly input: JobInput<K>;
    readonly author: string;
    /** The server when absent. */
    readonly location?: "server" | "browser";
  };
}[StartedKind];

const JobStart = z.discriminatedUnion(
  "kind",
  Object.values(STARTED_KINDS).map(({ id, input }) =>
    z.object({
      kind: z.literal(id),
      input,
      author: z.string().max(80).default(""),
      location: z.enum(["server", "browser"]).default("server"),
    }),
  ) as unknown as [z.ZodObject<{ kind: z.ZodLiteral<StartedKind> }>],
) as unknown as z.ZodType<JobStart>;

export const startJob = defineEndpoint({
  id: "jobs.start",
  summary:
    "Queue a job on the server, or list one that the page performs itself. Its edits may have the form of any dataset.",
  method: "POST",
  path: "/api/jobs",
  params: NO_PARAMS,
  input: JobStart,
  output: z.object({
    jobId: Job.shape.id,
    summary: JobSummary,
    /** Parts of its edits that are not used, where there are such. */
    omitted: z.array(Fault).optional(),
    /** Of a job in the browser: what is to be performed, with everything filled in. */
    input: JobPayload.shape.input.optional(),
  }),
  invalidates: ["jobs.list", "lifelong.list"],
});

/** A page that is closed sends its last report without waiting for the answer. */
export const reportJob = defineEndpoint({
  id: "jobs.report",
  summary: "Say how a job is that the page performs itself; the answer says whether to go on.",
  method: "POST",
  path: "/api/jobs/[jobId]/report",
  params: jobParams,
  input: JobReport,
  output: z.object({ status: Job.shape.status, cancelRequested: Job.shape.cancelRequested }),
});

export const ListedJob = Job.extend({
  summary: JobSummary,
  /** Jobs of one queue wait for each other; short ones pass a long one of the device. */
  queue: z.enum(["short", "device", "network"]),
  /** Of a job that waits: how many have their turn before it, those at work among them. */
  ahead: z.int().optional(),
});
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

export const deleteJob = defineEndpoint({
  id: "jobs.delete",
  summary: "Delete a finished job with its input and its result; what was kept of it stays.",
  method: "DELETE",
  path: "/api/jobs/[jobId]",
  params: jobParams,
  input: NO_INPUT,
  output: z.object({ deleted: Job.shape.id }),
  invalidates: ["jobs.list", "jobs.get", "storage.get"],
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
