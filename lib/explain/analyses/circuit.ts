/** The small graph of heads and MLPs that carries an answer. */
import { z } from "zod";
import { invalidField } from "../../base";
import { defineAnalysis } from "../analysis";
import { circuitGraph, nameOfEdge } from "../circuits/graph";
import { passOperations } from "../cost";

/** Sizes at which a circuit is run, in edges before pruning. */
const SIZES = [10, 20, 50, 100, 200, 400, 800];
/** Edges that the answer names: circuits up to this size are read from it. */
const LISTED = 5000;

export const circuit = defineAnalysis({
  id: "circuit",
  name: "Circuit",
  summary: "Edges scored by gradients, circuits of several sizes, and what each still says alone.",
  paper: {
    title: "Knowledge Circuits in Pretrained Transformers",
    year: 2024,
    url: "https://arxiv.org/abs/2405.17969",
  },
  asks: ["prompt", "subject", "other"],
  parameters: z.object({
    method: z
      .enum(["eap", "eap-ig", "clean-corrupted"])
      .default("eap-ig")
      .describe("Where gradients are taken."),
    steps: z
      .int()
      .min(1)
      .max(50)
      .default(5)
      .describe("Points between the prompts, of methods that integrate."),
  }),
  answer: z.object({
    graph: z.object({
      layers: z.int(),
      heads: z.int(),
      /** Attention and MLP of a layer read the same stream. */
      parallel: z.boolean(),
      width: z.int(),
      edges: z.int(),
    }),
    tokens: z.object({ clean: z.array(z.string()), corrupt: z.array(z.string()) }),
    answers: z.tuple([z.string(), z.string()]),
    /** logit(answer) − logit(other answer) on each prompt. */
    difference: z.object({ clean: z.number(), corrupt: z.number() }),
    /** Edges by the numbers of graph.ts, in the order in which a growing circuit takes them; the first n, pruned, are one of n. */
    edges: z.object({ ids: z.array(z.int()), scores: z.array(z.number()) }),
    /** Some sizes, from the smallest to the largest, with the edges that pruning left and what they say alone. */
    circuits: z.array(z.object({ size: z.int(), left: z.int(), difference: z.number() })),
  }),
  preflight({ facts, tokens, parameters: { method, steps } }) {
    const { layers, heads, width } = facts.dimensions;
    const points = method === "eap-ig" ? steps : 2;
    const rows = 4 + 3 * points + SIZES.length;
    return {
      operations: passOperations(facts, rows * tokens, rows),
      memoryBytes: 4 * (points + 3) * (3 * heads + 1) * layers * tokens * width,
    };
  },
  async run(run, { model, question, parameters: { method, steps } }) {
    const [
      { ATTRIBUTION_METHODS, attributeEdges },
      graphs,
      { CIRCUIT_METRICS },
      patched,
      select,
      read,
      { argmax },
    ] = await Promise.all([
      import("../circuits/attribute"),
      import("../circuits/graph"),
      import("../circuits/metric"),
      import("../circuits/patched"),
      import("../circuits/select"),
      import("../question"),
      import("../../model"),
    ]);
    const { tokenizer, facts } = model;
    const prompts = [question.subject, question.other].map((subject) =>
      read.readSubject(model, { ...question, subject }),
    );
    const [clean, corrupt] = prompts.map(({ ids }) => ids);
    const said = await read.nextLogits(run, model, [clean, corrupt]);
    const [answer, other] = [question.answer, question.otherAnswer].map((written, i) =>
      written === undefined ? argmax(said[i]) : read.answerToken(model, prompts[i].text, written),
    );
    if (answer === other)
      throw invalidField(
        "question.other",
        `Both prompts have the answer "${tokenizer.piece(answer).trim()}", so there is nothing to tell apart.`,
        "Choose a subject with another answer.",
      );
    const difference = (logits: Float32Array) => logits[answer] - logits[other];
    const scores = await attributeEdges(run, model, {
      pair: { clean, corrupt, answer, other },
      metric: CIRCUIT_METRICS.get("logit_diff"),
      method: ATTRIBUTION_METHODS.get(method),
      steps,
    });
    const graph = graphs.circuitGraph(facts.dimensions);
    const total = graphs.edgesOf(graph).length;
    const sizes = SIZES.filter((size) => size < total);
    const grown = select.selectEdges(graph, scores, { kind: "greedy", count: LISTED, absolute: true });
    const chosen = sizes.map((size) => select.pruneEdges(graph, grown.slice(0, size)));
    const ablation = { kind: "patch", corrupt: [corrupt] } as const;
    const logits = await patched.circuitLogits(run, model, clean, chosen, ablation);
    const pieces = (ids: readonly number[]) => ids.map((id) => tokenizer.piece(id));
    return {
      graph: {
        layers: graph.layers,
        heads: graph.heads,
        parallel: graph.isParallel,
        width: facts.dimensions.width,
        edges: total,
      },
      tokens: { clean: pieces(clean), corrupt: pieces(corrupt) },
      answers: [tokenizer.piece(answer), tokenizer.piece(other)] as [string, string],
      difference: { clean: difference(said[0]), corrupt: difference(said[1]) },
      edges: { ids: grown, scores: grown.map((edge) => scores[edge]) },
      circuits: sizes.map((size, i) => ({
        size,
        left: chosen[i].length,
        difference: difference(logits[i]),
      })),
    };
  },
  tables({ graph: shape, answers, difference, edges, circuits }) {
    const range = difference.clean - difference.corrupt;
    const graph = circuitGraph(shape);
    const strongest = edges.ids
      .map((edge, i) => [nameOfEdge(graph, edge), edges.scores[i]] as const)
      .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
      .slice(0, 20);
    return [
      {
        title: `logit(${answers[0]}) − logit(${answers[1]}) of circuits`,
        columns: ["edges chosen", "edges left", "difference", "share kept"],
        rows: circuits.map(({ size, left, difference: alone }) => [
          size,
          left,
          alone,
          (alone - difference.corrupt) / range,
        ]),
      },
      { title: "Strongest edges", columns: ["edge", "score"], rows: strongest },
    ];
  },
});
