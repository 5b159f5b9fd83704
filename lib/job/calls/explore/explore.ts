/**
 * Looking inside a model, by any analysis of the catalog. What an analysis takes and gives is checked by its own schemas
 * where it is performed, so that pages do not load them.
 */
import { z } from "zod";
import { AnalysisQuestion } from "../../../explain/analysis";
import { Json, ModelVersion } from "../../../store";
import { defineQuestion } from "../call";

const Asked = ModelVersion.extend({
  /** Id of the catalog. */
  analysis: z.string(),
  question: AnalysisQuestion,
  /** Those left out have the analysis' defaults. */
  parameters: Json.default({}),
  /** A second version of the same model; without a name, the checkpoint. */
  against: ModelVersion.omit({ model: true }).optional(),
});
export type ExploreAsked = z.infer<typeof Asked>;

export const explore = defineQuestion({
  summary: "An analysis of the catalog: what it finds in one version of a model, or in two.",
  input: Asked,
  /** Of the second version, where it was asked for and the analysis is run on each. */
  output: z.object({ answer: z.unknown(), against: z.unknown().optional() }),
  maxBodyBytes: 1_000_000,
  perform: async (context, run, asked) =>
    (await import("../../answers/explore")).explore(context, run, asked),
});

const Duration = z.tuple([z.number(), z.number()]);
const Preflight = z.object({
  blockers: z.array(z.string()),
  warnings: z.array(z.string()),
  /** Beside the weights. */
  memoryBytes: z.number(),
  durationMs: Duration,
  /** What is made once and kept. Its time is part of the whole where it is not there yet. */
  artifacts: z.array(z.object({ what: z.string(), cached: z.boolean(), durationMs: Duration })),
});
export type ExplorePreflight = z.infer<typeof Preflight>;

export const explorePreflight = defineQuestion({
  summary: "What an analysis would take and what prevents it, from metadata alone.",
  input: Asked,
  output: Preflight,
  maxBodyBytes: 1_000_000,
  perform: async (context, run, asked) =>
    (await import("../../answers/explore")).reportAnalysis(context, run, asked),
});
