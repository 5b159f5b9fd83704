/**
 * Chapter 1. The foundation of all chapters: typed errors, `Run` (cancellation, progress and reproducibility of a long
 * operation), catalogs, content addresses and a queue. Read errors.ts, then run.ts.
 */
export {
  CancelledError,
  ERROR_CODES,
  NumericalError,
  PalimpsestError,
  ShapeError,
  fromWireError,
  invalidField,
  isAbort,
  isCancellation,
  stackOf,
  toWireError,
} from "./errors";
export type { ErrorCode, WireError } from "./errors";
export { because } from "./reasons";
export type { Reason, ReasonData } from "./reasons";
export { invalidFields, parseInput } from "./values/parse";
export type { Issue } from "./values/parse";
export { canonicalJson, isJson, parseJson } from "./values/json";
export type { JsonObject, JsonValue } from "./values/json";
export { inGroups } from "./values/groups";
export { hashJson, sha256 } from "./values/hash";
export { seededRandom, shuffled } from "./random";
export type { Random } from "./random";
export { SILENT, checkCancelled, createRun, insideStep, unlessCancelled } from "./run";
export type { Logger, Progress, Run } from "./run";
export { defineCatalog, nearest } from "./catalog";
export { createLruCache } from "./lru-cache";
export type { LruCache } from "./lru-cache";
export { createQueue } from "./queue";
export type { Queue } from "./queue";
