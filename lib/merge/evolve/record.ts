/** An evolution of models as data: what was asked for, and every generation with its children. */
import { z } from "zod";
import { KinshipMetric } from "../kinship/report";

export const EvolutionStrategy = z.enum(["greedy", "greedy-kinship", "random", "cma-es"]);
export type EvolutionStrategy = z.infer<typeof EvolutionStrategy>;

export const EvolutionSettings = z.object({
  strategy: EvolutionStrategy,
  /** Models that are parents of the next generation. */
  top: z.int().min(2).max(8).default(3),
  generations: z.int().min(1).max(50).default(5),
  /** Merges in all; absent: no limit. */
  budget: z.int().min(1).max(1000).optional(),
  metric: KinshipMetric.default("pcc"),
  /** Ends when the mean kinship of the parents is above this; null: never. */
  stopAt: z.number().nullable().default(0.9),
  seed: z.int().min(0).default(0),
});
export type EvolutionSettings = z.infer<typeof EvolutionSettings>;

/** What a score says: the mean over tasks, its standard error, and each task. */
export const EvolutionScore = z.object({
  mean: z.number(),
  standardError: z.number(),
  tasks: z.array(z.object({ id: z.string(), score: z.number(), standardError: z.number() })).default([]),
  /** Of few of the questions: enough to rank the candidates of a search. */
  isPartial: z.boolean().optional(),
});
export type EvolutionScore = z.infer<typeof EvolutionScore>;

export const EvolutionModel = z.object({
  /** "model-<generation>-<place>", with "-exp" for one that was merged to explore; a founder has its own name. */
  name: z.string(),
  generation: z.int(),
  kind: z.enum(["founder", "greedy", "exploration", "random", "search"]),
  parents: z.array(z.string()),
  /** Between its parents. */
  kinship: z.number().nullable(),
  score: EvolutionScore,
  /** Over the mean of its parents; null for a founder. */
  gain: z.number().nullable(),
  /** The version that holds it. */
  version: z.string().optional(),
  /** Addresses of its overlays, until it is kept as a version. */
  overlays: z.array(z.string()).optional(),
  /** Numbers of the recipe that made it, of a search. */
  point: z.array(z.number()).optional(),
  durationMs: z.number().optional(),
});
export type EvolutionModel = z.infer<typeof EvolutionModel>;

export const EvolutionGeneration = z.object({
  generation: z.int(),
  /** Names of the best models when it was over, the best first. */
  top: z.array(z.string()),
  /** Mean kinship of these; null where there is none. */
  kinship: z.number().nullable(),
  children: z.array(z.string()),
});
export type EvolutionGeneration = z.infer<typeof EvolutionGeneration>;

export const EvolutionRecord = z.object({
  settings: EvolutionSettings,
  base: z.string(),
  models: z.array(EvolutionModel),
  generations: z.array(EvolutionGeneration),
  /** Why it ended; absent while it runs. */
  end: z.enum(["unchanged", "kinship", "generations", "budget"]).optional(),
});
export type EvolutionRecord = z.infer<typeof EvolutionRecord>;
