"use client";

/** The circuit that is looked at: of one version or compared, at the chosen size, with a person's names and groups. */
import { useMemo } from "react";
import type { Side } from "../ask/use-asked";
import type { Answered } from "../use-analysis";
import type { ExploreView } from "../view";
import { groupEdges } from "./groups";
import {
  circuitOf,
  compareCircuits,
  graphOf,
  nodesIn,
  strongerFirst,
  type CircuitEdge,
  type ComparedEdge,
  type EdgeState,
  type ScoredGraph,
} from "./model";

export interface CircuitAnswer {
  readonly graph: {
    readonly layers: number;
    readonly heads: number;
    readonly parallel: boolean;
    readonly width: number;
    readonly edges: number;
  };
  readonly tokens: { readonly clean: readonly string[]; readonly corrupt: readonly string[] };
  readonly answers: readonly [string, string];
  readonly difference: { readonly clean: number; readonly corrupt: number };
  readonly edges: { readonly ids: readonly number[]; readonly scores: readonly number[] };
  readonly circuits: readonly {
    readonly size: number;
    readonly difference: number;
    /** That of a random circuit of as many edges. */
    readonly random: number;
  }[];
}

interface VersionCircuit {
  readonly side: Side;
  readonly answer: CircuitAnswer;
  readonly edges: readonly CircuitEdge[];
}

export interface ShownEdges {
  readonly versions: readonly VersionCircuit[];
  /** Of both versions where there are two. The strongest first. */
  readonly edges: readonly (CircuitEdge | ComparedEdge)[];
  /** The same with each group as one node. */
  readonly grouped: readonly (CircuitEdge | ComparedEdge)[];
  readonly nodes: readonly string[];
  /** In which of two versions a node is; null where there is one. */
  readonly stateOf: (node: string) => EdgeState | null;
  /** Edges that a larger circuit could take. */
  readonly most: number;
}

export function useCircuit(answers: readonly Answered[], { size, groups }: ExploreView): ShownEdges {
  return useMemo(() => {
    const versions = answers.map(({ side, data }): VersionCircuit => {
      const answer = data as CircuitAnswer;
      const scored: ScoredGraph = { graph: graphOf(answer.graph), ...answer.edges };
      return { side, answer, edges: circuitOf(scored, size) };
    });
    const [first, second] = versions;
    const edges = second ? compareCircuits(first.edges, second.edges) : [...first.edges].sort(strongerFirst);
    const grouped = groupEdges<CircuitEdge | ComparedEdge>(edges, groups);
    const states = new Map<string, EdgeState>();
    for (const edge of grouped)
      if ("state" in edge)
        for (const node of [edge.from, edge.to]) {
          const known = states.get(node);
          states.set(node, known === undefined || known === edge.state ? edge.state : "kept");
        }
    return {
      versions,
      edges,
      grouped,
      nodes: nodesIn(grouped),
      stateOf: (node) => states.get(node) ?? null,
      most: Math.max(1, ...versions.map(({ answer }) => answer.edges.ids.length)),
    };
  }, [answers, size, groups]);
}

/** The share of the difference that the largest measured circuit up to a size keeps alone, and a random one of its size. */
export function keptShare(
  { circuits, difference }: CircuitAnswer,
  size: number,
): { readonly size: number; readonly share: number; readonly random: number } | null {
  const measured = circuits.filter((one) => one.size <= size).at(-1);
  if (!measured) return null;
  const whole = difference.clean - difference.corrupt || 1;
  // A share that rounds to nothing has no sign.
  const shareOf = (alone: number) => Math.round((1000 * (alone - difference.corrupt)) / whole) / 1000 || 0;
  return { size: measured.size, share: shareOf(measured.difference), random: shareOf(measured.random) };
}
