/** From what was measured of cases to scores. Everything here goes through the list of metrics and knows none by name. */
import type { EditCase } from "../data";
import { METRICS } from "./metrics";
import type { CaseEvidence, Metric } from "./metrics/metric";
import { isDisputed } from "./metrics/probe-groups";
import {
  type CaseScores,
  type MetricResult,
  type PairedDifference,
  type ProbeResult,
  type Protocol,
  type Verdict,
} from "./report";
import { pairedDifference, summarizeClustered } from "./statistics";

type Side = "before" | "after";

/** What was measured of one case, before and after its edit. */
export interface CaseResults {
  readonly request: EditCase["request"];
  readonly probes: readonly ProbeResult[];
  /** Its prompt with a sampled continuation; absent where none was generated. */
  readonly text?: Readonly<Record<Side, string>>;
}

/** Every metric under each of its protocols. */
export function scoreCases(cases: readonly CaseResults[]): Pick<Verdict, "metrics" | "disagreements"> {
  const evidence = cases.map((caseResults) => ({
    relation: relationOf(caseResults.request),
    before: evidenceOf(caseResults, "before"),
    after: evidenceOf(caseResults, "after"),
  }));
  const resultOf = (metric: Metric, protocol: Protocol): MetricResult => {
    const rows = evidence.flatMap(({ relation: cluster, before, after }) => {
      const [from, to] = [metric.score(before, protocol), metric.score(after, protocol)];
      return from === undefined || to === undefined ? [] : [{ cluster, from, to }];
    });
    const questions = evidence
      .flatMap(({ after }) => after.probes)
      .filter(({ group }) => metric.groups.includes(group)).length;
    const summary = (side: "from" | "to") => {
      const found = summarizeClustered(
        rows.map((row) => ({ score: row[side], cluster: row.cluster })),
        kindOf(metric),
      );
      return found && metric.groups.length > 0 ? { ...found, questions } : found;
    };
    return {
      metric: metric.id,
      metricVersion: metric.version,
      protocol,
      unit: metric.unit,
      before: summary("from"),
      after: summary("to"),
      change: pairedDifference(rows, kindOf(metric)),
    };
  };
  return {
    metrics: METRICS.all.flatMap((metric) => metric.protocols.map((protocol) => resultOf(metric, protocol))),
    disagreements: cases.flatMap(({ probes }) => probes).filter(isDisputed).length,
  };
}

/**
 * The metrics to show under one protocol, in the order of the list. What is measured one way only, such as what needs
 * generated text, is shown under both. A metric that an old record has and the list has not comes last.
 */
export function metricsUnder(measured: Pick<Verdict, "metrics">, protocol: Protocol): MetricResult[] {
  const listed = METRICS.all.map(({ id }) => id);
  const found = measured.metrics.map(({ metric }) => metric).filter((id) => !listed.includes(id));
  return [...listed, ...new Set(found)].flatMap((id) => {
    const results = measured.metrics.filter(({ metric }) => metric === id);
    return results.find((result) => result.protocol === protocol) ?? results.slice(0, 1);
  });
}

/** What a run keeps of one edit at a checkpoint. */
export function caseScoresOf(edit: number, results: CaseResults): CaseScores {
  const after = evidenceOf(results, "after");
  const scores: CaseScores["scores"] = {};
  for (const metric of METRICS.all) {
    for (const protocol of metric.protocols) {
      const score = metric.score(after, protocol);
      if (typeof score === "number") scores[metric.id] = { ...scores[metric.id], [protocol]: score };
    }
  }
  return { edit, caseId: results.request.id, scores };
}

/** A case in two results: the evidence of each after its edit. */
export interface PairedCase {
  readonly cluster: string;
  readonly from: Partial<CaseEvidence>;
  readonly to: Partial<CaseEvidence>;
}

/** Two results on the same cases, case by case. */
export function pairedCases(
  from: Pick<Verdict, "probes">,
  to: Pick<Verdict, "probes">,
  requests: readonly EditCase["request"][],
): PairedCase[] {
  const [first, second] = [byCase(from.probes), byCase(to.probes)];
  return requests.map((request) => {
    const after = (probes: readonly ProbeResult[] = []) => evidenceOf({ request, probes }, "after");
    return {
      cluster: relationOf(request),
      from: after(first.get(request.id)),
      to: after(second.get(request.id)),
    };
  });
}

/** Differences between two results on the same cases under one protocol, by metric: the second minus the first. */
export function comparePaired(
  from: Pick<Verdict, "probes">,
  to: Pick<Verdict, "probes">,
  requests: readonly EditCase["request"][],
  protocol: Protocol,
): ReadonlyMap<string, PairedDifference> {
  return differencesOf(pairedCases(from, to, requests), (evidence, metric) =>
    metric.score(evidence, protocol),
  );
}

/** The same of two long runs, from what each kept of its edits at a checkpoint. */
export function compareCaseScores(
  from: readonly CaseScores[],
  to: readonly CaseScores[],
  requests: readonly EditCase["request"][],
  protocol: Protocol,
): ReadonlyMap<string, PairedDifference> {
  const [first, second] = [from, to].map((all) => new Map(all.map((entry) => [entry.caseId, entry.scores])));
  const cases = requests.map((request) => ({
    cluster: relationOf(request),
    from: first.get(request.id) ?? {},
    to: second.get(request.id) ?? {},
  }));
  return differencesOf(cases, (scores, { id }) => scores[id]?.[protocol]);
}

function differencesOf<T>(
  cases: readonly { readonly cluster: string; readonly from: T; readonly to: T }[],
  scoreOf: (side: T, metric: Metric) => number | null | undefined,
): ReadonlyMap<string, PairedDifference> {
  const found = METRICS.all.flatMap((metric) => {
    const pairs = cases.map(({ cluster, from, to }) => ({
      cluster,
      from: scoreOf(from, metric) ?? null,
      to: scoreOf(to, metric) ?? null,
    }));
    const difference = pairedDifference(pairs, kindOf(metric));
    return difference ? [[metric.id, difference] as const] : [];
  });
  return new Map(found);
}

function evidenceOf(
  { probes, text }: CaseResults,
  side: Side,
): Partial<CaseEvidence> & Pick<CaseEvidence, "probes"> {
  return {
    probes: probes.map((probe) => ({ ...probe, answer: probe[side] })),
    ...(text && { text: text[side] }),
  };
}

function byCase(probes: readonly ProbeResult[]): ReadonlyMap<string, ProbeResult[]> {
  const groups = new Map<string, ProbeResult[]>();
  for (const probe of probes) {
    const known = groups.get(probe.caseId);
    if (known) known.push(probe);
    else groups.set(probe.caseId, [probe]);
  }
  return groups;
}

/** Cases whose prompts differ in the subject alone ask for the same relation. */
function relationOf({ prompt }: EditCase["request"]): string {
  return prompt;
}

function kindOf({ unit }: Metric): "fraction" | "real" {
  return unit === "fraction" ? "fraction" : "real";
}
