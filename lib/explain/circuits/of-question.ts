/** A question's circuits: the pair of prompts, edges with scores, circuits of every size, and what they say. */
import type { z } from "zod";
import { because, invalidField, seededRandom, type Run } from "../../base";
import { argmax, type Model } from "../../model";
import type { AnalysisQuestion } from "../analysis";
import { answerToken, nextLogits, readSubject } from "../question";
import type { CircuitParameters, Edge, Scored } from "./answer";
import type { PromptPair } from "./attribute";
import { evaluateCircuits, type CircuitScore } from "./evaluation/evaluate";
import { randomCircuit } from "./evaluation/random-circuit";
import { chooseEdges, discoverPair, scoreEdges } from "./find-circuits";
import { circuitGraph, edgeEnds, edgesOf, nameOfNode, readerOf, writerOf, type CircuitGraph } from "./graph";
import { CIRCUIT_METRICS } from "./metric";
import { selectEdges, type EdgeScores } from "./select";

/** Sizes at which a circuit is run, in edges before pruning. */
const SIZES = [10, 20, 50, 100, 200, 400, 800];
/** Edges that an answer lists in the order in which a circuit grows: a page makes circuits of any size up to this from them. */
const LISTED = 5000;

/** Throws as `readPair` does. */
export async function circuitsOf(
  run: Run,
  model: Model,
  question: AnalysisQuestion,
  parameters: z.infer<typeof CircuitParameters>,
) {
  const { method, steps, metric: metricId, rule, threshold, signed, ablation, weights } = parameters;
  const { pair, said } = await readPair(run, model, question);
  const metric = CIRCUIT_METRICS.get(metricId);
  const graph = circuitGraph(model.facts.dimensions);
  const total = edgesOf(graph).length;
  const absolute = !signed;
  const sizesLeft = SIZES.filter((size) => size < total);
  const discovered = async () => {
    const ablated = ablation === "patch" ? "patch" : "zero";
    const { scores, edges } = await discoverPair(run, model, pair, { threshold, weights, ablation: ablated });
    return { scores, chosen: [edges] };
  };
  const chosenBy = (scores: EdgeScores) => ({
    scores,
    chosen:
      rule === "threshold"
        ? [chooseEdges(model, scores, { kind: "threshold", threshold, absolute })]
        : sizesLeft.map((count) => chooseEdges(model, scores, { kind: rule, count, absolute })),
  });
  const isDiscovered = method === "acdc";
  const { scores, chosen } = isDiscovered
    ? await discovered()
    : chosenBy(await scoreEdges(run, model, pair, { method, steps, metric }));
  const sizes = isDiscovered || rule === "threshold" ? [chosen[0].length] : sizesLeft;
  const growth = { kind: rule === "top" ? "top" : "greedy", count: LISTED, absolute } as const;
  const grown = isDiscovered
    ? [...chosen[0]].sort((a, b) => Math.abs(scores[b]) - Math.abs(scores[a]))
    : selectEdges(graph, scores, growth);
  const draws = seededRandom(`random circuits ${question.seed}`);
  const drawn = chosen.map((edges) => randomCircuit(graph, edges.length, draws));
  const settings = {
    ablation,
    weights,
    positions: method === "acdc" ? ("ablated" as const) : ("kept" as const),
  };
  const { circuits } = await evaluateCircuits(run, model, [pair], [...chosen, ...drawn], settings);
  const pieces = (ids: readonly number[]) => ids.map((id) => model.tokenizer.piece(id));
  return {
    pair,
    said,
    graph,
    total,
    scores,
    sizes,
    chosen,
    grown,
    evaluated: circuits.slice(0, chosen.length),
    random: circuits.slice(chosen.length),
    pieces,
    convention: { ...parameters, begin: question.begin },
  };
}

/** An edge as answers have it. */
export function namedEdge(graph: CircuitGraph, edge: number, scores: EdgeScores): z.infer<typeof Edge> {
  const { writer, reader } = edgeEnds(graph, edge);
  const { node, port } = readerOf(graph, reader);
  const from = nameOfNode(writerOf(graph, writer));
  return { from, to: nameOfNode(node), ...(port && { port }), score: scores[edge] };
}

export function scoredAs(circuit: CircuitScore, random: CircuitScore): z.infer<typeof Scored> {
  return {
    nodes: circuit.nodes,
    difference: circuit.metric,
    probability: circuit.probability,
    faithfulness: circuit.faithfulness,
    normalizedFaithfulness: circuit.normalizedFaithfulness,
    without: circuit.without.metric,
    random: random.metric,
  };
}

/**
 * The two prompts with the first tokens of their answers; the model's own where none is written. Throws `invalid_input` when
 * both have one answer, or different numbers of tokens.
 */
export async function readPair(
  run: Run,
  model: Model,
  question: AnalysisQuestion,
): Promise<{ readonly pair: PromptPair; readonly said: readonly Float32Array[] }> {
  const prompts = [question.subject, question.other].map((subject) =>
    readSubject(model, { ...question, subject }),
  );
  const [clean, corrupt] = prompts.map(({ ids }) => ids);
  const said = await nextLogits(run, model, [clean, corrupt]);
  const [answer, other] = [question.answer, question.otherAnswer].map((written, i) =>
    written === undefined ? argmax(said[i]) : answerToken(model, prompts[i].text, written),
  );
  if (answer === other)
    throw invalidField(
      "question.other",
      `Both prompts have the answer "${model.tokenizer.piece(answer).trim()}", so there is nothing to tell apart.`,
      "Choose a subject with another answer.",
      because("sameAnswer", { answer: model.tokenizer.piece(answer).trim() }),
    );
  return { pair: { clean, corrupt, answer, other }, said };
}
