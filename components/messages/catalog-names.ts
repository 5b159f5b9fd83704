/** Words that come from a catalog: metrics and groups of probes bring theirs along in every language. */
import { METRICS, PROBE_GROUPS } from "@/lib/eval/results";
import type { Language } from "./languages";

/** Each falls back to the id, for old records that name what is no longer there. */
export function catalogNames(language: Language) {
  const metric = (id: string) => METRICS.all.find((one) => one.id === id);
  const group = (id: string) => PROBE_GROUPS.find((one) => one.id === id);
  return {
    metric: (id: string): string => metric(id)?.name[language] ?? id,
    metricSummary: (id: string): string => metric(id)?.summary[language] ?? id,
    metricFormula: (id: string): string => metric(id)?.formula[language] ?? id,
    probeGroup: (id: string): string => group(id)?.name[language] ?? id,
    /** What should happen to the answers of the group. */
    probeHint: (id: string): string => group(id)?.hint[language] ?? id,
  };
}
