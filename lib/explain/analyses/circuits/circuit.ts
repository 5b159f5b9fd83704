/** The small graph of heads and MLPs that carries an answer. */
import { z } from "zod";
import { defineAnalysis } from "../../analysis";
import { CircuitParameters, Convention, conventionOf, Edge, Scored } from "../../circuits/answer";
import { passOperations } from "../../cost";

export const circuit = defineAnalysis({
  id: "circuit",
  name: "Circuit",
  summary:
    "Edges scored by gradients, by patching or by discovery, circuits of several sizes, and what each still says alone.",
  paper: {
    title: "Knowledge Circuits in Pretrained Transformers",
    year: 2024,
    url: "https://arxiv.org/abs/2405.17969",
  },
  asks: ["prompt", "subject", "other"],
  parameters: CircuitParameters,
  answer: z.object({
    graph: z.object({
      layers: z.int(),
      heads: z.int(),
      /** Attention and MLP of a layer read the same stream. */
      parallel: z.boolean(),
      width: z.int(),
      readers: z.int(),
      edges: z.int(),
    }),
    tokens: z.object({ clean: z.array(z.string()), corrupt: z.array(z.string()) }),
    answers: z.tuple([z.string(), z.string()]),
    /** logit(answer) − logit(other answer) on each prompt. */
    difference: z.object({ clean: z.number(), corrupt: z.number() }),
    /** By the numbers of graph.ts, in the order in which a growing circuit takes them: the first n, pruned, are a circuit. */
    edges: z.object({ ids: z.array(z.int()), scores: z.array(z.number()) }),
    /** From the smallest to the largest; edges after pruning, named as "a0.h1" and "m2". */
    circuits: z.array(Scored.extend({ size: z.int(), edges: z.array(Edge) })),
    convention: Convention,
  }),
  preflight({ facts, tokens, parameters: { method, steps } }) {
    const { layers, heads, width } = facts.dimensions;
    const writers = 1 + layers * (heads + 1);
    const edges = 3 * layers * heads * (writers / 2);
    const points = method.startsWith("eap-ig")
      ? steps * (method.endsWith("activations") ? 1 + 2 * layers : 1)
      : 2;
    const gradients =
      method === "exact" || method === "acdc" ? (method === "acdc" ? edges / 12 : edges) : 3 * points;
    const rows = 32 + gradients;
    return {
      operations: passOperations(facts, rows * tokens, rows),
      memoryBytes: 4 * (Math.min(points, 16) + 3) * (3 * heads + 1) * layers * tokens * width,
    };
  },
  async run(run, { model, question, parameters }) {
    const { circuitsOf, namedEdge, scoredAs } = await import("../../circuits/of-question");
    const found = await circuitsOf(run, model, question, parameters);
    const { pair, graph, scores, sizes, chosen, evaluated, random, said, pieces, convention } = found;
    const difference = (logits: Float32Array) => logits[pair.answer] - logits[pair.other];
    return {
      graph: {
        layers: graph.layers,
        heads: graph.heads,
        parallel: graph.isParallel,
        width: model.facts.dimensions.width,
        readers: graph.readers,
        edges: found.total,
      },
      tokens: { clean: pieces(pair.clean), corrupt: pieces(pair.corrupt) },
      answers: [model.tokenizer.piece(pair.answer), model.tokenizer.piece(pair.other)] as [string, string],
      difference: { clean: difference(said[0]), corrupt: difference(said[1]) },
      edges: { ids: [...found.grown], scores: found.grown.map((edge) => scores[edge]) },
      circuits: sizes.map((size, i) => ({
        size,
        edges: chosen[i].map((edge) => namedEdge(graph, edge, scores)),
        ...scoredAs(evaluated[i], random[i]),
      })),
      convention,
    };
  },
  tables({ answers, circuits, convention }) {
    const strongest = [...(circuits[Math.min(3, circuits.length - 1)]?.edges ?? [])]
      .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
      .slice(0, 20);
    return [
      {
        title: `logit(${answers[0]}) − logit(${answers[1]}) of circuits; ${conventionOf(convention)}`,
        columns: [
          "edges chosen",
          "edges left",
          "nodes",
          "difference",
          "share kept",
          "of the answer",
          "without it",
          "random",
        ],
        rows: circuits.map((one) => [
          one.size,
          one.edges.length,
          one.nodes,
          one.difference,
          one.normalizedFaithfulness,
          one.faithfulness,
          one.without,
          one.random,
        ]),
      },
      {
        title: "Strongest edges",
        columns: ["edge", "score"],
        rows: strongest.map(({ from, to, port, score }) => [
          `${from} → ${to}${port ? `.${port}` : ""}`,
          score,
        ]),
      },
    ];
  },
});
