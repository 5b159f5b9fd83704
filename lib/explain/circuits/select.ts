/**
 * From scores of edges to a circuit. Edges are chosen by threshold, by number, or greedily from the logits down; pruning
 * then drops what neither is reached from the input nor reaches the logits (Hanna et al. 2024, section 3). Ties are decided
 * by writer and then by reader, so equal scores always give equal circuits.
 */
import { NumericalError } from "../../base";
import {
  edgeEnds,
  edgesOf,
  nodesOf,
  parents,
  readerIndices,
  readerOf,
  writerIndex,
  edgeId,
  type CircuitGraph,
  type CircuitNode,
} from "./graph";

/** Scores by edge id; [writers · readers], and 0 where there is no edge. */
export type EdgeScores = Float32Array;

/** How edges are chosen: all that score at least `threshold`, the `count` largest, or `count` from the logits down. */
export type SelectionRule =
  | { readonly kind: "threshold"; readonly threshold: number; readonly absolute: boolean }
  | { readonly kind: "top"; readonly count: number; readonly absolute: boolean }
  | { readonly kind: "greedy"; readonly count: number; readonly absolute: boolean };

/** The edges that a rule chooses, before pruning. Throws `numerical` for a score that is no number. */
export function selectEdges(graph: CircuitGraph, scores: EdgeScores, rule: SelectionRule): number[] {
  const weight = (edge: number) => (rule.absolute ? Math.abs(scores[edge]) : scores[edge]);
  const edges = edgesOf(graph);
  const wrong = edges.find((edge) => !Number.isFinite(scores[edge]));
  if (wrong !== undefined) {
    throw new NumericalError("An edge's score is not a number.", { edge: wrong, score: scores[wrong] });
  }
  if (rule.kind === "threshold") return edges.filter((edge) => weight(edge) >= rule.threshold);
  const heavierFirst = (a: number, b: number) => weight(b) - weight(a) || a - b;
  if (rule.kind === "top") return edges.sort(heavierFirst).slice(0, rule.count);
  return greedyEdges(graph, heavierFirst, rule.count);
}

/** Repeatedly the heaviest edge whose reader is reached; the node that writes it is reached from then on. */
function greedyEdges(
  graph: CircuitGraph,
  heavierFirst: (a: number, b: number) => number,
  count: number,
): number[] {
  const into = (node: CircuitNode) =>
    readerIndices(graph, node).flatMap((reader) =>
      Array.from({ length: parents(graph, reader) }, (_, writer) => edgeId(graph, writer, reader)),
    );
  const nodes = nodesOf(graph);
  const reached = new Set<number>();
  let open = into({ kind: "logits" }).sort(heavierFirst);
  const chosen: number[] = [];
  while (chosen.length < count && open.length > 0) {
    const [edge, ...rest] = open;
    chosen.push(edge);
    const { writer } = edgeEnds(graph, edge);
    open = reached.has(writer) ? rest : merge(rest, into(nodes[writer]).sort(heavierFirst), heavierFirst);
    reached.add(writer);
  }
  return chosen;
}

function merge(
  a: readonly number[],
  b: readonly number[],
  order: (a: number, b: number) => number,
): number[] {
  const merged: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length)
    merged.push(j === b.length || (i < a.length && order(a[i], b[j]) <= 0) ? a[i++] : b[j++]);
  return merged;
}

/** Edges that lie on a path from the input to the logits, in ascending order. */
export function pruneEdges(graph: CircuitGraph, edges: readonly number[]): number[] {
  const writersOfReader = new Map<number, number[]>();
  for (const edge of edges) {
    const { writer, reader } = edgeEnds(graph, edge);
    writersOfReader.set(reader, [...(writersOfReader.get(reader) ?? []), writer]);
  }
  const nodes = nodesOf(graph);
  const sources = (node: CircuitNode) =>
    readerIndices(graph, node).flatMap((reader) => writersOfReader.get(reader) ?? []);
  // A node has smaller indices than the nodes that read it, so one pass each way is enough.
  const reaches = new Set<number>();
  for (const source of sources({ kind: "logits" })) reaches.add(source);
  for (let writer = graph.writers - 1; writer > 0; writer--)
    if (reaches.has(writer)) for (const source of sources(nodes[writer])) reaches.add(source);
  const reached = new Set<number>([0]);
  for (let writer = 1; writer < graph.writers; writer++)
    if (sources(nodes[writer]).some((source) => reached.has(source))) reached.add(writer);
  return edges
    .filter((edge) => {
      const { writer, reader } = edgeEnds(graph, edge);
      const { node } = readerOf(graph, reader);
      const continues = node.kind === "logits" || reaches.has(writerIndex(graph, node));
      return reached.has(writer) && reaches.has(writer) && continues;
    })
    .sort((a, b) => a - b);
}

/** The nodes that the edges touch, in the order of the pass. */
export function nodesOfEdges(graph: CircuitGraph, edges: readonly number[]): CircuitNode[] {
  const logits = graph.writers;
  const touched = new Set<number>();
  for (const edge of edges) {
    const { writer, reader } = edgeEnds(graph, edge);
    const { node } = readerOf(graph, reader);
    touched.add(writer).add(node.kind === "logits" ? logits : writerIndex(graph, node));
  }
  return nodesOf(graph).filter((_, i) => touched.has(i));
}
