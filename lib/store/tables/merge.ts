/** Merges of versions of one model, their kinship and their evolution, as jobs. */
import { z } from "zod";
import { EvolutionRecord, EvolutionSettings, KinshipReport } from "../../merge";
import { Address, Backend, ModelVersion } from "../records";

/** What a name in a recipe means: a version, and overlays on top that no version has. */
export const MergeSourceRef = ModelVersion.extend({ overlays: z.array(Address).optional() });
export type MergeSourceRef = z.infer<typeof MergeSourceRef>;

export const MergeSourceRefs = z.record(z.string(), MergeSourceRef);
export type MergeSourceRefs = z.infer<typeof MergeSourceRefs>;

/** A recipe as YAML text, and what its names mean. */
export const MergeAsked = ModelVersion.extend({
  recipe: z.string().min(1).max(200_000),
  sources: MergeSourceRefs,
});

/**
 * The input of a `merge` job. The result is a change of `model` at `version`: what turns that into the merged model, so that it is
 * the first parent of the version that keeps it.
 */
export const MergeJobInput = MergeAsked.extend({ seed: z.int().min(0).default(0) });
export type MergeJobInput = z.infer<typeof MergeJobInput>;

const Facts = z.record(z.string(), z.union([z.number(), z.string()]));

export const MergeJobOutput = z.object({
  overlays: z.array(Address),
  deltaNorms: z.record(z.string(), z.number()),
  fingerprintAfter: z.string(),
  /** How each tensor was merged, and how far it is from the first parent's. */
  tensors: z.array(z.object({ name: z.string(), norm: z.number(), facts: Facts })),
  durationMs: z.number(),
  place: Backend,
});
export type MergeJobOutput = z.infer<typeof MergeJobOutput>;

/** The arithmetic of one tensor. */
export const TensorArithmetic = z.object({
  name: z.string(),
  shape: z.array(z.int()),
  operator: z.string(),
  inputs: z.array(
    z.object({
      model: z.string(),
      parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
      /** Of the sum of weights; absent for operators without weights. */
      share: z.number().optional(),
    }),
  ),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  facts: Facts,
});
export type TensorArithmetic = z.infer<typeof TensorArithmetic>;

export const KinshipJobInput = z.object({
  /** The base: differences are from this version. */
  base: MergeSourceRef,
  model: z.string(),
  models: MergeSourceRefs,
  topShare: z.number().min(0).max(1).default(0),
  countsTied: z.boolean().default(false),
});
export type KinshipJobInput = z.infer<typeof KinshipJobInput>;

export const KinshipJobOutput = z.object({ kinship: KinshipReport });

/** Questions by which models are scored. */
export const EvolutionTask = z.object({
  id: z.string(),
  items: z
    .array(z.object({ prompt: z.string().min(1), target: z.string().min(1) }))
    .min(1)
    .max(500),
});
export type EvolutionTask = z.infer<typeof EvolutionTask>;

export const EvolveJobInput = z.object({
  model: z.string(),
  base: MergeSourceRef,
  founders: MergeSourceRefs,
  tasks: z.array(EvolutionTask).min(1).max(16),
  settings: EvolutionSettings,
  /** How two parents are merged: a recipe whose models are named "first" and "second", and "base". SLERP by halves when absent. */
  recipe: z.string().max(200_000).optional(),
});
export type EvolveJobInput = z.infer<typeof EvolveJobInput>;

export const EvolveJobOutput = z.object({ evolution: EvolutionRecord, place: Backend });
export type EvolveJobOutput = z.infer<typeof EvolveJobOutput>;
