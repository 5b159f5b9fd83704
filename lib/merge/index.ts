/**
 * Chapter 5. Merging: several changes of one weight made into one, and several models made into one. Plain arrays go in and come
 * out, for changes of a model and of a side memory alike; models are sources of tensors, so that this chapter knows no files. Read
 * operators/operator.ts (the contract), operators/task-vectors/task-vector.ts, then recipe/schema.ts. methods/ are the operators'
 * forms for a side memory.
 */
export { MERGE_METHODS } from "./methods";
export { MERGE_OPERATORS } from "./operators";
export type {
  BaseUse,
  Merged,
  MergeOperator,
  OperatorParameter,
  ParameterValues,
} from "./operators/operator";
export { NumberType, Recipe, RecipeCheck, RecipeProblem, Setting, Settings } from "./recipe/schema";
export { checkBase } from "./recipe/common-base";
export { SENTENCES } from "./recipe/sentences";
export type { Sentence, SentenceCode, SentenceValues } from "./recipe/sentences";
export { checkRecipe } from "./recipe/check";
export type { FoundSources, SourceFault } from "./recipe/check";
export { readRecipe, writeRecipe } from "./recipe/read";
export type { LineOf, ReadRecipe } from "./recipe/read";
export {
  DeltaNorms,
  KINSHIP_GROUPS,
  KinshipMetric,
  KinshipNumbers,
  KinshipPair,
  KinshipReport,
} from "./kinship/report";
export {
  EvolutionGeneration,
  EvolutionModel,
  EvolutionRecord,
  EvolutionScore,
  EvolutionSettings,
  EvolutionStrategy,
} from "./evolve/record";
export { extendedTokenizer } from "./engine/tokenizer-file";
export { planMerge } from "./engine/merge-tensor";
export type { MergedTensor, MergeOptions, Merging } from "./engine/merge-tensor";
export { factorKinship } from "./kinship/factors";
export type { Factors } from "./kinship/factors";
export { kinshipOf } from "./kinship/kinship";
export type { KinshipOptions } from "./kinship/kinship";
export { countLayers, groupOf, isEmbedding, isHead, layerOf } from "./engine/names";
export { resolve, valueAt } from "./engine/schedule";
export { modelsOf, referenceOf } from "./engine/layout";
export type { MergeSource, MergeSources, SourceTensor } from "./engine/source";
export { evolve } from "./evolve/evolve";
export { numbersIn, withNumbers } from "./recipe/numbers";
export { searchRecipe } from "./evolve/search";
export type { Breeding, Founder } from "./evolve/evolve";
