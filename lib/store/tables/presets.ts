/**
 * Presets measured on this installation: parameters of a method for one model, with the evidence they were chosen by. The
 * evidence is kept whole, so that a person can see what else was tried and how uncertain the choice is.
 */
import { z } from "zod";
import { EditCase } from "../../data";
import { Protocol, Summary } from "../../eval/report";
import { Json, ModelRecord, Backend, PresetId, Time } from "../records";

/** Mean over facts with its interval, by layer, of what restoring one part of the layer brings back. */
const TraceEffect = z.object({
  kind: z.enum(["state", "mlp", "attention"]),
  /** Indirect effect at the subject's last token, by layer: a difference of probabilities. */
  layers: z.array(Summary),
});

export const TraceEvidence = z.object({
  /** Standard deviation of the noise on the subject's embeddings, and how often it was drawn. */
  noise: z.number(),
  samples: z.int(),
  /** Layers restored together for MLP and attention. */
  window: z.int(),
  /** Probability of the answer undisturbed, and with noise and nothing restored. */
  high: Summary,
  low: Summary,
  effects: z.array(TraceEffect),
  /** Prompts of the facts that were traced. */
  prompts: z.array(z.string()),
});
export type TraceEvidence = z.infer<typeof TraceEvidence>;

/** By metric: the goals of an edit. */
export const SweepScores = z.record(z.string(), Summary);
export type SweepScores = z.infer<typeof SweepScores>;

/** One setting that was tried, on the same edits as all others. */
export const SweepRow = z.object({
  /** The parameters that this row varies. */
  parameters: Json,
  scores: SweepScores,
  /** Harmonic mean of the scores, in [0, 1]: low when any of them is. */
  score: z.number(),
  /** Edits that the method could not make; they are scored as no change. */
  failures: z.int(),
  durationMs: z.number(),
});
export type SweepRow = z.infer<typeof SweepRow>;

export const Evidence = z.object({
  /** Facts the model was asked for, and how many of them it knows. */
  asked: z.int(),
  known: z.int(),
  /** Absent where no facts were traced. */
  trace: TraceEvidence.optional(),
  protocol: Protocol,
  /** Held out: none of them was traced. */
  edits: z.int(),
  sweep: z.array(SweepRow).min(1),
  /** Index of the row whose parameters were taken. */
  chosen: z.int(),
});
export type Evidence = z.infer<typeof Evidence>;

/** The result of a proposal, before it is stored. */
export const Proposal = z.object({
  method: z.string(),
  model: ModelRecord.shape.id,
  /** All parameters of the method, not only those that were varied. */
  parameters: Json,
  evidence: Evidence,
  place: Backend,
});
export type Proposal = z.infer<typeof Proposal>;

export const PresetRecord = Proposal.extend({
  id: PresetId,
  author: z.string(),
  createdAt: Time,
});
export type PresetRecord = z.infer<typeof PresetRecord>;

/** The input of a `propose` job. */
export const ProposeJobInput = z.object({
  model: z.string(),
  method: z.string(),
  /** The settings that every row of the sweep shares, over the method's defaults. */
  parameters: Json.default({}),
  /** Facts of the person's own, as edits with probes; those of the embedded world when absent. */
  cases: z.array(EditCase).max(2000).optional(),
  /** Facts to trace, which only methods that locate need, and others to edit. */
  facts: z.int().min(0).max(200).default(0),
  edits: z.int().min(1).max(200).default(10),
  /** Runs of layers to try. */
  layers: z.int().min(1).max(12).default(3),
  /** Limits of the change of v to try, where the method has one. */
  clampFactors: z.array(z.number().positive()).min(1).max(8).default([4, 10, 20]),
  seed: z.int().min(0).default(0),
});
export type ProposeJobInput = z.infer<typeof ProposeJobInput>;
