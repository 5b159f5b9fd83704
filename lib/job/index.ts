/**
 * Chapter 13. Long work as data: what a model host can be asked, the channel to one in another thread or process, the kinds
 * of job, their states, and the runner that works on the queue. Read calls/index.ts, runner/job.ts, then runner/runner.ts.
 */
export { CALLS, QUESTION_NAMES } from "./calls";
export type { ModelHost, QuestionName } from "./calls";
export { askOf, seedOf, checkedMethods, methodsFrom, RECORD_CALLS } from "./calls";
export type { Ask, CallTable, HostOf, HostRecords } from "./calls";
export { connect, serve } from "./channel";
export type { Connection, LoadProgress, Port } from "./channel";
export { readBenchmark } from "./benchmark/perform";
export { createModelHost } from "./host/create-model-host";
export { englishTexts } from "./texts/english";
export { statisticsTextsOf, TRAINING_CASES } from "./host/texts";
export { reportOn, reportOnEncoder } from "./host/checkpoint-report";
export { readFactuality } from "./factuality/perform";
export { importArtifact } from "./host/import-artifact";
export type { ArtifactModel } from "./host/import-artifact";
export { BASE, evolutionSoFar, recipeOfChild } from "./merge/perform-evolution";
export { isInTab } from "./runner/tab-jobs";
export { settingsTried } from "./propose/axes";
export { eventId } from "./runner/broadcast";
export { isFinished, PauseRequest } from "./runner/job";
export type { AnyJobKind, Downloads, JobQueue } from "./runner/job";
export { stateOfRun } from "./lifelong/save-version";
export type { StateAsked } from "./lifelong/save-version";
export { readJson } from "./lifelong/checkpoint-file";
export { lifelongArtifact, namedRun, newLifelongRecord } from "./lifelong/run-record";
export { ALL_JOB_KINDS, isShortCall, JOB_KINDS } from "./kinds";
export { lifelongJob } from "./kinds/lifelong";
export { createRunner } from "./runner/runner";
export type { AskedJob, Runner } from "./runner/runner";
export { summaryOf } from "./runner/summary";
