/**
 * Chapter 9. Judging an edit. metric.ts has the definitions, probes.ts asks one model, evaluate.ts makes the verdict, and
 * report.ts is its schema.
 */
export { askBefore, gatherEvidence, judge } from "./evaluate";
export type { EvaluateCall, Evidence, KnownAnswers } from "./evaluate";
export { fluencyOf, ngramEntropy } from "./fluency";
export { METRICS } from "./metric";
export type { Metric } from "./metric";
export { answer, probesOf, scoreAnswer } from "./probes";
export type { Answer, Asked, ProbeGroup } from "./probes";
export { MetricResult, ProbeAnswer, ProbeResult, Protocol, Summary, Verdict, WeightChange } from "./report";
export { summarize } from "./statistics";
