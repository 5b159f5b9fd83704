/** Merges of versions of one model, their kinship and their evolution, as jobs. */
import { z } from "zod";
import { EditCase, PoolTask } from "../../data";
import { Verdict } from "../../eval/report";
import { EvolutionRecord, EvolutionScore, EvolutionSettings, KinshipReport } from "../../merge";
import { Address, Backend, ModelVersion, VersionId } from "../records";

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
export const MergeJobInput = MergeAsked.extend({
  seed: z.int().min(0).default(0),
  /** Asked of the merged model and of those that are merged. */
  tasks: z.array(PoolTask).max(32).optional(),
});
export type MergeJobInput = z.infer<typeof MergeJobInput>;

const Facts = z.record(z.string(), z.union([z.number(), z.string()]));

export const MergeJobOutput = z.object({
  overlays: z.array(Address),
  deltaNorms: z.record(z.string(), z.number()),
  fingerprintAfter: z.string(),
  /** How each tensor was merged, and how far it is from the first parent's. */
  tensors: z.array(z.object({ name: z.string(), norm: z.number(), facts: Facts })),
  /** Where tasks were given; of the parents by their names in the recipe. */
  scores: z.object({ child: EvolutionScore, parents: z.record(z.string(), EvolutionScore) }).optional(),
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

export const EvolveJobInput = z.object({
  model: z.string(),
  base: MergeSourceRef,
  founders: MergeSourceRefs,
  tasks: z.array(PoolTask).min(1).max(32),
  settings: EvolutionSettings,
  /** How two parents are merged: a recipe whose models are named "first" and "second", and "base". SLERP by halves when absent. */
  recipe: z.string().max(200_000).optional(),
});
export type EvolveJobInput = z.infer<typeof EvolveJobInput>;

export const EvolveJobOutput = z.object({ evolution: EvolutionRecord, place: Backend });
export type EvolveJobOutput = z.infer<typeof EvolveJobOutput>;

/** What both branches taught, asked of the first branch as it is and of the merged model, whose overlays are given. */
export const RecheckInput = z.object({
  model: z.string(),
  before: VersionId,
  /** Of the first branch, without what the merge takes out. */
  kept: z.array(Address),
  /** Of the other branch. */
  added: z.array(Address),
  cases: z.array(EditCase).min(1),
});
export type RecheckInput = z.infer<typeof RecheckInput>;

export const RecheckOutput = z.object({ verdict: Verdict, durationMs: z.number(), place: Backend });
export type RecheckOutput = z.infer<typeof RecheckOutput>;
