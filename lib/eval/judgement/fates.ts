/** What became of the edits of a run: an edit that the run itself overwrote is not lost, nor is one that never took. */
import { METRICS } from "../metrics";
import { isComparedWithBase } from "../metrics/probe-groups";
import {
  EDIT_FATES,
  type CaseScores,
  type EditFate,
  type FateCounts,
  type HealthSample,
  type Protocol,
} from "../report";

/** Under one metric; null where the edit has nothing that the metric reads. */
export function fateOf(
  { scores, replacedBy, took }: CaseScores,
  metric: string,
  protocol: Protocol,
): EditFate | null {
  const score = scores[metric]?.[protocol];
  if (score !== undefined && score >= 1) return "held";
  const isOwn = readsTargets(metric);
  if (replacedBy !== undefined && isOwn) return "replaced";
  if (score === undefined) return null;
  // Neighbours held before the edit, whether it took or not.
  return isOwn && took !== undefined && !took.includes(protocol) ? "neverTook" : "lost";
}

/** Whether what counts for a metric is the target of an edit, which another edit can replace. */
function readsTargets(metric: string): boolean {
  const groups = METRICS.all.find(({ id }) => id === metric)?.groups ?? [];
  return groups.some((group) => !isComparedWithBase(group));
}

export function countFates(cases: readonly CaseScores[], metric: string, protocol: Protocol): FateCounts {
  const fates = cases.map((caseScores) => fateOf(caseScores, metric, protocol));
  const count = (wanted: EditFate) => fates.filter((fate) => fate === wanted).length;
  return Object.fromEntries(EDIT_FATES.map((fate) => [fate, count(fate)])) as FateCounts;
}

/** By edit, the protocols under which it took at once; undefined where a call of several did not keep that apart. */
export function tookAtOnce(samples: readonly HealthSample[]): (readonly Protocol[] | undefined)[] {
  return samples.flatMap(({ edits, took, immediate }, step) => {
    const count = edits - (samples[step - 1]?.edits ?? 0);
    if (took) return took;
    const only: Protocol[] = [
      ...(immediate.teacherForced >= 1 ? (["teacher-forced"] as const) : []),
      ...(immediate.generation >= 1 ? (["generation"] as const) : []),
    ];
    return Array.from({ length: count }, () => (count === 1 ? only : undefined));
  });
}
