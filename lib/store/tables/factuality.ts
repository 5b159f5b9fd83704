/**
 * Factuality: what a version says about what is so. A run is named by everything that decides its answers, so asking for the same
 * again goes on with it.
 */
import { z } from "zod";
import { Question } from "../../data";
import { FactualityItem } from "../../eval/factuality/record";
import { Backend, ModelVersion } from "../records";

export const FactualityJobInput = ModelVersion.extend({
  /** Of the list, for people; facts of the embedded world where there are no questions. */
  list: z.string().max(200).optional(),
  questions: z.array(Question).min(1).max(10_000).optional(),
  /** How many are asked, of those that the seed puts first. */
  count: z.int().min(1).max(10_000).default(200),
  seed: z.int().min(0).default(0),
  samples: z.int().min(0).max(20).default(0),
  contextWeight: z.number().min(0).max(10).default(0.5),
  /** Ids of decoding aids that are tried beside the plain model. */
  aids: z.array(z.string()).max(20).default([]),
  /** The weaker model of contrastive decoding. */
  amateur: z.string().optional(),
});
export type FactualityJobInput = z.infer<typeof FactualityJobInput>;

export const FactualityRecord = z.object({
  runId: z.string().regex(/^fact_[0-9a-f]{64}$/, "A report is named fact_ and 64 hexadecimal digits."),
  /** Without its questions, which stand in the items. */
  input: FactualityJobInput.omit({ questions: true }),
  fingerprint: z.string(),
  place: Backend,
  items: z.array(FactualityItem),
  /** Questions of all that are asked. */
  total: z.int(),
});
export type FactualityRecord = z.infer<typeof FactualityRecord>;

export const FactualityJobOutput = z.object({ factuality: FactualityRecord });
export type FactualityJobOutput = z.infer<typeof FactualityJobOutput>;
