/** A circuit from several facts of a relation, judged on them and on others (Yao et al. 2024, table 1). */
import { seededRandom, type Run } from "../../../base";
import type { Model } from "../../../model";
import type { AnalysisQuestion } from "../../analysis";
import { pairFacts, readFacts } from "../../facts";
import { chooseEdges, meanScores, type ScoringMethod } from "../find-circuits";
import { circuitGraph, nameOfNode, type CircuitGraph, type CircuitNode } from "../graph";
import { CIRCUIT_METRICS } from "../metric";
import { namedEdge } from "../of-question";
import { nodesOfEdges } from "../select";
import { circuitCurve, type CurvePoint } from "./curve";
import { edgeWorths, evaluateCircuits, type EvaluationSettings, type Said } from "./evaluate";
import { randomCircuit } from "./random-circuit";

export interface RelationCircuitCall {
  readonly method: ScoringMethod;
  readonly steps: number;
  readonly metric: string;
  readonly rule: "top" | "greedy";
  readonly signed: boolean;
  readonly ablation: EvaluationSettings["ablation"];
  readonly weights: "raw" | "folded";
  readonly sample: number;
  readonly edges: number;
}

/** The facts in two halves, at most `call.sample` each: those that the circuit is made from, and the others. */
export async function relationCircuitOf(
  run: Run,
  model: Model,
  question: AnalysisQuestion,
  call: RelationCircuitCall,
) {
  const graph = circuitGraph(model.facts.dimensions);
  const facts = await readFacts(run, model, question, 2 * call.sample);
  const pairs = pairFacts(facts, question.seed);
  const half = Math.ceil(pairs.length / 2);
  const [build, test] = [pairs.slice(0, half), pairs.slice(half)];
  const settings: EvaluationSettings = { ablation: call.ablation, weights: call.weights };
  const scores = await meanScores(run, model, build, {
    method: call.method,
    steps: call.steps,
    metric: CIRCUIT_METRICS.get(call.metric),
  });
  const rule = { kind: call.rule, count: call.edges, absolute: !call.signed } as const;
  const circuit = chooseEdges(model, scores, rule);
  const random = randomCircuit(graph, circuit.length, seededRandom(`random circuit ${question.seed}`));
  const of = (some: typeof pairs) => evaluateCircuits(run, model, some, [circuit, random], settings);
  const onBuild = await of(build);
  const onTest = test.length > 0 ? await of(test) : undefined;
  const worths = await edgeWorths(run, model, build, circuit, settings);
  const curve = await circuitCurve(
    run,
    model,
    build,
    scores,
    { rule: call.rule, absolute: !call.signed, seed: `curve ${question.seed}` },
    settings,
  );
  const said = ({ metric, probability, hit10 }: Said) => ({
    metric,
    probability,
    hit10,
  });
  const { sample: _sample, edges: _edges, ...convention } = call;
  return {
    built: build.length,
    tested: test.length,
    whole: { build: onBuild.whole, test: onTest?.whole ?? null },
    circuit: {
      edges: circuit.map((edge) => ({
        ...namedEdge(graph, edge, scores),
        worth: worths.get(edge) as number,
      })),
      nodes: nodesOfEdges(graph, circuit).map(nameOfNode),
      build: said(onBuild.circuits[0]),
      test: onTest ? said(onTest.circuits[0]) : null,
      randomBuild: said(onBuild.circuits[1]),
      randomTest: onTest ? said(onTest.circuits[1]) : null,
      without: onBuild.circuits[0].without,
    },
    layerShares: layerShares(graph, nodesOfEdges(graph, circuit)),
    curve: { ...curve, points: curve.points.map(pointOf), random: curve.random.map(pointOf) },
    convention: { ...convention, metric: call.metric as "logit_diff", begin: question.begin },
  };
}

/** By layer, the share of its heads and its MLP that are among the nodes. */
export function layerShares(graph: CircuitGraph, nodes: readonly CircuitNode[]): number[] {
  const counts = new Array<number>(graph.layers).fill(0);
  for (const node of nodes) if ("layer" in node) counts[node.layer]++;
  return counts.map((count) => count / (graph.heads + 1));
}

function pointOf({ share, edges, nodes, metric, ...point }: CurvePoint) {
  const { faithfulness, normalizedFaithfulness, hit10 } = point;
  return { share, edges, nodes, difference: metric, faithfulness, normalizedFaithfulness, hit10 };
}
