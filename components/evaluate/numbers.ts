/** Rows of runs as charts and tables need them. */
import type { CostQualityData } from "@/components/charts/cost-quality";
import type { OverEditsData } from "@/components/charts/over-edits";
import type { ParallelGoalsData } from "@/components/charts/parallel-goals";
import type { ThreeGoalsData } from "@/components/charts/three-goals";
import type { ComparedResult } from "@/components/results/difference-table";
import { entryNames } from "@/components/results/entries";
import type { LifelongSummary } from "@/lib/api";
import { canonicalJson } from "@/lib/base";
import type { HealthSample, Protocol, Summary } from "@/lib/eval";
import { balanceOf, bestOf, compareCaseScores, GOALS, METRICS, OWN_PROMPT } from "@/lib/eval/results";
import type { Retention } from "./retention";
import { boundsOf, type HealthAtStart, type HealthLimits, type LifelongRow } from "@/lib/store";

export interface NamedRun {
  readonly run: LifelongSummary;
  /** No two alike. */
  readonly name: string;
}

/** What a row holds beside the metrics. */
const BESIDE: Readonly<Record<string, OverEditsData["unit"]>> = {
  ability: "fraction",
  perplexity: "number",
  seconds: "seconds",
  bytes: "bytes",
};

const isFraction = (quantity: string) => unitOf(quantity) === "fraction";

export function unitOf(quantity: string): OverEditsData["unit"] {
  return BESIDE[quantity] ?? METRICS.get(quantity).unit;
}

/** The metrics that edits are scored by one by one, as shares. */
export const EDIT_SCORES = METRICS.all.map(({ id }) => id).filter(isFraction);

/** Those of them that an edit can pass or miss. */
export const JUDGED_SCORES = EDIT_SCORES.filter((id) => METRICS.get(id).direction !== "either");
/** What is measured right after each edit, and at checkpoints of all edits so far: the score of their own prompts. */
export const OWN_SCORE = METRICS.all.find(({ groups }) => groups.includes(OWN_PROMPT))?.id ?? OWN_PROMPT;
/** Everything that is a share of something, in the order in which it is always shown. */
export const SCORES = [...EDIT_SCORES, ...Object.keys(BESIDE).filter(isFraction)];
/** Everything that a row holds, in the order in which it is always shown: shares first. */
export const QUANTITIES = [
  ...SCORES,
  ...[...METRICS.all.map(({ id }) => id), ...Object.keys(BESIDE)].filter((id) => !isFraction(id)),
];

/** Whether the quantity differs between the protocols; text is generated either way, and time has nothing to do with it. */
export function hasProtocols(quantity: string): boolean {
  return METRICS.all.some(({ id, protocols }) => id === quantity && protocols.length > 1);
}

/** By method, and by what else sets runs of one method apart. */
export function namedRuns(runs: readonly LifelongSummary[], nameOf: (method: string) => string): NamedRun[] {
  const names = entryNames(
    runs.map(({ method, parameters, settings }) => {
      const { count, batchSize, seed } = settings;
      return { method, parameters: { edits: count, batch: batchSize, seed, ...parameters } };
    }),
    nameOf,
  );
  return runs.map((run, index) => ({ run, name: names[index] }));
}

export function lastRow(run: LifelongSummary): LifelongRow | undefined {
  return run.state?.rows.at(-1);
}

interface Measured {
  readonly value: number;
  /** Of a score. */
  readonly score: Summary | null;
  readonly before: number | null;
}

/** One quantity of a row; null where it was not measured. */
export function measured(row: LifelongRow, quantity: string, protocol: Protocol): Measured | null {
  const plain = (value: number, before: number | null = null) => ({ value, score: null, before });
  switch (quantity) {
    case "seconds":
      return plain(row.secondsAnEdit);
    case "bytes":
      return plain(row.overlayBytes);
    case "perplexity": {
      const { before = null, after = null } = row.perplexity ?? {};
      return after === null ? null : plain(after, before);
    }
    case "ability":
      // The questions of the suite are those that the base answers.
      return row.ability && { value: row.ability.mean, score: row.ability, before: 1 };
    default: {
      // A score of the other protocol is another quantity.
      const result = row.metrics.find(
        (one) => one.metric === quantity && (!hasProtocols(quantity) || one.protocol === protocol),
      );
      if (!result?.after) return null;
      return { value: result.after.mean, score: result.after, before: result.before?.mean ?? null };
    }
  }
}

function line(run: LifelongSummary, quantity: string, protocol: Protocol, name: string) {
  const points = (run.state?.rows ?? []).flatMap((row) => {
    const found = measured(row, quantity, protocol);
    if (!found) return [];
    const { value, score } = found;
    return [{ edits: row.edits, value, interval95: score?.interval95 ?? null, count: score?.count ?? null }];
  });
  return { name, points };
}

const isDrawn = ({ points }: { readonly points: readonly unknown[] }) => points.length > 0;

/** One quantity of several runs over the number of edits. */
export function quantityOverEdits(
  runs: readonly NamedRun[],
  quantity: string,
  protocol: Protocol,
): OverEditsData {
  const [first] = runs.flatMap(({ run }) => run.state?.rows ?? []);
  const before = first ? (measured(first, quantity, protocol)?.before ?? null) : null;
  return {
    subject: quantity,
    shows: "quantity",
    protocol: hasProtocols(quantity) ? protocol : null,
    unit: unitOf(quantity),
    scale: "log",
    lines: runs.map(({ run, name }) => line(run, quantity, protocol, name)).filter(isDrawn),
    references: before === null ? [] : [{ kind: "before", value: before }],
  };
}

/** The scores of one run over the number of edits. */
export function runOverEdits({ run, name }: NamedRun, protocol: Protocol): OverEditsData {
  return {
    subject: name,
    shows: "run",
    protocol,
    unit: "fraction",
    scale: "log",
    lines: SCORES.map((score) => line(run, score, protocol, score)).filter(isDrawn),
    references: [],
  };
}

interface HealthCurves {
  readonly samples: readonly HealthSample[];
  readonly start: HealthAtStart;
  readonly limits: HealthLimits;
}

/** What was looked at after every step, or now and then: each from before the run, with where the run would stop. */
export function healthOverEdits({ samples, start, limits }: HealthCurves): OverEditsData[] {
  const curve = (
    subject: string,
    unit: OverEditsData["unit"],
    valueOf: (sample: HealthSample) => number | null | undefined,
    before: number | null,
    bounds: readonly (number | null)[],
  ): OverEditsData => ({
    subject,
    shows: "quantity",
    protocol: null,
    unit,
    scale: "linear",
    lines: [
      {
        name: subject,
        points: samples.flatMap((sample) => {
          const value = valueOf(sample);
          return value === undefined ? [] : [{ edits: sample.edits, value, interval95: null, count: null }];
        }),
      },
    ].filter(isDrawn),
    references: [
      ...(before === null ? [] : [{ kind: "before" as const, value: before }]),
      ...bounds.flatMap((value) => (value === null ? [] : [{ kind: "limit" as const, value }])),
    ],
  });
  const at = boundsOf(limits, start);
  return [
    curve("norm", "number", ({ norm }) => norm, null, [at.norm]),
    curve("entropy", "nats", ({ entropyNats }) => entropyNats, start.entropyNats, [
      at.entropyLow,
      at.entropyHigh,
    ]),
    curve("repetition", "fraction", ({ repetition }) => repetition, start.repetition, [at.repetition]),
    curve("ability", "fraction", ({ ability }) => ability, start.ability, [at.ability]),
    curve("perplexity", "number", ({ perplexity }) => perplexity, start.perplexity, [at.perplexity]),
  ].filter(({ lines }) => lines.length > 0);
}

/** What the literature measures right after each edit, over all of them; null before the first. */
export function immediateMean(samples: readonly HealthSample[], protocol: Protocol): number | null {
  if (samples.length === 0) return null;
  const part = protocol === "generation" ? "generation" : "teacherForced";
  return samples.reduce((sum, { immediate }) => sum + immediate[part], 0) / samples.length;
}

export function threeGoalsOf(runs: readonly NamedRun[], protocol: Protocol): ThreeGoalsData {
  return {
    protocol,
    goals: GOALS.map(({ id }) => id),
    runs: runs
      .map(({ run, name }) => ({
        name,
        points: (run.state?.rows ?? []).flatMap((row) => {
          const scores = GOALS.flatMap(({ id }) => measured(row, id, protocol)?.value ?? []);
          return scores.length === GOALS.length ? [{ edits: row.edits, scores }] : [];
        }),
      }))
      .filter(isDrawn),
  };
}

export function parallelGoalsOf(runs: readonly NamedRun[], protocol: Protocol): ParallelGoalsData {
  const judged = runs.flatMap(({ run, name }) => {
    const row = lastRow(run);
    return row ? [{ name, row }] : [];
  });
  const goals = SCORES.filter((goal) => judged.some(({ row }) => measured(row, goal, protocol)));
  return {
    protocol,
    goals,
    runs: judged.map(({ name, row }) => ({
      name,
      scores: goals.map((goal) => measured(row, goal, protocol)?.score ?? null),
    })),
  };
}

export function costQualityOf(
  runs: readonly NamedRun[],
  cost: CostQualityData["cost"],
  protocol: Protocol,
): CostQualityData {
  return {
    protocol,
    cost,
    runs: runs.flatMap(({ run, name }) => {
      const row = lastRow(run);
      const quality = balanceOf(row, protocol);
      const paid = row ? measured(row, cost, protocol)?.value : undefined;
      // A logarithmic axis has no place for what costs nothing.
      return row && quality !== null && paid ? [{ name, edits: row.edits, cost: paid, quality }] : [];
    }),
  };
}

/**
 * Runs compared with the best of them over the same edits, at the last checkpoint that each has with it. Runs over other edits
 * are left out, and so are those whose retention is not known yet. null when nothing is left to compare.
 */
export function pairedRuns(
  runs: readonly NamedRun[],
  retentions: readonly (Retention | undefined)[],
  protocol: Protocol,
): { readonly reference: string; readonly rows: readonly ComparedResult[] } | null {
  const known = runs.flatMap(({ run, name }, i) => {
    const [row, retention] = [lastRow(run), retentions[i]];
    return row && retention ? [{ name, retention, verdict: row, durationMs: row.secondsAnEdit }] : [];
  });
  const best = bestOf(known, protocol);
  if (!best) return null;
  const rows = known.flatMap(({ name, retention }) => {
    const last = best.retention.checkpoints.findLast(({ edits }) =>
      retention.checkpoints.some((other) => other.edits === edits),
    );
    const other = retention.checkpoints.find(({ edits }) => edits === last?.edits);
    if (name === best.name || !last || !other) return [];
    const requests = best.retention.edits.slice(0, last.edits);
    const isSame = canonicalJson(requests) === canonicalJson(retention.edits.slice(0, last.edits));
    if (!isSame || requests.length < 2) return [];
    return [{ name, differences: compareCaseScores(last.cases, other.cases, requests, protocol) }];
  });
  return rows.length > 0 ? { reference: best.name, rows } : null;
}
