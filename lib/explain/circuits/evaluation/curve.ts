/**
 * Faithfulness over the size of the circuit, as the MIB benchmark draws it (Mueller et al. 2025): circuits with 0.1 % to 100 %
 * of the edges, chosen by their scores. CPR is the area under the curve, higher is better; CMD the area between the curve and
 * 1, lower is better. Both by the trapezoidal rule over the share of edges that were chosen, before pruning.
 */
import { seededRandom, type Run } from "../../../base";
import type { Model } from "../../../model";
import type { PromptPair } from "../attribute";
import { circuitGraph, edgesOf } from "../graph";
import { pruneEdges, selectEdges, type EdgeScores } from "../select";
import { evaluateCircuits, type CircuitScore, type EvaluationSettings } from "./evaluate";
import { randomCircuit } from "./random-circuit";

/** The benchmark's sizes, as shares of all edges. */
export const CURVE_SHARES = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] as const;

export interface CurvePoint extends CircuitScore {
  /** Of all edges, before pruning. */
  readonly share: number;
}

export interface CircuitCurve {
  readonly points: readonly CurvePoint[];
  /** Circuits of random edges, as many as each circuit has after pruning. */
  readonly random: readonly CurvePoint[];
  readonly cpr: number;
  readonly cmd: number;
  readonly randomCpr: number;
  readonly randomCmd: number;
}

export interface CurveChoice {
  readonly rule: "top" | "greedy";
  readonly absolute: boolean;
  readonly seed?: string;
  readonly shares?: readonly number[];
}

export async function circuitCurve(
  run: Run,
  model: Model,
  facts: readonly PromptPair[],
  scores: EdgeScores,
  { rule, absolute, seed = "random circuits", shares = CURVE_SHARES }: CurveChoice,
  settings: EvaluationSettings,
): Promise<CircuitCurve> {
  const graph = circuitGraph(model.facts.dimensions);
  const total = edgesOf(graph).length;
  const chosen = shares.map((share) =>
    pruneEdges(
      graph,
      selectEdges(graph, scores, { kind: rule, count: Math.max(1, Math.round(share * total)), absolute }),
    ),
  );
  const random = seededRandom(seed);
  const drawn = chosen.map((edges) => randomCircuit(graph, edges.length, random));
  const { circuits } = await evaluateCircuits(run, model, facts, [...chosen, ...drawn], settings);
  const points = (from: number) => shares.map((share, i) => ({ share, ...circuits[from + i] }));
  const [own, others] = [points(0), points(shares.length)];
  const areas = [own, others].map((curve) =>
    curveAreas(curve.map(({ share, normalizedFaithfulness }) => [share, normalizedFaithfulness])),
  );
  return {
    points: own,
    random: others,
    cpr: areas[0].cpr,
    cmd: areas[0].cmd,
    randomCpr: areas[1].cpr,
    randomCmd: areas[1].cmd,
  };
}

/** Of [share, faithfulness] in ascending order. */
export function curveAreas(curve: readonly (readonly [share: number, faithfulness: number])[]): {
  readonly cpr: number;
  readonly cmd: number;
} {
  let [cpr, cmd] = [0, 0];
  for (let i = 1; i < curve.length; i++) {
    const [[from, low], [to, high]] = [curve[i - 1], curve[i]];
    cpr += ((to - from) * (low + high)) / 2;
    cmd += ((to - from) * (Math.abs(1 - low) + Math.abs(1 - high))) / 2;
  }
  return { cpr, cmd };
}
