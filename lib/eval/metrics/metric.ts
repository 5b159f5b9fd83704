/**
 * A metric: one number for one case under one protocol, with the definition that is shown beside it.
 *
 * A metric reads the evidence of one model on one case and returns a score, or null where the case lacks that evidence. It
 * never calls a model: `needs` names the evidence, and the evaluation gathers it. So the evaluation, the tables, the charts
 * and the exports go through the list of metrics and know none of them by name.
 */
import type { MetricResult, ProbeAnswer, ProbeResult, Protocol } from "../report";

/** One probe of a case with the answer of one model. */
export interface AnsweredProbe extends Pick<ProbeResult, "group" | "kind" | "prompt" | "expected"> {
  readonly answer: ProbeAnswer;
}

/** The evidence of one model on one case. Another kind of evidence is another field here, gathered in `measureEdit`. */
export interface CaseEvidence {
  readonly probes: readonly AnsweredProbe[];
  /** The case's prompt with a continuation drawn by sampling. */
  readonly text: string;
}

/** Text in each language of the interface. */
export interface Translated {
  readonly en: string;
  readonly zh: string;
}

/** Everything about a metric but its function. */
interface MetricCard {
  readonly id: string;
  readonly name: Translated;
  /** One sentence. */
  readonly summary: Translated;
  readonly formula: Translated;
  /** Goes up when the definition changes: results of two versions are never compared. */
  readonly version: number;
  readonly unit: MetricResult["unit"];
  /** Which way is better; "either" is reported and judged by nobody. */
  readonly direction: "higher" | "lower" | "either";
  readonly protocols: readonly Protocol[];
  readonly needs: keyof CaseEvidence;
  /** Groups of probes that it reads, for the way from a score to its probes; empty when it reads none. */
  readonly groups: readonly string[];
  /**
   * Where it is shown. `headline` is in one line of a list; `goal` is part of the balance too, which is the harmonic mean
   * of the goals; `detail` is in the tables and charts that show every metric. A headline is also a goal.
   */
  readonly prominence: "headline" | "goal" | "detail";
}

export interface Metric extends MetricCard {
  /** null where the case lacks what the metric reads; undefined where that evidence was not gathered for the case. */
  score(evidence: Partial<CaseEvidence>, protocol: Protocol): number | null | undefined;
}

interface Definition<Need extends keyof CaseEvidence> extends MetricCard {
  readonly needs: Need;
  /** Of the evidence that the metric needs. null where the case lacks it, which is not zero. */
  score(evidence: CaseEvidence[Need], protocol: Protocol): number | null;
}

export function defineMetric<Need extends keyof CaseEvidence>(definition: Definition<Need>): Metric {
  const { needs, score } = definition;
  return {
    ...definition,
    score: (evidence, protocol) => {
      const needed = evidence[needs];
      return needed === undefined ? undefined : score(needed, protocol);
    },
  };
}
