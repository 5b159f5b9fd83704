/** What a job is about, from its input: made once, when it is queued, so that a list of jobs need not read their inputs. */
import {
  BenchmarkJobInput,
  DownloadJobInput,
  FactualityJobInput,
  LifelongDraw,
  LifelongRunId,
  storedCasesOf,
  type EditJobInput,
  type Job,
  type JobPayload,
  type JobSummary,
} from "../../store";

/** Subjects that a summary names. */
const NAMED = 3;

/** Kinds of job other than edits have at most a model and methods to name. */
export function summaryOf({ kind, input }: Pick<Job, "kind"> & Pick<JobPayload, "input">): JobSummary {
  const { model, modelId, methods, cases, draw, method, origin } = input;
  const named = typeof model === "string" ? model : typeof modelId === "string" ? modelId : undefined;
  // Read loosely: thousands of edits were checked when the job was queued, and need no check for a line of text.
  const stored = storedCasesOf(input);
  const edits = Array.isArray(cases) ? (cases as EditJobInput["cases"]) : [];
  const drawnFrom = LifelongDraw.safeParse(draw);
  const from = DownloadJobInput.shape.origin.safeParse(origin);
  const asked = kind === "factuality" ? FactualityJobInput.safeParse(input).data : undefined;
  const list =
    kind === "benchmark" ? BenchmarkJobInput.shape.dataset.safeParse(input.dataset).data : undefined;
  const runId = kind === "lifelong" ? LifelongRunId.safeParse(input.runId) : undefined;
  return {
    ...(named !== undefined && { model: named }),
    ...(from.success && { repository: from.data.repository }),
    ...(asked && { questions: Math.min(asked.count, asked.questions?.length ?? Infinity) }),
    ...(asked?.version !== undefined && { version: asked.version }),
    ...(list && { list: list.name }),
    ...(runId?.success && { runId: runId.data }),
    methods: Array.isArray(methods)
      ? (methods as EditJobInput["methods"]).map((choice) => choice.method)
      : typeof method === "string"
        ? [method]
        : [],
    edits: drawnFrom.data?.count ?? stored?.count ?? edits.length,
    subjects: stored?.subjects ?? edits.slice(0, NAMED).map(({ request }) => request.subject),
  };
}
