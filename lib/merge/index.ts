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
