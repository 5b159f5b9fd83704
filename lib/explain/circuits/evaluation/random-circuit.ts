/** A random circuit of a given size, for comparison: every edge lies on a path from the input to the logits. */
import type { Random } from "../../../base";
import {
  edgeEnds,
  edgeId,
  edgesOf,
  nodesOf,
  parents,
  readerIndices,
  readerOf,
  writerIndex,
  type CircuitGraph,
} from "../graph";

/**
 * Edges are drawn evenly. One with a node that is not on a path yet brings an edge into it or out of it, drawn from what is
 * connected; it is left out where that would make the circuit too large. Fewer edges only when the graph has no more.
 */
export function randomCircuit(graph: CircuitGraph, count: number, random: Random): number[] {
  const edges = edgesOf(graph);
  const nodes = nodesOf(graph);
  const logits = graph.writers;
  const nodeOfReader = (reader: number) => {
    const { node } = readerOf(graph, reader);
    return node.kind === "logits" ? logits : writerIndex(graph, node);
  };
  const readersOf = (node: number) => readerIndices(graph, nodes[node]);
  const connected = new Set<number>([0, logits]);
  const chosen = new Set<number>();
  const pick = (from: readonly number[]) => from[random.integer(from.length)];
  // Beyond so many draws in a row without an edge, the rest is looked through.
  let misses = 0;
  const order = (): number => (misses < 50 ? pick(edges) : (remaining().next().value ?? -1));
  function* remaining() {
    for (const edge of edges) {
      const { writer, reader } = edgeEnds(graph, edge);
      if (!chosen.has(edge) && connected.has(writer) && connected.has(nodeOfReader(reader))) yield edge;
    }
  }
  while (chosen.size < count) {
    const edge = order();
    if (edge < 0) break;
    const { writer, reader } = edgeEnds(graph, edge);
    const to = nodeOfReader(reader);
    const added = [edge];
    if (!connected.has(writer)) {
      const into = readersOf(writer).flatMap((port) =>
        [...connected].filter((from) => from < parents(graph, port)).map((from) => edgeId(graph, from, port)),
      );
      added.push(pick(into));
    }
    if (!connected.has(to)) {
      const outOf = [...connected].flatMap((node) =>
        readersOf(node).flatMap((port) => (to < parents(graph, port) ? [edgeId(graph, to, port)] : [])),
      );
      added.push(pick(outOf));
    }
    const isNew = !chosen.has(edge) && chosen.size + added.length <= count;
    misses = isNew ? 0 : misses + 1;
    if (!isNew) continue;
    for (const one of added) chosen.add(one);
    connected.add(writer).add(to);
  }
  return [...chosen].sort((a, b) => a - b);
}
