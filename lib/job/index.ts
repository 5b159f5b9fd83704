/**
 * Chapter 13. Long work as data: what a bench can be asked, the kinds of job, their states, and the runner that works on
 * the queue. Read host/model-host.ts, runner/job.ts, then runner/runner.ts.
 */
export type { ModelHost } from "./host/model-host";
export { createModelHost } from "./host/create-model-host";
export { statisticsTextsOf, TRAINING_CASES } from "./host/texts";
export type { ModelHostOptions } from "./host/create-model-host";
export { reportOn, reportOnEncoder } from "./host/checkpoint-report";
export type { ReportOptions } from "./host/checkpoint-report";
export { importArtifact } from "./host/import-artifact";
export type { ArtifactModel } from "./host/import-artifact";
export { canMove, eventId, isFinished, PauseRequest } from "./runner/job";
export type { AnyJobKind, Downloads, JobContext, JobKind } from "./runner/job";
export { stateOfRun } from "./lifelong/save-version";
export type { LifelongAddition, StateAsked } from "./lifelong/save-version";
export { readJson } from "./lifelong/checkpoint-file";
export { lifelongArtifact, lifelongRunId, newLifelongRecord, withAllParameters } from "./lifelong/run-record";
export { JOB_KINDS } from "./kinds";
export { lifelongJob } from "./kinds/lifelong";
export { createRunner } from "./runner/runner";
export type { Runner, RunnerOptions } from "./runner/runner";
export { summaryOf } from "./runner/summary";
