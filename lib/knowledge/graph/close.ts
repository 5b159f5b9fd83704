/** What follows from the facts of an import by inverses and rules, so that plans find a graph in which nothing is missing. */
import { createKnowledgeGraph, factKey, inverseOf, type KnowledgeGraph } from "./graph";
import type { GraphContent, GraphTriple } from "./schema";

/**
 * A graph of the content and of all that follows from it. A fact that a rule gives is derived, also where the content
 * states it: it goes when what it rests on goes. A stated value keeps its place against another that a rule would give.
 */
export function closedGraph(content: GraphContent): KnowledgeGraph {
  const graph = createKnowledgeGraph(content);
  for (const fact of [...graph.facts()]) {
    const relation = graph.relation(fact.relation);
    const inverse = inverseOf(graph, relation);
    if (inverse === undefined) continue;
    derive(graph, { subject: fact.object, relation: inverse.id, object: fact.subject });
  }
  for (const { first, second, third } of graph.rules) {
    for (const premise of [...graph.facts()].filter(({ relation }) => relation === first)) {
      for (const object of graph.objects(premise.object, second)) {
        const triple = { subject: premise.subject, relation: third, object };
        const before = graph.fact(triple);
        if (before?.stated) graph.apply([{ before, after: { ...triple, stated: false } }]);
        else if (!graph.relation(third).functional || graph.objects(triple.subject, third).length === 0)
          derive(graph, triple);
      }
    }
  }
  return graph;
}

function derive(graph: KnowledgeGraph, triple: GraphTriple): void {
  if (graph.fact(triple) === undefined) graph.apply([{ after: { ...triple, stated: false } }]);
}

/** Two values of a relation that has one, or two subjects of an object that has one: what a person kept, or an import brought. */
export interface Contradiction {
  readonly relation: string;
  readonly facts: readonly GraphTriple[];
}

/** All contradictions in the graph, in the order of their facts. */
export function contradictionsIn(graph: KnowledgeGraph): Contradiction[] {
  const seen = new Set<string>();
  const all: Contradiction[] = [];
  const note = (relation: string, facts: readonly GraphTriple[]) => {
    const key = facts.map(factKey).join();
    if (facts.length > 1 && !seen.has(key)) all.push({ relation, facts });
    seen.add(key);
  };
  for (const { subject, relation: id, object } of graph.facts()) {
    const relation = graph.relation(id);
    if (relation.functional)
      note(
        id,
        graph.objects(subject, id).map((other) => ({ subject, relation: id, object: other })),
      );
    if (relation.inverseFunctional)
      note(
        id,
        graph.subjects(id, object).map((other) => ({ subject: other, relation: id, object })),
      );
  }
  return all.sort((a, b) => (factKey(a.facts[0]) < factKey(b.facts[0]) ? -1 : 1));
}
