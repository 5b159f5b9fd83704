/**
 * How well circuits stand for the model, over some facts (Wang et al. 2023; Hanna et al. 2024; Yao et al. 2024).
 *
 * Faithfulness: what a circuit alone still says, as a share of what the model says, and normalized so that 0 is the corrupt
 * prompt. Completeness: what the model says without the circuit's edges. Minimality: what each edge is worth within the
 * circuit. Hit@10: the share of facts whose answer is among the ten likeliest tokens; on facts that the circuit was not made
 * from it shows whether the circuit is of the relation or of the fact.
 */
import type { Run } from "../../../base";
import type { Model, Row } from "../../../model";
import type { PromptPair } from "../attribute";
import { circuitGraph } from "../graph";
import { CIRCUIT_METRICS, logProbabilities, rankOf, type CircuitMetric } from "../metric";
import { preparePatching, type Ablation } from "../pass/patched";
import { nodesOfEdges } from "../select";
import { sharedParts, type WeightConvention } from "../shared-parts";

/** How edges are taken out; every number of an evaluation depends on it. */
export interface EvaluationSettings {
  readonly ablation: Ablation["kind"];
  /** What stays under zero ablation; no matter otherwise. */
  readonly weights?: WeightConvention;
  /** Under zero ablation, whether positions stay with the input: EAP's graphs say so, ACDC's do not. */
  readonly positions?: "kept" | "ablated";
  readonly metric?: CircuitMetric;
  /** Texts of the prompts' length, for mean ablation; those of the facts when absent. */
  readonly texts?: readonly Row[];
}

/** What is said over the facts: means. */
export interface Said {
  readonly metric: number;
  readonly probability: number;
  readonly hit10: number;
}

export interface CircuitScore extends Said {
  readonly edges: number;
  readonly nodes: number;
  /** metric / metric of the model. */
  readonly faithfulness: number;
  /** (metric − corrupt) / (model − corrupt). */
  readonly normalizedFaithfulness: number;
  /** The model without the circuit's edges. */
  readonly without: Said;
}

export interface CircuitEvaluation {
  readonly facts: number;
  readonly whole: Said;
  /** With every edge taken out: the corrupt prompt's logits when patching. */
  readonly corrupt: Said;
  readonly circuits: readonly CircuitScore[];
}

/** Edges that are taken out of a pass. */
type Corrupted = (edge: number) => boolean;

const NONE: Corrupted = () => false;
const ALL: Corrupted = () => true;
const HIT = 10;

export async function evaluateCircuits(
  run: Run,
  model: Model,
  facts: readonly PromptPair[],
  circuits: readonly (readonly number[])[],
  settings: EvaluationSettings,
): Promise<CircuitEvaluation> {
  const graph = circuitGraph(model.facts.dimensions);
  const intact = circuits.map((edges) => new Set(edges));
  const said = await saidWithout(
    run,
    model,
    facts,
    [
      NONE,
      ALL,
      ...intact.map((edges) => (edge: number) => !edges.has(edge)),
      ...intact.map((edges) => (edge: number) => edges.has(edge)),
    ],
    settings,
  );
  const [whole, corrupt, ...rest] = said;
  return {
    facts: facts.length,
    whole,
    corrupt,
    circuits: circuits.map((edges, i) => ({
      ...rest[i],
      edges: edges.length,
      nodes: nodesOfEdges(graph, edges).length,
      faithfulness: ratio(rest[i].metric, whole.metric),
      normalizedFaithfulness: ratio(rest[i].metric - corrupt.metric, whole.metric - corrupt.metric),
      without: rest[circuits.length + i],
    })),
  };
}

/** 0 where the two prompts say the same, so that there is nothing to be faithful to. */
const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** By edge, how much the circuit's metric falls when the edge is taken out of it as well. */
export async function edgeWorths(
  run: Run,
  model: Model,
  facts: readonly PromptPair[],
  circuit: readonly number[],
  settings: EvaluationSettings,
): Promise<Map<number, number>> {
  const intact = new Set(circuit);
  const [all, ...each] = await saidWithout(
    run,
    model,
    facts,
    [
      (edge) => !intact.has(edge),
      ...circuit.map((removed) => (edge: number) => edge === removed || !intact.has(edge)),
    ],
    settings,
  );
  return new Map(circuit.map((edge, i) => [edge, all.metric - each[i].metric]));
}

/** The means over facts for each set of edges that are taken out. */
export async function saidWithout(
  run: Run,
  model: Model,
  facts: readonly PromptPair[],
  corrupted: readonly Corrupted[],
  settings: EvaluationSettings,
): Promise<Said[]> {
  const { metric = CIRCUIT_METRICS.get("logit_diff") } = settings;
  const sums = corrupted.map(() => ({ metric: 0, probability: 0, hit10: 0 }));
  for (const group of byLength(facts)) {
    const ablation = await ablationOf(run, model, group, settings);
    const patching = await preparePatching(
      run,
      model,
      group.map(({ clean }) => clean),
      ablation,
    );
    const [whole, ...rest] = await patching.logits(run, [NONE, ...corrupted]);
    rest.forEach((logits, set) =>
      logits.forEach((row, p) => {
        sums[set].metric += metric.value(row, group[p], whole[p]);
        sums[set].probability += Math.exp(logProbabilities(row)[group[p].answer]);
        sums[set].hit10 += rankOf(row, group[p].answer) < HIT ? 1 : 0;
      }),
    );
  }
  const mean = (sum: number) => sum / facts.length;
  return sums.map(({ metric: value, probability, hit10 }) => ({
    metric: mean(value),
    probability: mean(probability),
    hit10: mean(hit10),
  }));
}

function byLength(facts: readonly PromptPair[]): PromptPair[][] {
  const groups = new Map<number, PromptPair[]>();
  for (const fact of facts) groups.set(fact.clean.length, [...(groups.get(fact.clean.length) ?? []), fact]);
  return [...groups.values()];
}

async function ablationOf(
  run: Run,
  model: Model,
  group: readonly PromptPair[],
  { ablation, weights = "raw", positions = "kept", texts }: EvaluationSettings,
): Promise<Ablation> {
  if (ablation === "patch") return { kind: "patch", corrupt: group.map(({ corrupt }) => corrupt) };
  if (ablation === "zero") return { kind: "zero", shared: await sharedParts(run, model, weights, positions) };
  const own = group.flatMap(({ clean, corrupt }) => [clean, corrupt]);
  const fitting = texts?.filter((text) => text.length === group[0].clean.length) ?? [];
  return { kind: "mean", texts: fitting.length > 0 ? fitting : own };
}
