/** What a page needs of this chapter to show results: the circuit graph with its names, and what pruning leaves. No algorithm comes along. */
export {
  circuitGraph,
  edgeEnds,
  edgeId,
  edgesOf,
  nameOfEdge,
  nameOfNode,
  nodesOf,
  readerOf,
  writerOf,
} from "./circuits/graph";
export type { CircuitGraph, CircuitNode } from "./circuits/graph";
export { pruneEdges } from "./circuits/select";
