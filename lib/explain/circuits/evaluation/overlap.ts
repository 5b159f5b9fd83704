/** What two circuits of one graph have in common, by edges and by nodes. */
import { nameOfNode, type CircuitGraph } from "../graph";
import { nodesOfEdges } from "../select";

export interface Overlap<T> {
  readonly kept: readonly T[];
  readonly lost: readonly T[];
  readonly new: readonly T[];
  /** |A ∩ B| / |A ∪ B|; 1 for two empty circuits. */
  readonly jaccard: number;
  /** |A ∩ B| / |A|, the published Hit: the share of the first that the second has too. */
  readonly share: number;
}

export interface CircuitOverlap {
  readonly edges: Overlap<number>;
  /** By name, input and logits among them. */
  readonly nodes: Overlap<string>;
}

export function circuitOverlap(
  graph: CircuitGraph,
  before: readonly number[],
  after: readonly number[],
): CircuitOverlap {
  const names = (edges: readonly number[]) => nodesOfEdges(graph, edges).map(nameOfNode);
  return { edges: overlapOf(before, after), nodes: overlapOf(names(before), names(after)) };
}

export function overlapOf<T>(before: readonly T[], after: readonly T[]): Overlap<T> {
  const [first, second] = [new Set(before), new Set(after)];
  const kept = [...first].filter((one) => second.has(one));
  const union = first.size + second.size - kept.length;
  return {
    kept,
    lost: [...first].filter((one) => !second.has(one)),
    new: [...second].filter((one) => !first.has(one)),
    jaccard: union === 0 ? 1 : kept.length / union,
    share: first.size === 0 ? 1 : kept.length / first.size,
  };
}
