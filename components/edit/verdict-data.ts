/** A verdict as charts and tables need it. */
import type {
  LossCurvesData,
  MethodComparisonData,
  NextTokenBarsData,
  ScoreBarsData,
} from "@/components/charts";
import type { ProbeResult, Protocol, Verdict } from "@/lib/eval";
import type { EditOutcome } from "@/lib/store";

/** The order in which the metrics are always shown. */
const METRICS = ["reliability", "generality", "locality", "portability", "fluency"];

type MetricResult = Verdict["metrics"][number];

/**
 * The metrics to show under one protocol. What is only ever measured one way, such as fluency, which needs generated text,
 * is shown under both.
 */
export function metricsUnder(verdict: Verdict, protocol: Protocol): MetricResult[] {
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

/** Several methods side by side; those that failed have no scores and are left out. */
export function comparisonData(
  outcomes: readonly EditOutcome[],
  protocol: Protocol,
  nameOf: (method: string) => string,
): MethodComparisonData {
  const judged = outcomes.flatMap(({ method, verdict }) =>
    verdict ? [{ method, metrics: metricsUnder(verdict, protocol) }] : [],
  );
  const metrics = new Map(
    judged.flatMap((entry) => entry.metrics.map(({ metric, unit }) => [metric, unit] as const)),
  );
  return {
    protocol,
    metrics: [...metrics].map(([metric, unit]) => ({ metric, unit })),
    methods: judged.map((entry) => ({
      id: entry.method,
      name: nameOf(entry.method),
      scores: entry.metrics.map(({ metric, before, after }) => ({ metric, before, after })),
    })),
  };
}

export function nextTokenData(verdict: Verdict, index: number): NextTokenBarsData {
  const entry = verdict.nextTokens[index];
  return { prompt: entry?.prompt ?? "", rows: entry?.rows ?? [] };
}

/** Curves keyed by `${method}.${name}`, or by the name alone when there is one method. */
export function curvesData(
  curves: Readonly<Record<string, readonly number[]>>,
  methods: readonly { readonly id: string; readonly name: string }[],
): LossCurvesData {
  return {
    curves: Object.entries(curves).map(([key, values]) => {
      const method = methods.find(({ id }) => key.startsWith(`${id}.`));
      return {
        method: methods.length > 1 ? (method?.name ?? "") : "",
        name: method ? key.slice(method.id.length + 1) : key,
        values: [...values],
      };
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
