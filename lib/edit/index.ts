/**
 * Chapter 8. Changing what a model knows. Read method.ts (the contract), shared/rank-one.ts and shared/values.ts (the
 * mathematics of locate-then-edit), then the methods; apply.ts is what surrounds every one of them.
 */
export { applyMethod } from "./apply";
export { checkRequests, inContext, locateSubject, targetIds } from "./locate";
export type { Located } from "./locate";
export { defineMethod } from "./method";
export type {
  AnyEditMethod,
  EditCall,
  EditMethod,
  EditResult,
  Preflight,
  PreflightCall,
  StatisticsTexts,
  TrainingCases,
} from "./method";
export { EDIT_METHODS } from "./methods";
export { parameterSchema, parseParameters } from "./parameters";
export { sampleContexts } from "./shared/contexts";
export { secondMoment } from "./shared/covariance";
export { optimizeValue } from "./shared/values";
