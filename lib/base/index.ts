/**
 * Chapter 1. What everything else stands on: typed errors, `Run` (how a long operation is stopped, watched and made
 * reproducible), catalogs, content addresses and a queue. Read errors.ts, then run.ts.
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
export type { ErrorCode, ErrorExtras, WireError } from "./errors";
export { parseInput } from "./parse";
export { canonicalJson, isJson } from "./json";
export type { JsonObject, JsonValue } from "./json";
export { hashJson, sha256 } from "./hash";
export { seededRandom, shuffled } from "./random";
export type { Random } from "./random";
export { SILENT, checkCancelled, createRun, unlessCancelled } from "./run";
export type { Logger, Progress, Run, RunOptions } from "./run";
export { defineCatalog } from "./catalog";
export type { Catalog } from "./catalog";
export { createLruCache } from "./lru-cache";
export type { LruCache, LruCacheOptions } from "./lru-cache";
export { createQueue } from "./queue";
export type { Queue } from "./queue";
