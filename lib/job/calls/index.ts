/** Everything that a model host can be asked. A page loads this without the algorithms. A new question or long computation is a file here and a line in this table. */
import { benchmark } from "./benchmark";
import { factuality } from "./factuality";
import type { HostOf } from "./call";
import { continuations } from "./text/continuations";
import { edit } from "./edit";
import { explore, explorePreflight } from "./explore/explore";
import { fingerprint } from "./fingerprint";
import { generate } from "./text/generate";
import { knownFacts } from "./known-facts";
import { lifelong } from "./lifelong";
import { nextTokens } from "./text/next-tokens";
import { evolveVersions, kinship } from "./merge/kinship";
import { merge, mergeBase, mergeCheck, mergeTensor } from "./merge/merge";
import { recheck } from "./merge/recheck";
import { preflight } from "./preflight";
import { prepare } from "./prepare";
import { propose } from "./propose";
import { tokens } from "./text/tokens";

export { askOf, checkedMethods, methodsFrom, seedOf } from "./call";
export type { Ask, CallTable, HostOf, Question } from "./call";
export type { ExplorePreflight } from "./explore/explore";
export type { PreflightReport } from "./preflight";
export { RECORD_CALLS } from "./records";
export type { HostRecords } from "./records";

export const CALLS = {
  tokens,
  nextTokens,
  generate,
  continuations,
  explore,
  explorePreflight,
  fingerprint,
  knownFacts,
  preflight,
  edit,
  prepare,
  propose,
  lifelong,
  benchmark,
  factuality,
  mergeBase,
  mergeCheck,
  mergeTensor,
  merge,
  kinship,
  evolve: evolveVersions,
  recheck,
} as const;

/**
 * Everything that can be asked of models in one place. The browser's worker, the server's child process and the command
 * line each have one; it is the same code, so it gives the same answers, and a page does not care which it talks to.
 */
export type ModelHost = HostOf<typeof CALLS>;

type Calls = typeof CALLS;
/** Calls that are answered at once, by name. */
export type QuestionName = { [K in keyof Calls]: Calls[K]["isLong"] extends false ? K : never }[keyof Calls];

export const QUESTION_NAMES = Object.entries(CALLS)
  .filter(([, { isLong }]) => !isLong)
  .map(([name]) => name) as readonly QuestionName[];
