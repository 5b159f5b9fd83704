/** A verdict as charts and tables need it. */
import type { LossCurvesData } from "@/components/charts/loss-curves";
import type { MethodComparisonData } from "@/components/charts/method-comparison";
import type { NextTokenBarsData } from "@/components/charts/next-token-bars";
import type { ParameterSweepData } from "@/components/charts/parameter-sweep";
import type { RippleData } from "@/components/charts/ripple";
import type { ScoreBarsData } from "@/components/charts/score-bars";
import type { EditRequest } from "@/lib/data";
import type { ProbeResult, Protocol, Verdict } from "@/lib/eval";
import {
  CONSEQUENCES,
  isEnough,
  isLeftOpen,
  MAY_CHANGE,
  METRICS,
  metricsUnder,
  NEIGHBOURS,
  OWN_PROMPT,
  passes,
  tallyOf,
} from "@/lib/eval/results";
import type { EditOutcome } from "@/lib/store";
import type { Sweep } from "@/components/results/entries";

export function scoreBarsData(verdict: Verdict, protocol: Protocol): ScoreBarsData {
  return {
    protocol,
    rows: metricsUnder(verdict, protocol).map(({ metric, unit, before, after }) => ({
      metric,
      unit,
      before,
      after,
      ...(after && judged(verdict, protocol, metric, after.mean)),
    })),
  };
}

/** The questions of a metric that reads one group of probes, and whether its score is enough. */
function judged(
  { probes }: Verdict,
  protocol: Protocol,
  id: string,
  mean: number,
): Pick<ScoreBarsData["rows"][number], "questions" | "outcome"> {
  const { unit, groups = [], direction } = METRICS.all.find((metric) => metric.id === id) ?? {};
  const asked = probes.filter(({ group }) => groups.length === 1 && group === groups[0]);
  return {
    ...(asked.length > 0 && { questions: tallyOf(asked, protocol) }),
    ...(unit === "fraction" && direction === "higher" && { outcome: isEnough(mean) ? "pass" : "fail" }),
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
    metrics: METRICS.all.map(({ id }) => id).filter((id) => measured.has(id)),
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

const CLASSES: Readonly<Record<string, RippleData["facts"][number]["class"]>> = {
  [CONSEQUENCES]: "must",
  [NEIGHBOURS]: "mustNot",
  [MAY_CHANGE]: "may",
};

/** The facts around one edit and what became of them, in what the model writes by itself. */
export function rippleData({ probes }: Verdict, request: EditRequest): RippleData {
  const own = probes.filter(({ caseId }) => caseId === request.id);
  const edit = own.find(({ group }) => group === OWN_PROMPT);
  return {
    subject: request.subject,
    edit: edit ? becameOf(edit) : { before: request.targetTrue ?? "", after: "", outcome: "open" },
    facts: own.flatMap((probe) =>
      probe.group in CLASSES
        ? [{ class: CLASSES[probe.group], question: questionOf(probe.prompt), ...becameOf(probe) }]
        : [],
    ),
  };
}

function becameOf({ group, before, after }: ProbeResult): RippleData["edit"] {
  return {
    before: before.generation.text.trim(),
    after: after.generation.text.trim(),
    outcome: isLeftOpen(group) ? "open" : passes(after, "generation") ? "right" : "wrong",
  };
}

/** A prompt without the words that every prompt has: "The city of Rome is in" is about "city of Rome". */
function questionOf(prompt: string): string {
  return prompt.replace(/^The /, "").replace(/ (is|are)( (the|in|that of))*$/, "");
}
