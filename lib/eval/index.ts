/**
 * Chapter 9. Judging an edit. metric.ts has the definitions, probes.ts asks one model, evaluate.ts makes the verdict, and
 * report.ts is its schema. step.ts is one call among many. lifelong.ts is the loop of a long run, with health.ts, ability.ts,
 * checkpoint.ts and known.ts.
 */
export { askBefore, gatherEvidence, judge } from "./evaluate";
export type { EvaluateCall, Evidence, KnownAnswers } from "./evaluate";
export { answeredBy } from "./ability";
export { measureCheckpoint } from "./checkpoint";
export type { Checkpoint } from "./checkpoint";
export { fluencyOf, ngramEntropy } from "./fluency";
export { crossedLimit, healthAtStart } from "./health";
export { LIFELONG_START, runLifelong } from "./lifelong";
export type { LifelongEvent, LifelongPlan, LifelongPosition } from "./lifelong";
export { askKnown } from "./known";
export type { Known } from "./known";
export { METRICS } from "./metric";
export type { Metric } from "./metric";
export { answer, probesOf, scoreAnswer } from "./probes";
export type { Answer, Asked, ProbeGroup } from "./probes";
export {
  CaseStanding,
  FailedStep,
  HealthAtStart,
  HealthLimits,
  HealthPause,
  HealthProbe,
  HealthSample,
  MetricResult,
  ProbeAnswer,
  ProbeResult,
  Protocol,
  Summary,
  Verdict,
  WeightChange,
} from "./report";
export { summarize } from "./statistics";
export { failedStep, stepOf, stepRandom } from "./step";
