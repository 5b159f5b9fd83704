/** What is asked and answered of merges. Names in a recipe are free text; what each means is said beside it. */
import { z } from "zod";
import { PoolTask } from "../../data";
import { EvolutionScore } from "../../merge/evolve/record";
import { Address, Backend, ModelVersion } from "../records";

const NamedSource = ModelVersion.extend({
  /** On top of the version. */
  overlays: z.array(Address).optional(),
});
export const NamedSources = z.record(z.string(), NamedSource);
export type NamedSources = z.infer<typeof NamedSources>;

const MOST_TASKS = 32;
export const MergeTasks = z.array(PoolTask).max(MOST_TASKS);

/** A recipe in YAML with what it names. */
export const AskedRecipe = z.object({
  /** The model whose overlay the result is. */
  model: z.string(),
  recipe: z.string().max(50_000),
  sources: NamedSources,
  /** Of operators that draw at random. */
  seed: z.int().min(0).default(0),
});

export const MergeJobInput = AskedRecipe.extend({
  /** Asked of the child and of its parents. */
  tasks: MergeTasks.optional(),
});
export type MergeJobInput = z.infer<typeof MergeJobInput>;

const Fact = z.union([z.number(), z.string()]);

export const MergeJobOutput = z.object({
  operator: z.string(),
  /** All that the child applies. */
  overlays: z.array(Address),
  fingerprintAfter: z.string(),
  /** Of the child from the model as trained, by parameter. */
  deltaNorms: z.record(z.string(), z.number()),
  /** What an operator tells of each tensor: the branch that ran, an angle. */
  tensors: z.array(z.object({ name: z.string(), norm: z.number(), facts: z.record(z.string(), Fact) })),
  /** Names in the recipe that are merged, the base of differences not among them, with what they mean. */
  parents: z.array(z.object({ name: z.string(), source: NamedSource })),
  scores: z.object({ child: EvolutionScore, parents: z.record(z.string(), EvolutionScore) }).optional(),
  durationMs: z.number(),
  place: Backend,
});
export type MergeJobOutput = z.infer<typeof MergeJobOutput>;

export const TensorArithmetic = z.object({
  name: z.string(),
  shape: z.array(z.int()),
  operator: z.string(),
  inputs: z.array(
    z.object({
      model: z.string(),
      parameters: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
      /** The factor with which it counts in the sum, where the result is one. */
      share: z.number().optional(),
    }),
  ),
  facts: z.record(z.string(), Fact),
});
