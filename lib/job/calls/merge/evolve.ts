/** The next generation of an evolution of models. The job of the same name performs one after another. */
import { z } from "zod";
import { EvolutionRecord, EvolutionSettings } from "../../../merge/evolve/record";
import { defineLongCall } from "../call";
import { MergeTasks, NamedSources } from "../../../store";

export const EvolveInput = z.object({
  /** As trained, it is the base of kinship. */
  model: z.string(),
  founders: NamedSources,
  settings: EvolutionSettings,
  /** What models are measured by. */
  tasks: MergeTasks.min(1),
});
export type EvolveInput = z.infer<typeof EvolveInput>;

const GenerationInput = EvolveInput.extend({ record: EvolutionRecord.optional() });
export type GenerationInput = z.infer<typeof GenerationInput>;

export const evolve = defineLongCall({
  summary: "The founders and the first generation of an evolution, or the next one of a record.",
  input: GenerationInput,
  output: EvolutionRecord,
  perform: async (context, run, input) =>
    (await import("../../merge/perform-evolve")).performGeneration(context, run, input),
});
