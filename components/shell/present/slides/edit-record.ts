/** What slides record of an edit run: its words before and after, its scores, the facts around it, and its course. */
import { z } from "zod";
import { ScoreBarsData } from "@/components/charts/score-bars";
import type { RippleData } from "@/components/charts/ripple";
import { rippleData, scoreBarsData } from "@/components/edit/verdict/verdict-data";
import { answersOf } from "@/components/history/detail/overwritten-prompt";
import { aroundSubject } from "@/components/history/prompt";
import { catalog, getJob } from "@/lib/api";
import { callEndpoint } from "@/lib/client/queries/http";
import { EditJobInput, EditJobOutput } from "@/lib/store";
import type { View } from "./kind";

/** One edit in words. */
export const Words = z.object({
  method: z.string(),
  model: z.string(),
  /** The prompt around its subject. */
  prompt: z.object({ head: z.string(), subject: z.string(), tail: z.string() }),
  before: z.string(),
  after: z.string(),
  target: z.string(),
  /** Whether the model says the new answer by itself. */
  holds: z.boolean(),
});
export type Words = z.infer<typeof Words>;

export const EditRecord = z.object({
  jobId: z.string(),
  words: Words,
  scores: ScoreBarsData,
  durationMs: z.number(),
});
export type EditRecord = z.infer<typeof EditRecord>;

export function showsEdit({ path, query }: View): boolean {
  return path === "/edit" && query.has("job");
}

/** The first edit of the entry that is shown; null for a run without a verdict. */
export async function recordEdit({ query }: View): Promise<(EditRecord & { ripple: RippleData }) | null> {
  const jobId = query.get("job") ?? "";
  const [job, { methods }] = await Promise.all([
    callEndpoint(getJob, { params: { jobId } }),
    callEndpoint(catalog, { input: {} }),
  ]);
  const input = EditJobInput.safeParse(job.input).data;
  const outcomes = EditJobOutput.safeParse(job.output).data?.outcomes ?? [];
  const shown = outcomes.find(({ entry }) => String(entry) === query.get("shown"));
  const outcome = shown?.verdict ? shown : outcomes.find(({ verdict }) => verdict);
  const request = input?.cases[0]?.request;
  if (!input || !outcome?.verdict || !request) return null;
  const answers = answersOf(outcome.verdict).get(request.id);
  const [says] = outcome.verdict.says;
  const [head, tail] = aroundSubject(request);
  return {
    jobId,
    words: {
      method: methods.find(({ id }) => id === outcome.method)?.name ?? outcome.method,
      model: input.model,
      prompt: { head, subject: request.subject, tail },
      before: says?.before.trim() || answers?.before || "",
      after: says?.after.trim() || answers?.after || "",
      target: request.targetNew,
      holds: answers?.holds ?? false,
    },
    scores: scoreBarsData(outcome.verdict, "generation"),
    ripple: rippleData(outcome.verdict, request),
    durationMs: outcome.durationMs,
  };
}
