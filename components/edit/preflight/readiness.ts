/** Whether Run can run, and whether what it ran is what stands in the composer. */
import type { Messages } from "@/components/messages";
import { canonicalJson } from "@/lib/base";
import type { EditRequest } from "@/lib/data";

interface Readiness {
  /** Edits that are not complete. */
  readonly missing: number;
  /** What the model says without the edit, where that is the new answer already. */
  readonly said: string | undefined;
  /** Edits of a list, where the model says all of them already; 0 otherwise. */
  readonly saidAll: number;
  readonly hasRuns: boolean;
  readonly badSweep: boolean;
  /** Names of methods that cannot run. */
  readonly faulty: string | undefined;
  readonly blocked: string | undefined;
  readonly isReady: boolean;
}

/** The first thing that keeps Run from running, in words; null when nothing does. */
export function obstacleOf(t: Messages["edit"]["run"], readiness: Readiness): string | null {
  if (readiness.missing > 0) return t.faults(readiness.missing);
  if (readiness.said !== undefined) return t.alreadySays(readiness.said);
  if (readiness.saidAll > 0) return t.alreadySaysAll(readiness.saidAll);
  if (!readiness.hasRuns) return t.noMethod;
  if (readiness.badSweep) return t.badSweep;
  if (readiness.faulty !== undefined) return t.badParameters(readiness.faulty);
  if (readiness.blocked !== undefined) return t.blocked(readiness.blocked);
  return readiness.isReady ? null : t.notReady;
}

/** Ids are given by whoever starts a run; two runs of one edit may differ in them. */
export function isSameEdits(ran: readonly EditRequest[], written: readonly EditRequest[]): boolean {
  return ran.length === written.length && ran.every((request, index) => key(request) === key(written[index]));
}

function key({ id: _, ...rest }: EditRequest): string {
  return canonicalJson(rest);
}
