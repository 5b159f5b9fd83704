/**
 * The graph as a plan would make it: lookups see the changes so far, and every lookup is remembered. What a plan has read
 * tells which other plans it rests on, and whether it still holds when it is approved.
 */
import {
  backwardKey,
  factKey,
  forwardKey,
  sameFact,
  type FactChange,
  type FactView,
  type KnowledgeGraph,
} from "../graph/graph";
import type { GraphFact, GraphTriple } from "../graph/schema";

export interface Draft extends FactView {
  set(triple: GraphTriple, after: GraphFact | undefined): void;
  /** Facts that end as they began are left out. */
  changes(): FactChange[];
  /** Keys of the lists that were looked up: a subject's objects, or an object's subjects. */
  reads(): string[];
}

/** Keys of the lists in which a change is seen. */
export function keysOf({ before, after }: FactChange): string[] {
  const { subject, relation, object } = (before ?? after)!;
  return [forwardKey(subject, relation), backwardKey(relation, object)];
}

export function createDraft(graph: KnowledgeGraph): Draft {
  const pending = new Map<string, { triple: GraphTriple; before?: GraphFact; after?: GraphFact }>();
  const read = new Set<string>();

  const merged = (base: readonly string[], isOf: (triple: GraphTriple) => string | undefined) => {
    const values = new Set(base);
    for (const { triple, after } of pending.values()) {
      const value = isOf(triple);
      if (value === undefined) continue;
      if (after === undefined) values.delete(value);
      else values.add(value);
    }
    return [...values].sort();
  };
  return {
    fact(triple) {
      read.add(forwardKey(triple.subject, triple.relation));
      const change = pending.get(factKey(triple));
      return change === undefined ? graph.fact(triple) : change.after;
    },
    objects(subject, relation) {
      read.add(forwardKey(subject, relation));
      return merged(graph.objects(subject, relation), (triple) =>
        triple.subject === subject && triple.relation === relation ? triple.object : undefined,
      );
    },
    subjects(relation, object) {
      read.add(backwardKey(relation, object));
      return merged(graph.subjects(relation, object), (triple) =>
        triple.object === object && triple.relation === relation ? triple.subject : undefined,
      );
    },
    set(triple, after) {
      const key = factKey(triple);
      const before = pending.has(key) ? pending.get(key)!.before : graph.fact(triple);
      pending.set(key, { triple, before, after });
    },
    changes: () =>
      [...pending.values()].flatMap(({ before, after }) =>
        sameFact(before, after) ? [] : [{ ...(before && { before }), ...(after && { after }) }],
      ),
    reads: () => [...read].sort(),
  };
}
