/** A verdict as charts and tables need it. */
import type {
  LossCurvesData,
  MethodComparisonData,
  NextTokenBarsData,
  ParameterSweepData,
  ScoreBarsData,
} from "@/components/charts";
import type { ProbeResult, Protocol, Verdict } from "@/lib/eval";
import type { EditOutcome } from "@/lib/store";
import type { Sweep } from "../methods/entries";

/** The order in which the metrics are always shown. */
const METRICS = ["reliability", "generality", "locality", "portability", "fluency"];

type MetricResult = Verdict["metrics"][number];
/** Of a verdict, or of a checkpoint of a long run. */
type Measured = Pick<Verdict, "metrics">;

/**
 * The metrics to show under one protocol. What is only ever measured one way, such as fluency, which needs generated text,
 * is shown under both.
 */
export function metricsUnder(verdict: Measured, protocol: Protocol): MetricResult[] {
  const names = [...new Set(verdict.metrics.map((result) => result.metric))].sort(
    (a, b) => rank(a) - rank(b),
  );
  return names.flatMap((name) => {
    const results = verdict.metrics.filter((result) => result.metric === name);
    return results.find((result) => result.protocol === protocol) ?? results.slice(0, 1);
  });
}

function rank(metric: string): number {
  const place = METRICS.indexOf(metric);
  return place < 0 ? METRICS.length : place;
}

export function scoreBarsData(verdict: Verdict, protocol: Protocol): ScoreBarsData {
  return {
    protocol,
    rows: metricsUnder(verdict, protocol).map(({ metric, unit, before, after }) => ({
      metric,
      unit,
      before,
      after,
    })),
  };
}

/** Several entries side by side; those that failed have no scores and are left out. */
export function comparisonData(
  outcomes: readonly EditOutcome[],
  protocol: Protocol,
  names: readonly string[],
  marked?: number,
): MethodComparisonData {
  const judged = outcomes.flatMap(({ entry, verdict }) =>
    verdict ? [{ entry, metrics: metricsUnder(verdict, protocol) }] : [],
  );
  // What nobody was asked for would be an empty place in every row.
  const metrics = new Map(
    judged.flatMap((row) =>
      row.metrics.flatMap(({ metric, unit, after }) => (after ? [[metric, unit] as const] : [])),
    ),
  );
  return {
    protocol,
    metrics: [...metrics].map(([metric, unit]) => ({ metric, unit })),
    methods: judged.map((row) => ({
      id: String(row.entry),
      name: names[row.entry],
      scores: row.metrics.map(({ metric, before, after }) => ({ metric, before, after })),
    })),
    ...(marked !== undefined && { marked: String(marked) }),
  };
}

/** The scores of a sweep over its values; entries that failed are gaps, and metrics without probes are left out. */
export function sweepData(
  outcomes: readonly EditOutcome[],
  sweep: Sweep,
  protocol: Protocol,
  method: string,
  shown: number,
): ParameterSweepData {
  const points = outcomes
    .map(({ entry, verdict }) => ({
      id: String(entry),
      value: sweep.values[entry],
      scores: (verdict ? metricsUnder(verdict, protocol) : [])
        .filter(({ unit }) => unit === "fraction")
        .map(({ metric, before, after }) => ({ metric, before, after })),
    }))
    .sort((a, b) => a.value - b.value);
  const measured = new Set(
    points.flatMap(({ scores }) => scores.flatMap(({ metric, after }) => (after ? [metric] : []))),
  );
  const values = points.map(({ value }) => value);
  return {
    protocol,
    method,
    parameter: sweep.parameter,
    scale: isGeometric(values) ? "log" : "linear",
    metrics: METRICS.filter((metric) => measured.has(metric)),
    points,
    chosen: sweep.values[shown] ?? null,
  };
}

/** Values that grow more evenly by factors than by steps are read on a logarithmic axis. */
function isGeometric(values: readonly number[]): boolean {
  if (values.length < 3 || values[0] <= 0) return false;
  const spread = (parts: readonly number[]) => Math.max(...parts) / Math.min(...parts);
  const pairs = values.slice(1).map((value, index) => [values[index], value] as const);
  return spread(pairs.map(([a, b]) => Math.log(b / a))) < spread(pairs.map(([a, b]) => b - a));
}

/** Of these the balance is made: what an edit must do, and what it must leave alone. */
const BALANCED = ["reliability", "generality", "locality"];

/**
 * Harmonic mean of reliability, generality and locality under one protocol, as Meng et al. (2022, section 3.4) score an
 * edit: high only when all three are. Null without a verdict; a goal without probes is left out.
 */
export function balanceOf({ verdict }: { verdict?: Measured }, protocol: Protocol): number | null {
  if (!verdict) return null;
  const means = metricsUnder(verdict, protocol).flatMap(({ metric, after }) =>
    BALANCED.includes(metric) && after ? [after.mean] : [],
  );
  if (means.length === 0) return null;
  if (means.includes(0)) return 0;
  return means.length / means.reduce((sum, mean) => sum + 1 / mean, 0);
}

/** The outcome with the best balance; the quicker of two equals, and the first when none was judged. */
export function bestOf(outcomes: readonly EditOutcome[], protocol: Protocol): EditOutcome | undefined {
  const rankOf = (outcome: EditOutcome) => balanceOf(outcome, protocol) ?? -1;
  return [...outcomes].sort((a, b) => rankOf(b) - rankOf(a) || a.durationMs - b.durationMs)[0];
}

export function nextTokenData(verdict: Verdict, index: number): NextTokenBarsData {
  const entry = verdict.nextTokens[index];
  return { prompt: entry?.prompt ?? "", rows: entry?.rows ?? [] };
}

/** Live curves, keyed by `${entry}.${name}`; the entry is named when there are several. */
export function curvesData(
  curves: Readonly<Record<string, readonly number[]>>,
  names: readonly string[],
): LossCurvesData {
  return {
    curves: Object.entries(curves).map(([key, values]) => {
      const [, entry, name] = /^(\d+)\.(.*)$/.exec(key) ?? ["", "", key];
      return { method: names.length > 1 ? (names[Number(entry)] ?? "") : "", name, values: [...values] };
    }),
  };
}

/** What a probe says under a protocol. */
export function answerUnder(
  answer: ProbeResult["after"],
  protocol: Protocol,
): { readonly text: string; readonly score: number } {
  return protocol === "generation" ? answer.generation : answer.teacherForced;
}

/** Scores are means of ones and zeros, so anything short of one is a miss. */
export function passes(answer: ProbeResult["after"], protocol: Protocol): boolean {
  return answerUnder(answer, protocol).score >= 1;
}

/** True when the probe passes one protocol and misses the other. */
export function disagrees(probe: ProbeResult): boolean {
  return passes(probe.after, "generation") !== passes(probe.after, "teacher-forced");
}
