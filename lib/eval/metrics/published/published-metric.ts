/**
 * A number that a dataset's paper publishes beside the five goals: of one case, from the answers that a benchmark keeps. It is shown
 * for the lists of that dataset alone, and its protocol is one of the three.
 */
import type { BenchmarkCase, BenchmarkProtocol } from "../../benchmark/record";
import type { Translated } from "../metric";

export type PublishedProbe = BenchmarkCase["probes"][number];

export interface PublishedMetric {
  readonly id: string;
  readonly name: Translated;
  readonly formula: Translated;
  /** The paper that defines it. */
  readonly source: string;
  /** Goes up when the definition changes. */
  readonly version: number;
  /** Ids of the datasets whose paper publishes it. */
  readonly datasets: readonly string[];
  /** A share, or a number without bounds. */
  readonly unit: "fraction" | "real";
  readonly direction: "higher" | "lower" | "either";
  readonly protocol: BenchmarkProtocol;
  /** Evidence beside the answers, which is gathered only for lists that have a metric of it. */
  readonly needs?: "divergence" | "toxicity";
  /** What a case must have, where that is more than probes of the dataset's own kinds. Said where no case has it. */
  readonly reads?: Translated;
  /** null where the case lacks what it reads. */
  of(answered: Pick<BenchmarkCase, "probes" | "divergence" | "toxicity">): number | null;
}

export function meanOf(values: readonly (number | null | undefined)[]): number | null {
  const there = values.filter((value) => typeof value === "number");
  return there.length === 0 ? null : there.reduce((sum, value) => sum + value, 0) / there.length;
}

/** Probes of a group, or of one kind in it. */
export function probesIn(
  probes: readonly PublishedProbe[],
  group: string,
  kind?: string,
): readonly PublishedProbe[] {
  return probes.filter((probe) => probe.group === group && (kind === undefined || probe.kind === kind));
}
