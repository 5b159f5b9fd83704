/**
 * Factuality: what a model says about what is so. Read answered.ts for the evidence of one question, ask.ts for how it is gathered,
 * and the four files of measures for what is made of it. evidence.ts and report.ts are the report of a version.
 */
export type { AnsweredQuestion, Likelihood, Measure } from "./answered";
export { askQuestions, rollingLogP } from "./ask";
export {
  bestTemperature,
  confidences,
  equalMass,
  equalWidth,
  expectedError,
  largestError,
  rootMeanSquareError,
} from "./calibration";
export { choiceProbabilities } from "./choices";
export { factualityEvidence } from "./evidence";
export { MEASURES } from "./measures";
export { textPerplexities, upToStop } from "./texts";
