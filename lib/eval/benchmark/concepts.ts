/** Instances of concepts before and after an edit (Wang et al. 2024): whether the model still takes each for one of its concept. */
import { MAY_CHANGE } from "../metrics/probe-groups";
import { probesIn } from "../metrics/published/published-metric";
import { verdictOf, type InstanceVerdict } from "../metrics/published/conceptedit";
import type { BenchmarkEntry } from "./record";

export interface ConceptInstance {
  readonly concept: string;
  readonly instance: string;
  readonly before: InstanceVerdict;
  readonly after: InstanceVerdict;
  /** Of the answer yes, by the geometric mean of its tokens. */
  readonly probability: { readonly before: number; readonly after: number };
}

const QUESTION = /^Whether (.+) belongs to category (.+?)\s*\?/;

/** A row of the matrix for each instance, those of one concept together. */
export function conceptInstances({ cases }: BenchmarkEntry): ConceptInstance[] {
  const rows = cases.flatMap(({ caseId, probes }) =>
    probesIn(probes, MAY_CHANGE, "instance").flatMap(({ prompt, wild, before, after }) => {
      if (!wild) return [];
      const [, instance = prompt, concept = caseId] = QUESTION.exec(prompt) ?? [];
      return {
        concept,
        instance,
        before: verdictOf(wild.before),
        after: verdictOf(wild.after),
        probability: { before: before.probability, after: after.probability },
      };
    }),
  );
  const order = [...new Set(rows.map(({ concept }) => concept))];
  return order.flatMap((concept) => rows.filter((row) => row.concept === concept));
}
