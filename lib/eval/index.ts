/**
 * Chapter 9. Evaluating an edit. metrics/ has one file for each metric, and probe-groups.ts the questions of a case. measure/
 * asks models: probes, texts, and a whole edit. scores.ts goes through the metrics, statistics.ts has means with their
 * uncertainty, and report.ts is the schema of a result. judgement/ reads scores for a person: what an edit did, which of
 * several results is best, and what became of the edits of a run. lifelong/ is the loop of a long run, with its health and its
 * checkpoints; step.ts is one call of a method among many.
 */
export { balanceOf, bestOf, GOALS } from "./judgement/balance";
export {
  answersInTheWild,
  createRetriever,
  fallsBackAt,
  judgedInTheWild,
  WILD_TOKENS,
  wildTokens,
  withFact,
} from "./benchmark";
export type { BenchmarkCase } from "./benchmark";
export { DECODING_AIDS } from "./decoding";
export { factualityEvidence } from "./factuality";
export { createLexicon, JUDGES } from "./judges";
export type { JudgeTools } from "./judges";
export { baselineAnswers } from "./measure/baseline";
export type { BaselineAnswers } from "./measure/baseline";
export { measureCheckpoint } from "./lifelong/checkpoint";
export type { Checkpoint } from "./lifelong/checkpoint";
export { answeredQuestions } from "./lifelong/control-questions";
export type { EditFate } from "./report";
export { fitToxicity } from "./benchmark/toxicity";
export type { ToxicityProbes } from "./benchmark/toxicity";
export { askDivergence } from "./measure/divergence";
export { publishedOf } from "./metrics/published";
export { askingOperations } from "./measure/cost";
export { asGiven, evaluate, measureEdit, measureEdits, probeResults } from "./measure/evaluate";
export type { Baseline, EditResults, MadeEdit } from "./measure/evaluate";
export { healthAtStart } from "./lifelong/health";
export { LIFELONG_START, runLifelong } from "./lifelong/lifelong";
export type { LifelongPlan, LifelongPosition } from "./lifelong/lifelong";
export { METRICS } from "./metrics";
export { askKnownFacts, knownFactsKey } from "./measure/known-facts";
export { NEIGHBOURS, probesOf } from "./metrics/probe-groups";
export type { ProbeQuestion, RunCase } from "./metrics/probe-groups";
export { write } from "./measure/sample-text";
export { meanOfTasks, scoreTasks } from "./tasks/tasks";
export type { TaskScore } from "./tasks/tasks";
export { answer, scoreAnswer } from "./measure/probes";
export type { Answer } from "./measure/probes";
export {
  CaseScores,
  ChatProbe,
  FailedStep,
  HealthAtStart,
  HealthLimits,
  HealthPause,
  HealthProbe,
  HealthSample,
  MetricResult,
  NotMeasured,
  PairedDifference,
  ProbeAnswer,
  ProbeResult,
  Protocol,
  Summary,
  Verdict,
} from "./report";
export { comparePaired, scoreCases } from "./scores";
export { summarize } from "./statistics";
export { failedStep, stepOf, stepRandom } from "./step";
