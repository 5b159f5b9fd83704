/** The HTTP API as a test calls it: through the same endpoint definitions as the app, so that answers are checked. */
import type { z } from "zod";
import {
  createBranch,
  exampleCases,
  getJob,
  getVersion,
  keepVersion,
  listJobs,
  QUESTIONS,
  retryJob,
  startJob,
  undo,
  versionGraph,
  type Endpoint,
  type ListedJob,
} from "../../lib/api";
import { EditJobInput, type EditOutcome, type Version } from "../../lib/store";

/** An answer that was not a success, with what the server said. */
export class RefusedError extends Error {
  constructor(
    readonly status: number,
    readonly body: { code?: string; message?: string; hint?: string },
  ) {
    super(`${status}: ${body.message ?? ""}`);
  }
}

type Calls<P, I> = { params?: P; input?: I };
type JobAnswer = z.infer<typeof getJob.output>;

export interface Api {
  call<P, I, O>(endpoint: Endpoint<P, I, O>, call: Calls<P, I>): Promise<O>;
  graph(model?: string): Promise<z.infer<typeof versionGraph.output>>;
  /** The head of a branch as it is now. */
  head(branch?: string): Promise<Version>;
  version(id: string): Promise<z.infer<typeof getVersion.output>>;
  examples(): Promise<z.infer<typeof exampleCases.output>["cases"]>;
  jobs(): Promise<readonly ListedJob[]>;
  job(jobId: string): Promise<JobAnswer>;
  /** Waits until a job has finished, however. */
  finished(jobId: string): Promise<JobAnswer>;
  start(input: z.input<typeof EditJobInput>): Promise<string>;
  /** Runs a finished job again, and gives the id of the new one. */
  retry(jobId: string): Promise<string>;
  keep(job: JobAnswer, branchId?: string): Promise<Version>;
  undo(branchId: string): Promise<Version>;
  branch(name: string, head: string): Promise<void>;
  fingerprint(versionId: string | undefined, model?: string): Promise<string>;
  /** What a version writes greedily after a prompt. */
  continued(prompt: string, versionId: string | undefined, model: string, maxTokens: number): Promise<string>;
  nextTokens(
    prompt: string,
    versionId?: string | null,
    model?: string,
  ): Promise<{ token: string; probability: number }[]>;
}

const POLL_MS = 50;
const MAIN = "atlas:main";

export function apiOf(url: string): Api {
  const call = async <P, I, O>(endpoint: Endpoint<P, I, O>, { params, input }: Calls<P, I>): Promise<O> => {
    const values = (params ?? {}) as Record<string, string>;
    const path = endpoint.path.replace(/\[(\w+)\]/g, (_, name: string) => encodeURIComponent(values[name]));
    const isGet = endpoint.method === "GET";
    const query = isGet && input ? `?${new URLSearchParams(input as Record<string, string>)}` : "";
    const response = await fetch(`${url}${path}${query}`, {
      method: endpoint.method,
      ...(!isGet && { headers: { "content-type": "application/json" }, body: JSON.stringify(input ?? {}) }),
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new RefusedError(response.status, body as RefusedError["body"]);
    return endpoint.output.parse(body);
  };
  const graph: Api["graph"] = (model = "atlas") => call(versionGraph, { input: { model } });
  const job: Api["job"] = (jobId) => call(getJob, { params: { jobId } });

  return {
    call,
    graph,
    job,
    async head(branch = MAIN) {
      const { branches } = await graph(branch.split(":")[0]);
      const found = branches.find((entry) => entry.id === branch);
      if (!found) throw new Error(`There is no branch ${branch}.`);
      return (await call(getVersion, { params: { versionId: found.head } })).version;
    },
    version: (versionId) => call(getVersion, { params: { versionId } }),
    examples: async () =>
      (await call(exampleCases, { params: { worldId: "atlas" }, input: { language: "en" } })).cases,
    jobs: async () => (await call(listJobs, { input: { limit: 200 } })).jobs,
    async finished(jobId) {
      for (;;) {
        const answer = await job(jobId);
        if (answer.status !== "queued" && answer.status !== "running") return answer;
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
    start: async (input) =>
      (await call(startJob, { input: { kind: "edit", input: EditJobInput.parse(input), author: "" } })).jobId,
    retry: async (jobId) => (await call(retryJob, { params: { jobId } })).jobId,
    async keep(finished, branchId = MAIN) {
      onlyOutcome(finished); // throws with the reason of a job that failed
      const { subject, targetNew } = (finished.input as unknown as EditJobInput).cases[0].request;
      return call(keepVersion, {
        input: {
          branchId,
          run: { jobId: finished.id, entry: 0 },
          author: "A journey",
          reason: `${subject} says ${targetNew}`,
        },
      });
    },
    undo: (branchId) => call(undo, { params: { branchId } }),
    branch: async (name, head) => void (await call(createBranch, { input: { model: "atlas", name, head } })),
    fingerprint: async (version, modelId = "atlas") =>
      (await call(QUESTIONS.fingerprint, { params: { modelId }, input: { version, overlays: [] } }))
        .fingerprint,
    continued: async (prompt, version, modelId, maxTokens) => {
      const input = { prompt, version, maxTokens, temperature: 0, seed: 0 };
      const { tokens } = await call(QUESTIONS.generate, { params: { modelId }, input });
      return tokens.map(({ text }) => text).join("");
    },
    nextTokens: async (prompt, version = null, modelId = "atlas") =>
      (
        await call(QUESTIONS.nextTokens, {
          params: { modelId },
          input: { prompt, versions: [version], count: 5 },
        })
      ).answers[0],
  };
}

/** The outcome of a job with one method. Throws with the job's error when it has none. */
function onlyOutcome(job: JobAnswer): EditOutcome & { verdict: NonNullable<EditOutcome["verdict"]> } {
  const outcome = job.output && "outcomes" in job.output ? job.output.outcomes[0] : undefined;
  if (!outcome?.verdict)
    throw new Error(
      `The job ${job.status}: ${job.error?.message ?? outcome?.error?.message ?? "no verdict"}`,
    );
  return { ...outcome, verdict: outcome.verdict };
}
