/**
 * The computation graph of a transformer, as circuits see it (Elhage et al. 2021; Syed et al. 2023; Yao et al. 2024).
 *
 * A writer adds its output to the residual stream: the embedding, each attention head, each MLP. A reader takes the stream
 * as its input: the query, key and value ports of each head, each MLP, and the logits. There is an edge from every writer to
 * every later reader, because the stream is the sum of all that was written before. Heads of one layer are not connected.
 *
 * With L layers and H heads there are 1 + L(H+1) writers and L(3H+1) + 1 readers, in the order of the pass; the MLP of a
 * layer follows its heads, and the ports of a layer are first all queries, then all keys, then all values. An edge is named
 * by one number, writer · readers + reader.
 */
import { PalimpsestError } from "../../base";
import type { Dimensions } from "../../model";

export const PORTS = ["q", "k", "v"] as const;
export type Port = (typeof PORTS)[number];

export type CircuitNode =
  | { readonly kind: "input" }
  | { readonly kind: "head"; readonly layer: number; readonly head: number }
  | { readonly kind: "mlp"; readonly layer: number }
  | { readonly kind: "logits" };

export interface CircuitGraph {
  readonly layers: number;
  readonly heads: number;
  /** Attention and MLP of a layer read the same stream (GPT-J, GPT-NeoX), so its heads have no edge to its MLP. */
  readonly isParallel: boolean;
  readonly writers: number;
  readonly readers: number;
}

export function circuitGraph({
  layers,
  heads,
  parallel = false,
}: Pick<Dimensions, "layers" | "heads" | "parallel">): CircuitGraph {
  return {
    layers,
    heads,
    isParallel: parallel,
    writers: 1 + layers * (heads + 1),
    readers: layers * (3 * heads + 1) + 1,
  };
}

/** The number of writers before the heads of a layer, which is the index of its first head among the writers. */
export function writersBefore({ heads }: Pick<CircuitGraph, "heads">, layer: number): number {
  return 1 + layer * (heads + 1);
}

/** The number of writers that the MLP of a layer reads. */
export function writersBeforeMlp(graph: CircuitGraph, layer: number): number {
  return writersBefore(graph, layer) + (graph.isParallel ? 0 : graph.heads);
}

/** The first reader of a layer: its first head's query. */
export function readersBefore({ heads }: Pick<CircuitGraph, "heads">, layer: number): number {
  return layer * (3 * heads + 1);
}

export function writerOf(graph: CircuitGraph, index: number): CircuitNode {
  if (index === 0) return { kind: "input" };
  const layer = Math.floor((index - 1) / (graph.heads + 1));
  const head = (index - 1) % (graph.heads + 1);
  return head === graph.heads ? { kind: "mlp", layer } : { kind: "head", layer, head };
}

/** The node that a reader belongs to, and the port where it is a head. */
export function readerOf(
  graph: CircuitGraph,
  index: number,
): { readonly node: CircuitNode; readonly port?: Port } {
  if (index === graph.readers - 1) return { node: { kind: "logits" } };
  const layer = Math.floor(index / (3 * graph.heads + 1));
  const within = index % (3 * graph.heads + 1);
  if (within === 3 * graph.heads) return { node: { kind: "mlp", layer } };
  const port = PORTS[Math.floor(within / graph.heads)];
  return { node: { kind: "head", layer, head: within % graph.heads }, port };
}

/** The index of a node among the writers. The logits write nothing. */
export function writerIndex(graph: CircuitGraph, node: CircuitNode): number {
  if (node.kind === "input") return 0;
  if (node.kind === "logits") throw new PalimpsestError("internal", "The logits write to nothing.");
  const first = writersBefore(graph, node.layer);
  return node.kind === "mlp" ? first + graph.heads : first + node.head;
}

/** The indices of a node's readers: three for a head, one for an MLP and the logits, none for the input. */
export function readerIndices(graph: CircuitGraph, node: CircuitNode): number[] {
  if (node.kind === "input") return [];
  if (node.kind === "logits") return [graph.readers - 1];
  const first = readersBefore(graph, node.layer);
  if (node.kind === "mlp") return [first + 3 * graph.heads];
  return PORTS.map((_, p) => first + p * graph.heads + node.head);
}

/** How many writers a reader has edges from: those with a smaller index than this. */
export function parents(graph: CircuitGraph, reader: number): number {
  const { node } = readerOf(graph, reader);
  if (node.kind === "logits") return graph.writers;
  if (node.kind === "mlp") return writersBeforeMlp(graph, node.layer);
  return writersBefore(graph, (node as { layer: number }).layer);
}

/** All nodes, in the order of the pass. */
export function nodesOf(graph: CircuitGraph): CircuitNode[] {
  const nodes: CircuitNode[] = Array.from({ length: graph.writers }, (_, i) => writerOf(graph, i));
  return [...nodes, { kind: "logits" }];
}

/** "input", "a3.h1", "m3" or "logits": the names of the published tools. */
export function nameOfNode(node: CircuitNode): string {
  if (node.kind === "head") return `a${node.layer}.h${node.head}`;
  return node.kind === "mlp" ? `m${node.layer}` : node.kind;
}

export function edgeId(graph: CircuitGraph, writer: number, reader: number): number {
  return writer * graph.readers + reader;
}

export function edgeEnds(
  graph: CircuitGraph,
  edge: number,
): { readonly writer: number; readonly reader: number } {
  return { writer: Math.floor(edge / graph.readers), reader: edge % graph.readers };
}

/** "a0.h1->a1.h0<v>", "m2->logits". */
export function nameOfEdge(graph: CircuitGraph, edge: number): string {
  const { writer, reader } = edgeEnds(graph, edge);
  const { node, port } = readerOf(graph, reader);
  return `${nameOfNode(writerOf(graph, writer))}->${nameOfNode(node)}${port ? `<${port}>` : ""}`;
}

/** All edges, reader by reader in the order of the pass. */
export function edgesOf(graph: CircuitGraph): number[] {
  const edges: number[] = [];
  for (let reader = 0; reader < graph.readers; reader++)
    for (let writer = 0; writer < parents(graph, reader); writer++) edges.push(edgeId(graph, writer, reader));
  return edges;
}
