/**
 * Circuits of one pair of prompts by any method: edges with scores, from which a rule chooses circuits of several sizes, or the
 * one circuit that discovery keeps.
 */
import type { Run } from "../../base";
import type { Model } from "../../model";
import { ATTRIBUTION_METHODS, attributeEdges, type PromptPair } from "./attribute";
import { discoverCircuit } from "./discover";
import { circuitGraph, edgesOf } from "./graph";
import { informationFlow } from "./information-flow";
import type { CircuitMetric } from "./metric";
import { preparePatching } from "./pass/patched";
import { pruneEdges, selectEdges, type EdgeScores, type SelectionRule } from "./select";
import { sharedParts, type WeightConvention } from "./shared-parts";

/** Methods that give every edge a score. The last two take no gradient. */
export const SCORING_METHODS = [
  "eap",
  "eap-ig",
  "eap-ig-from-corrupt",
  "eap-ig-activations",
  "clean-corrupted",
  "exact",
  "information-flow",
] as const;
export type ScoringMethod = (typeof SCORING_METHODS)[number];

export interface ScoringCall {
  readonly method: ScoringMethod;
  readonly steps: number;
  readonly metric: CircuitMetric;
}

/** Positive scores support the answer. */
export async function scoreEdges(
  run: Run,
  model: Model,
  pair: PromptPair,
  { method, steps, metric }: ScoringCall,
): Promise<EdgeScores> {
  if (method === "information-flow") return informationFlow(run, model, pair.clean);
  if (method === "exact") return exactScores(run, model, pair, metric);
  return attributeEdges(run, model, { pair, metric, steps, method: ATTRIBUTION_METHODS.get(method) });
}

/** How much the metric falls when one edge alone is corrupted, edge by edge. */
async function exactScores(
  run: Run,
  model: Model,
  pair: PromptPair,
  metric: CircuitMetric,
): Promise<EdgeScores> {
  const graph = circuitGraph(model.facts.dimensions);
  const edges = edgesOf(graph);
  const patching = await preparePatching(run, model, [pair.clean], {
    kind: "patch",
    corrupt: [pair.corrupt],
  });
  const sets = [() => false, ...edges.map((edge) => (other: number) => other === edge)];
  const [[whole], ...each] = await patching.logits(run, sets);
  const scores = new Float32Array(graph.writers * graph.readers);
  const of = (logits: Float32Array) => metric.value(logits, pair, whole);
  // KL is a loss already.
  const sign = metric.id === "kl" ? -1 : 1;
  edges.forEach((edge, i) => (scores[edge] = sign * (of(whole) - of(each[i][0]))));
  return scores;
}

/** The mean of several pairs' scores. */
export async function meanScores(
  run: Run,
  model: Model,
  pairs: readonly PromptPair[],
  call: ScoringCall,
): Promise<EdgeScores> {
  const graph = circuitGraph(model.facts.dimensions);
  const sum = new Float32Array(graph.writers * graph.readers);
  for (const [step, pair] of pairs.entries()) {
    run.progress({ phase: "Scoring edges of facts", step, steps: pairs.length });
    const scores = await scoreEdges({ ...run, progress: () => undefined }, model, pair, call);
    scores.forEach((score, edge) => (sum[edge] += score / pairs.length));
  }
  return sum;
}

export function chooseEdges(
  model: Model,
  scores: EdgeScores,
  rule: SelectionRule,
  isPruned = true,
): number[] {
  const graph = circuitGraph(model.facts.dimensions);
  const chosen = selectEdges(graph, scores, rule);
  return isPruned ? pruneEdges(graph, chosen) : [...chosen].sort((a, b) => a - b);
}

export interface Discovered {
  readonly edges: readonly number[];
  readonly scores: EdgeScores;
  readonly direct: number;
  readonly tested: number;
}

/** Discovery with the published settings: zero ablation, positions ablated with the input. */
export async function discoverPair(
  run: Run,
  model: Model,
  { clean, corrupt, answer }: PromptPair,
  {
    threshold,
    ablation,
    weights,
  }: { readonly threshold: number; readonly ablation: "zero" | "patch"; readonly weights: WeightConvention },
): Promise<Discovered> {
  const graph = circuitGraph(model.facts.dimensions);
  const found = await discoverCircuit(run, model, {
    prompts: [clean],
    answers: [answer],
    threshold,
    ablation:
      ablation === "patch"
        ? { kind: "patch", corrupt: [corrupt] }
        : { kind: "zero", shared: await sharedParts(run, model, weights, "ablated") },
  });
  const scores = new Float32Array(graph.writers * graph.readers);
  for (const [edge, effect] of found.edges) scores[edge] = effect;
  return {
    edges: [...found.edges.keys()].sort((a, b) => a - b),
    scores,
    direct: found.direct.size,
    tested: found.tested,
  };
}
