/**
 * Chapter 13. Long work as data: what a bench can be asked, the kinds of job, their states, and the runner that works on
 * the queue. Read bench.ts, job.ts, then runner.ts.
 */
export type { Bench } from "./bench";
export { createBench } from "./create-bench";
export { statisticsTextsOf, TRAINING_CASES } from "./texts";
export type { BenchOptions } from "./create-bench";
export { reportOn, reportOnEncoder } from "./checkpoint-report";
export type { ReportOptions } from "./checkpoint-report";
export { importArtifact } from "./import-artifact";
export type { ArtifactModel } from "./import-artifact";
export { canMove, isFinished, PauseRequest } from "./job";
export type { AnyJobKind, Downloads, JobContext, JobKind } from "./job";
export { stateOfRun } from "./lifelong-keep";
export type { LifelongAddition, StateAsked } from "./lifelong-keep";
export { readJson } from "./lifelong-kept";
export { lifelongArtifact, lifelongRunId, newLifelongRecord, withAllParameters } from "./lifelong-run";
export { JOB_KINDS } from "./kinds";
export { lifelongJob } from "./kinds/lifelong";
export { createRunner } from "./runner";
export type { Runner, RunnerOptions } from "./runner";
export { summaryOf } from "./summary";
