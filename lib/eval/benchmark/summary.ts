/**
 * A record of a benchmark as a table: a number with its interval for every method, protocol and quantity, and for every kind of
 * probe under the name that its paper gives it. Numbers of different protocols are different quantities: none is mixed with another.
 */
import { seededRandom } from "../../base";
import type { BenchmarkCase, BenchmarkEntry, BenchmarkProtocol } from "./record";
import { OWN_PROMPT, PROBE_GROUPS } from "../metrics/probe-groups";
import { publishedOf, type PublishedMetric } from "../metrics/published";
import { answerUnder } from "../report";
import { pairedDifference, summarize } from "../statistics";
import type { PairedDifference, Summary } from "../report";

/** A record, as far as a table reads it. */
export interface BenchmarkResults {
  readonly fingerprint: string;
  readonly place: string;
  readonly entries: readonly BenchmarkEntry[];
}

export interface BenchmarkRow {
  readonly method: string;
  readonly protocol: BenchmarkProtocol;
  /** A goal: reliability, generality, locality, portability, may-change. */
  readonly group: string;
  /** The paper's name of a kind of probe; absent for the whole goal. */
  readonly kind?: string;
  readonly summary: Summary;
}

type Probe = BenchmarkCase["probes"][number];

const PROTOCOLS: readonly BenchmarkProtocol[] = ["teacher-forced", "generation", "in-the-wild"];

/** The score of a probe under a protocol; undefined where it was not measured. Before any edit, nothing has to be done for what stays. */
function scoreOf(probe: Probe, protocol: BenchmarkProtocol): number | undefined {
  return protocol === "in-the-wild" ? probe.wild?.score : answerUnder(probe.after, protocol).score;
}

/** The mean over a case's probes; null where it has none. */
function caseScore(
  { probes }: BenchmarkCase,
  protocol: BenchmarkProtocol,
  group: string,
  kind?: string,
): number | null {
  const scores = probes
    .filter((probe) => probe.group === group && (kind === undefined || probe.kind === kind))
    .flatMap((probe) => scoreOf(probe, protocol) ?? []);
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

export function rowsOf({ entries }: Pick<BenchmarkResults, "entries">): BenchmarkRow[] {
  return entries.flatMap((entry) =>
    PROTOCOLS.flatMap((protocol) =>
      quantitiesOf(entry).flatMap(({ group, kind }) => {
        const summary = summarize(
          entry.cases.map((one) => caseScore(one, protocol, group, kind)),
          "fraction",
        );
        return summary ? [{ method: entry.method, protocol, group, kind, summary }] : [];
      }),
    ),
  );
}

/** Every goal, each followed by its kinds where it has more than one. */
function quantitiesOf({ cases }: BenchmarkEntry): { readonly group: string; readonly kind?: string }[] {
  return PROBE_GROUPS.flatMap(({ id: group }) => {
    const kinds = new Set(
      cases.flatMap(({ probes }) => probes.filter((probe) => probe.group === group).map(({ kind }) => kind)),
    );
    if (kinds.size === 0) return [];
    return [{ group }, ...(kinds.size > 1 ? [...kinds].map((kind) => ({ group, kind })) : [])];
  });
}

/** A number that the paper of the list publishes. */
export interface PublishedRow {
  readonly method: string;
  readonly metric: PublishedMetric;
  readonly summary: Summary;
}

export function publishedRows({
  entries,
  input: { dataset },
}: Pick<BenchmarkResults, "entries"> & {
  readonly input: { readonly dataset: { readonly id?: string } };
}): PublishedRow[] {
  return entries.flatMap(({ method, cases }) =>
    publishedOf(dataset.id).flatMap((metric) => {
      const summary = summarize(
        cases.map((one) => metric.of(one)),
        metric.unit,
      );
      return summary ? [{ method, metric, summary }] : [];
    }),
  );
}

/** Layers that a method located before it edited them, and in how many cases each. */
export function locatedLayers({
  cases,
}: BenchmarkEntry): { readonly layer: number; readonly cases: number }[] {
  const counts = new Map<number, number>();
  for (const { numbers } of cases)
    if (numbers?.layer !== undefined) counts.set(numbers.layer, (counts.get(numbers.layer) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b).map(([layer, count]) => ({ layer, cases: count }));
}

export interface PairedRow {
  readonly from: string;
  readonly to: string;
  readonly protocol: BenchmarkProtocol;
  readonly group: string;
  /** With McNemar's exact p where scores are passes and misses. */
  readonly difference: PairedDifference;
  /** 95 % of the mean differences of 2,000 resamples of the cases, with a fixed seed. */
  readonly bootstrap95: readonly [number, number];
}

const RESAMPLES = 2000;

/** Two methods of one record, case by case. */
export function compareMethods(
  { entries }: Pick<BenchmarkResults, "entries">,
  from: string,
  to: string,
): PairedRow[] {
  const [first, second] = [from, to].map((id) => entries.find(({ method }) => method === id));
  if (!first || !second) return [];
  const after = new Map(second.cases.map((one) => [one.caseId, one]));
  return PROTOCOLS.flatMap((protocol) =>
    PROBE_GROUPS.flatMap(({ id: group }) => {
      const pairs = first.cases.map((one) => {
        const other = after.get(one.caseId);
        return {
          from: caseScore(one, protocol, group),
          to: other ? caseScore(other, protocol, group) : null,
        };
      });
      const difference = pairedDifference(pairs, "fraction");
      if (!difference) return [];
      return [{ from, to, protocol, group, difference, bootstrap95: bootstrapOf(pairs) }];
    }),
  );
}

function bootstrapOf(
  pairs: readonly { readonly from: number | null; readonly to: number | null }[],
): [number, number] {
  const values = pairs.flatMap(({ from, to }) => (from === null || to === null ? [] : [to - from]));
  const random = seededRandom("benchmark bootstrap");
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[random.integer(values.length)];
    return sum / values.length;
  }).sort((a, b) => a - b);
  return [means[Math.floor(0.025 * RESAMPLES)], means[Math.ceil(0.975 * RESAMPLES) - 1]];
}

/** Share of records whose new answer the model gives before any edit. */
export function answeredAlready({ entries }: Pick<BenchmarkResults, "entries">): number | null {
  const unedited = entries.find(({ method }) => method === "unedited");
  if (!unedited || unedited.cases.length === 0) return null;
  const scores = unedited.cases.map((one) => caseScore(one, "generation", OWN_PROMPT) ?? 0);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** Where two records of the same run differ: nowhere, when it was run again to the digit. Times are no digits of it. */
export function recordDifferences(first: BenchmarkResults, second: BenchmarkResults): string[] {
  const told: string[] = [];
  const note = (at: string, left: unknown, right: unknown) => {
    if (JSON.stringify(left) !== JSON.stringify(right))
      told.push(`${at}: ${JSON.stringify(left)} became ${JSON.stringify(right)}`);
  };
  note("model", first.fingerprint, second.fingerprint);
  note("place", first.place, second.place);
  for (const entry of first.entries) {
    const other = second.entries.find(({ method }) => method === entry.method);
    note(`${entry.method} parameters`, entry.parameters, other?.parameters);
    const cases = new Map(other?.cases.map((one) => [one.caseId, one]));
    for (const one of entry.cases) {
      const again = cases.get(one.caseId);
      one.probes.forEach((probe, i) =>
        note(
          `${entry.method}, ${one.caseId}, ${probe.group}.${probe.kind} "${probe.prompt}"`,
          probe,
          again?.probes[i],
        ),
      );
    }
  }
  return told;
}
