/**
 * Chapter 8. Changing a model's knowledge. Read method.ts (the contract), shared/solve/rank-one.ts and
 * shared/locate/values.ts (the mathematics of locate-then-edit), shared/training/train.ts (gradient steps), then the methods.
 * apply.ts runs any method and checks its result.
 */
export { applyMethod } from "./apply";
export { artifactShapes } from "./artifact-shapes";
export { caseAsRead, promptsAsWritten } from "./chat-form";
export { checkRequests } from "./locate";
export type {
  AnyEditMethod,
  EditCall,
  EditResult,
  StatisticsTexts,
  TextsPart,
  TrainingCases,
} from "./method";
export { EDIT_METHODS } from "./methods";
export { isWhole, namedParameters, parameterSchema, parseParameters } from "./parameters";
export type { ModelShape } from "./settings/known-models";
export { shippedScores } from "./settings/measured/scores";
export type { ScoreFile, ShippedScores } from "./settings/measured/scores";
export { proposedSettings, RUN_SHARE } from "./settings/proposal";
export { originOf, settingsOf, settingsOfKnown } from "./settings/settings";
export type { MeasuredPreset, Settings } from "./settings/settings";
export { sourceText } from "./settings/source";
export { durationOf, readingOperations, writingOperations } from "./shared/preflight";
export { momentKey, secondMoment, secondMoments } from "./shared/solve/covariance";
export { doubleProduct } from "./shared/solve/product";
export { firstTokenNotes } from "./shared/locate/first-token";
export { optimizeValues } from "./shared/locate/values";
