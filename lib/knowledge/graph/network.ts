/** A part of the graph to draw: nodes and edges, around an entity or around what a plan changes, or all of it. */
import type { FactChange, KnowledgeGraph } from "./graph";
import { contradictionsIn } from "./close";
import { factKey } from "./graph";
import type { GraphFact } from "./schema";

export interface NetworkEdge {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  readonly stated: boolean;
  /** It cannot be true beside another that holds. */
  readonly conflict: boolean;
  /** By the plan that is looked at: what it takes out, and what it brings. */
  readonly change?: "taken" | "brought";
}

export interface Network {
  readonly edges: readonly NetworkEdge[];
  /** Ids of all ends, in the order in which they were reached. */
  readonly nodes: readonly string[];
  /** How many facts there would be without the limit. */
  readonly total: number;
}

export interface NetworkCall {
  /** Where to begin; everything when empty. */
  readonly around: readonly string[];
  /** Steps from there. */
  readonly depth: number;
  /** Facts at most: those nearest to the beginning. */
  readonly limit: number;
  /** What a plan would change. */
  readonly changes?: readonly FactChange[];
}

/** Facts of an entity in one step at most: a continent has hundreds, which say little about its neighbours. */
const MOST_OF_ONE = 24;

export function networkOf(
  graph: KnowledgeGraph,
  { around, depth, limit, changes = [] }: NetworkCall,
): Network {
  const conflicts = new Set(contradictionsIn(graph).flatMap(({ facts }) => facts.map(factKey)));
  const edges = new Map<string, NetworkEdge>();
  const nodes = new Set<string>(around);
  let total = 0;
  const take = ({ subject, relation, object, stated }: GraphFact, change?: NetworkEdge["change"]): void => {
    const key = factKey({ subject, relation, object });
    if (edges.has(key)) return;
    total += 1;
    if (edges.size >= limit) return;
    edges.set(key, {
      subject,
      relation,
      object,
      stated,
      conflict: conflicts.has(key),
      ...(change && { change }),
    });
    nodes.add(subject).add(object);
  };
  for (const { before, after } of changes) {
    if (before && !after) take(before, "taken");
    else if (after && !before) take(after, "brought");
  }
  if (around.length === 0 && changes.length === 0) {
    for (const fact of graph.facts()) take(fact);
    return { edges: [...edges.values()], nodes: [...nodes], total };
  }
  let front = [...nodes];
  const seen = new Set(front);
  for (let step = 0; step < depth; step++) {
    const next: string[] = [];
    for (const id of front) {
      // Facts said of the entity before those in which it is a value, of which there may be hundreds.
      const facts = [...graph.factsAbout(id)].sort(
        (a, b) => Number(b.subject === id) - Number(a.subject === id),
      );
      const shown = facts.slice(0, step === 0 && around.includes(id) ? limit : MOST_OF_ONE);
      total += facts.length - shown.length;
      for (const fact of shown) {
        take(fact);
        for (const end of [fact.subject, fact.object]) {
          if (seen.has(end)) continue;
          seen.add(end);
          next.push(end);
        }
      }
    }
    front = next;
  }
  return { edges: [...edges.values()], nodes: [...nodes], total };
}
