/**
 * Chapter 9. Evaluating an edit. metrics/ has one file for each metric, and probe-groups.ts the questions of a case. probes.ts
 * asks one model, scores.ts goes through the metrics, evaluate.ts makes the verdict, and report.ts is its schema.
 * statistics.ts has means with their uncertainty, balance.ts one number for several goals. step.ts is one call among many.
 * lifelong.ts is the loop of a long run, with health.ts, control-questions.ts, checkpoint.ts and baseline.ts.
 */
export { balanceOf, bestOf, GOALS, harmonicMean } from "./balance";
export { baselineAnswers } from "./baseline";
export type { BaselineAnswers } from "./baseline";
export { measureCheckpoint } from "./checkpoint";
export type { Checkpoint } from "./checkpoint";
export { answeredQuestions } from "./control-questions";
export { askBaseline, evaluate, measureEdit } from "./evaluate";
export type { Baseline, EditResults, EvaluateCall } from "./evaluate";
export { crossedLimit, healthAtStart } from "./health";
export { LIFELONG_START, runLifelong } from "./lifelong";
export type { LifelongEvent, LifelongPlan, LifelongPosition } from "./lifelong";
export { METRICS } from "./metrics";
export type { Metric } from "./metrics/metric";
export { probesOf } from "./metrics/probe-groups";
export type { ProbeQuestion } from "./metrics/probe-groups";
export { answer, scoreAnswer } from "./probes";
export type { Answer } from "./probes";
export {
  CaseScores,
  FailedStep,
  HealthAtStart,
  HealthLimits,
  HealthPause,
  HealthProbe,
  HealthSample,
  MetricResult,
  PairedDifference,
  ProbeAnswer,
  ProbeResult,
  Protocol,
  Summary,
  Verdict,
  WeightChange,
} from "./report";
export { comparePaired, scoreCases } from "./scores";
export type { CaseResults } from "./scores";
export { summarize } from "./statistics";
export { failedStep, stepOf, stepRandom } from "./step";
