/**
 * Factuality: what a model says about what is so. Read answered.ts for the evidence of one question, ask.ts for how it is gathered,
 * and the four files of measures for what is made of it.
 */
import { defineCatalog } from "../../base";
import type { Measure } from "./answered";
import { CALIBRATION_MEASURES } from "./calibration";
import { CHOICE_MEASURES } from "./choices";
import { CONSISTENCY_MEASURES } from "./consistency";
import { TEXT_MEASURES } from "./texts";

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
export { factualityReport } from "./report";
export type { FactualityReport } from "./report";
export { textPerplexities, upToStop } from "./texts";

export const MEASURES = defineCatalog<Measure>("measure", [
  ...CHOICE_MEASURES,
  ...TEXT_MEASURES,
  ...CALIBRATION_MEASURES,
  ...CONSISTENCY_MEASURES,
]);
