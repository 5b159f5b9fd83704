/**
 * The schema of a result: what an edit did, judged under both protocols, with every probe's text kept.
 *
 * Scores under different protocols are different quantities and are never averaged together. `null` means that a case
 * has no such probes, which is not zero.
 */
import { z } from "zod";

/** Teacher-forced: greedy token accuracy given the gold prefix. Generation: the greedy continuation starts with the target. */
export const Protocol = z.enum(["teacher-forced", "generation"]);
export type Protocol = z.infer<typeof Protocol>;

export const Summary = z.object({
  mean: z.number(),
  standardError: z.number(),
  interval95: z.tuple([z.number(), z.number()]),
  count: z.int(),
  skipped: z.int(),
});
export type Summary = z.infer<typeof Summary>;

/** One metric under one protocol, after the edit and, beside it, before. */
export const MetricResult = z.object({
  metric: z.string(),
  metricVersion: z.int(),
  protocol: Protocol,
  unit: z.enum(["fraction", "bits"]),
  before: Summary.nullable(),
  after: Summary.nullable(),
});
export type MetricResult = z.infer<typeof MetricResult>;

/** What one model does with one probe. Text is decoded from the argmax tokens or from the greedy continuation. */
export const ProbeAnswer = z.object({
  teacherForced: z.object({ text: z.string(), score: z.number() }),
  generation: z.object({ text: z.string(), score: z.number() }),
  /** Geometric-mean probability of the expected tokens. */
  probability: z.number(),
});
export type ProbeAnswer = z.infer<typeof ProbeAnswer>;

export const ProbeResult = z.object({
  caseId: z.string(),
  group: z.enum(["reliability", "generality", "locality", "portability"]),
  /** Finer kind inside the group: "same-relation", "one-hop"… */
  kind: z.string(),
  prompt: z.string(),
  /** What the probe should answer; for locality the text that fixes the positions. */
  expected: z.string(),
  before: ProbeAnswer,
  after: ProbeAnswer,
});
export type ProbeResult = z.infer<typeof ProbeResult>;

export const WeightChange = z.object({
  parameter: z.string(),
  layer: z.int().nullable(),
  rank: z.int().nullable(),
  norm: z.number(),
  /** Share of the weight's own Frobenius norm. */
  relative: z.number(),
});
export type WeightChange = z.infer<typeof WeightChange>;

export const Verdict = z.object({
  metrics: z.array(MetricResult),
  probes: z.array(ProbeResult),
  /** Greedy continuations of the edited prompts, before and after. */
  says: z.array(z.object({ prompt: z.string(), before: z.string(), after: z.string() })),
  /** The likeliest next tokens after each edited prompt; probabilities in [0, 1]. */
  nextTokens: z.array(
    z.object({
      prompt: z.string(),
      rows: z.array(z.object({ token: z.string(), before: z.number(), after: z.number() })),
    }),
  ),
  weights: z.array(WeightChange),
  /** Probes on which the two protocols disagree about passing, after the edit. */
  disagreements: z.int(),
});
export type Verdict = z.infer<typeof Verdict>;
