/** The circuit of a relation: made from some facts, judged on them and on others. */
import { z } from "zod";
import { defineAnalysis } from "../../analysis";
import { CircuitParameters, Convention, conventionOf, Edge } from "../../circuits/answer";
import { passOperations } from "../../cost";
import { circuit } from "./circuit";

const Said = z.object({ metric: z.number(), probability: z.number(), hit10: z.number() });
const Point = z.object({
  share: z.number(),
  edges: z.int(),
  nodes: z.int(),
  difference: z.number(),
  faithfulness: z.number(),
  normalizedFaithfulness: z.number(),
  hit10: z.number(),
});

export const relationCircuit = defineAnalysis({
  id: "relation-circuit",
  name: "Circuit of a relation",
  summary:
    "One circuit from several facts, judged on them and on facts it was not made from, beside a random circuit, over all sizes.",
  paper: circuit.paper,
  asks: ["facts"],
  parameters: CircuitParameters.pick({
    method: true,
    steps: true,
    metric: true,
    signed: true,
    ablation: true,
    weights: true,
  }).extend({
    method: z
      .enum(["eap", "eap-ig", "eap-ig-from-corrupt", "clean-corrupted", "information-flow"])
      .default("eap-ig")
      .describe("How edges are scored."),
    rule: z.enum(["greedy", "top"]).default("greedy").describe("How edges are chosen."),
    sample: z
      .int()
      .min(1)
      .max(200)
      .default(20)
      .describe("Facts that the circuit is made from, and as many to test it."),
    edges: z
      .int()
      .min(1)
      .max(20_000)
      .default(200)
      .describe("Edges of the circuit whose edges are judged one by one."),
  }),
  answer: z.object({
    built: z.int(),
    tested: z.int(),
    /** Of facts that have a partner: what the model says, by build and test facts. */
    whole: z.object({ build: Said, test: Said.nullable() }),
    circuit: z.object({
      edges: z.array(Edge.extend({ worth: z.number() })),
      nodes: z.array(z.string()),
      build: Said,
      test: Said.nullable(),
      randomBuild: Said,
      randomTest: Said.nullable(),
      /** The model without the circuit's edges, on the build facts. */
      without: Said,
    }),
    /** By layer, the share of its heads and MLP that are in the circuit. */
    layerShares: z.array(z.number()),
    curve: z.object({
      points: z.array(Point),
      random: z.array(Point),
      cpr: z.number(),
      cmd: z.number(),
      randomCpr: z.number(),
      randomCmd: z.number(),
    }),
    convention: Convention.omit({ threshold: true, rule: true, method: true }).extend({
      method: z.string(),
      rule: z.string(),
    }),
  }),
  preflight({ facts, tokens, question, parameters: { steps, sample: count, edges } }) {
    const used = Math.min(count, question.facts?.length ?? 0);
    const rows = used * (3 * steps + 60 + edges);
    return {
      operations: passOperations(facts, rows * tokens, rows),
      memoryBytes:
        4 *
        (steps + 16) *
        (3 * facts.dimensions.heads + 1) *
        facts.dimensions.layers *
        tokens *
        facts.dimensions.width,
    };
  },
  async run(run, { model, question, parameters }) {
    const [{ relationCircuitOf }] = await Promise.all([import("../../circuits/evaluation/relation")]);
    return relationCircuitOf(run, model, question, parameters);
  },
  tables({ built, tested, whole, circuit: found, curve, convention }) {
    const cells = (said: z.infer<typeof Said> | null): (string | number)[] =>
      said ? [said.hit10, said.metric, said.probability] : ["-", "-", "-"];
    return [
      {
        title: `${built} facts, ${tested} others; ${conventionOf({ ...convention, threshold: 0 } as never)}`,
        columns: ["", "Hit@10", "difference", "probability", "Hit@10 of others", "difference", "probability"],
        rows: [
          ["model", ...cells(whole.build), ...cells(whole.test)],
          [`circuit, ${found.edges.length} edges`, ...cells(found.build), ...cells(found.test)],
          ["random circuit", ...cells(found.randomBuild), ...cells(found.randomTest)],
          ["model without the circuit", ...cells(found.without), "-", "-", "-"],
        ],
      },
      {
        title: `Over size: CPR ${curve.cpr.toFixed(3)} (random ${curve.randomCpr.toFixed(3)}), CMD ${curve.cmd.toFixed(3)} (random ${curve.randomCmd.toFixed(3)})`,
        columns: ["share of edges", "edges left", "nodes", "share kept", "random", "Hit@10"],
        rows: curve.points.map((point, i) => [
          point.share,
          point.edges,
          point.nodes,
          point.normalizedFaithfulness,
          curve.random[i].normalizedFaithfulness,
          point.hit10,
        ]),
      },
      {
        title: "Edges by what each is worth in the circuit",
        columns: ["edge", "worth", "score"],
        rows: [...found.edges]
          .sort((a, b) => b.worth - a.worth)
          .slice(0, 20)
          .map(({ from, to, port, worth, score }) => [
            `${from} → ${to}${port ? `.${port}` : ""}`,
            worth,
            score,
          ]),
      },
    ];
  },
});
