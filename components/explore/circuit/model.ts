/** Circuits as the page handles them: of any size from scores that are there, and of two versions side by side. */
import {
  circuitGraph,
  edgeEnds,
  nameOfNode,
  pruneEdges,
  readerOf,
  writerOf,
  type CircuitGraph,
  type CircuitNode,
} from "@/lib/explain/results";

export interface CircuitEdge {
  /** "a0.h1->m2", "m0->a3.h1<q>": the names of the published tools. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly port?: "q" | "k" | "v";
  readonly score: number;
}

/** Edges with their scores, in the order in which a growing circuit takes them. */
export interface ScoredGraph {
  readonly graph: CircuitGraph;
  readonly ids: readonly number[];
  readonly scores: readonly number[];
}

export type EdgeState = "kept" | "lost" | "new";

/** An edge of two circuits: in both, in the first alone, or in the second alone. */
export interface ComparedEdge extends CircuitEdge {
  readonly state: EdgeState;
  /** Its scores in the first and the second; null where that circuit has no such edge. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Edges that the whole picture draws at most. More cannot be told apart, and would not be drawn at 30 frames a second. */
export const MOST_DRAWN = 5000;
/** Edges that the picture of boxes and lines draws at most. */
export const MOST_BOXED = 400;

/** The circuit of the first `size` edges, without those that lead from or to nowhere. */
export function circuitOf({ graph, ids, scores }: ScoredGraph, size: number): CircuitEdge[] {
  const taken = ids.slice(0, size);
  const scoreOf = new Map(taken.map((id, i) => [id, scores[i]]));
  return pruneEdges(graph, taken).map((id) => edgeOf(graph, id, scoreOf.get(id) as number));
}

function edgeOf(graph: CircuitGraph, id: number, score: number): CircuitEdge {
  const { writer, reader } = edgeEnds(graph, id);
  const { node, port } = readerOf(graph, reader);
  const [from, to] = [nameOfNode(writerOf(graph, writer)), nameOfNode(node)];
  return { id: `${from}->${to}${port ? `<${port}>` : ""}`, from, to, ...(port && { port }), score };
}

/** Edges of both circuits, the strongest first. */
export function compareCircuits(
  first: readonly CircuitEdge[],
  second: readonly CircuitEdge[],
): ComparedEdge[] {
  const before = new Map(first.map((edge) => [edge.id, edge]));
  const after = new Map(second.map((edge) => [edge.id, edge]));
  const all = new Map([...before, ...after]);
  return [...all.values()]
    .map((edge): ComparedEdge => {
      const [one, two] = [before.get(edge.id), after.get(edge.id)];
      const state = one && two ? "kept" : one ? "lost" : "new";
      return { ...edge, state, before: one?.score ?? null, after: two?.score ?? null };
    })
    .sort(strongerFirst);
}

export function strongerFirst(a: CircuitEdge, b: CircuitEdge): number {
  return Math.abs(b.score) - Math.abs(a.score) || (a.id < b.id ? -1 : 1);
}

/** Names of the nodes that the edges touch, in the order of the pass. */
export function nodesIn(edges: readonly Pick<CircuitEdge, "from" | "to">[]): string[] {
  const names = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return [...names].sort((a, b) => orderOf(a) - orderOf(b));
}

/** The strongest edges into and out of a node. */
export function edgesAt<E extends CircuitEdge>(
  edges: readonly E[],
  node: string,
): { readonly into: readonly E[]; readonly out: readonly E[] } {
  const sorted = [...edges].sort(strongerFirst);
  return {
    into: sorted.filter(({ to }) => to === node),
    out: sorted.filter(({ from }) => from === node),
  };
}

export function graphOf(shape: {
  readonly layers: number;
  readonly heads: number;
  readonly parallel: boolean;
}): CircuitGraph {
  return circuitGraph(shape);
}

/** "a3.h1" as a node. */
export function nodeNamed(name: string): CircuitNode {
  const head = /^a(\d+)\.h(\d+)$/.exec(name);
  if (head) return { kind: "head", layer: Number(head[1]), head: Number(head[2]) };
  const mlp = /^m(\d+)$/.exec(name);
  if (mlp) return { kind: "mlp", layer: Number(mlp[1]) };
  return { kind: name === "logits" ? "logits" : "input" };
}

/** A number that grows along the pass; heads of a layer by their index, then its MLP. */
export function orderOf(name: string): number {
  const node = nodeNamed(name);
  switch (node.kind) {
    case "input":
      return -1;
    case "logits":
      return Number.MAX_SAFE_INTEGER;
    case "head":
      return node.layer * 10_000 + node.head;
    case "mlp":
      return node.layer * 10_000 + 9_999;
  }
}

/** Rows of a picture from the input up: the heads of a layer, then its MLP. */
export function rankOf(name: string, layers: number): number {
  const node = nodeNamed(name);
  switch (node.kind) {
    case "input":
      return 0;
    case "logits":
      return 2 * layers + 1;
    case "head":
      return 2 * node.layer + 1;
    case "mlp":
      return 2 * node.layer + 2;
  }
}
