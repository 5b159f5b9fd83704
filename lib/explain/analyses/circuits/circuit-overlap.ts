/** The circuit of a fact in two versions: what was kept, lost and new. */
import { z } from "zod";
import { defineAnalysis } from "../../analysis";
import { CircuitParameters, Convention, conventionOf, Edge, Scored } from "../../circuits/answer";
import { circuit } from "./circuit";

const Shares = z.object({
  kept: z.int(),
  lost: z.int(),
  new: z.int(),
  /** In both, of those in either; and of the first, those that the second has too. */
  jaccard: z.number(),
  share: z.number(),
});
/** Scores in each version; only edges of one of the circuits are listed. */
const Changed = Edge.omit({ score: true }).extend({
  state: z.enum(["kept", "lost", "new"]),
  before: z.number(),
  after: z.number(),
});

export const circuitOverlap = defineAnalysis({
  id: "circuit-overlap",
  name: "Circuits compared",
  summary:
    "The circuit of a fact in two versions: edges and nodes that were kept, lost and new, size by size.",
  paper: circuit.paper,
  asks: ["prompt", "subject", "other"],
  isOfTwo: true,
  parameters: CircuitParameters,
  answer: z.object({
    graph: z.object({ layers: z.int(), heads: z.int(), readers: z.int(), edges: z.int() }),
    /** First tokens of the answer and the other answer, by version. */
    answers: z.object({
      before: z.tuple([z.string(), z.string()]),
      after: z.tuple([z.string(), z.string()]),
    }),
    sizes: z.array(
      z.object({
        size: z.int(),
        edges: Shares,
        nodes: Shares.extend({ lostNames: z.array(z.string()), newNames: z.array(z.string()) }),
        before: Scored,
        after: Scored,
        changed: z.array(Changed),
      }),
    ),
    convention: Convention,
  }),
  preflight(call) {
    const one = circuit.preflight(call);
    if ("then" in one) return one;
    return { ...one, operations: 2 * one.operations };
  },
  async run(run, { model, against, question, parameters }) {
    const [{ circuitsOf, namedEdge, scoredAs }, overlaps, { because, insideStep, invalidField }] =
      await Promise.all([
        import("../../circuits/of-question"),
        import("../../circuits/evaluation/overlap"),
        import("../../../base"),
      ]);
    if (!against)
      throw invalidField(
        "against",
        "Circuits are compared between two versions.",
        "Name a second version.",
        because("needsSecondVersion"),
      );
    const step = (step: number) => insideStep(run, { phase: `Version ${step + 1}`, step, steps: 2 });
    const before = await circuitsOf(step(0), model, question, parameters);
    const after = await circuitsOf(step(1), against, question, parameters);
    const { graph, total, convention } = before;
    const sizes = before.sizes.flatMap((size, i) => {
      if (!after.chosen[i]) return [];
      const { edges, nodes } = overlaps.circuitOverlap(graph, before.chosen[i], after.chosen[i]);
      const changed = (["kept", "lost", "new"] as const).flatMap((state) =>
        edges[state].map((edge) => {
          const { score, ...named } = namedEdge(graph, edge, before.scores);
          return { ...named, state, before: score, after: after.scores[edge] };
        }),
      );
      return [
        {
          size,
          edges: counted(edges),
          nodes: { ...counted(nodes), lostNames: [...nodes.lost], newNames: [...nodes.new] },
          before: scoredAs(before.evaluated[i], before.random[i]),
          after: scoredAs(after.evaluated[i], after.random[i]),
          changed,
        },
      ];
    });
    const answersOf = ({ pair, pieces }: typeof before) =>
      pieces([pair.answer, pair.other]) as [string, string];
    return {
      graph: { layers: graph.layers, heads: graph.heads, readers: graph.readers, edges: total },
      answers: { before: answersOf(before), after: answersOf(after) },
      sizes,
      convention,
    };
  },
  tables({ sizes, answers, convention }) {
    const middle = sizes[Math.min(3, sizes.length - 1)];
    return [
      {
        title: `Circuits of ${answers.before[0]} and of ${answers.after[0]}; ${conventionOf(convention)}`,
        columns: [
          "edges chosen",
          "kept",
          "lost",
          "new",
          "Jaccard",
          "nodes kept",
          "lost",
          "new",
          "Jaccard of nodes",
        ],
        rows: sizes.map(({ size, edges, nodes }) => [
          size,
          edges.kept,
          edges.lost,
          edges.new,
          edges.jaccard,
          nodes.kept,
          nodes.lost,
          nodes.new,
          nodes.jaccard,
        ]),
      },
      {
        title: `Edges of ${middle?.size ?? 0} that changed most`,
        columns: ["edge", "state", "before", "after"],
        rows: [...(middle?.changed ?? [])]
          .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
          .slice(0, 20)
          .map((one) => [
            `${one.from} → ${one.to}${one.port ? `.${one.port}` : ""}`,
            one.state,
            one.before,
            one.after,
          ]),
      },
    ];
  },
});

function counted(overlap: {
  readonly kept: readonly unknown[];
  readonly lost: readonly unknown[];
  readonly new: readonly unknown[];
  readonly jaccard: number;
  readonly share: number;
}): z.infer<typeof Shares> {
  const { kept, lost, new: added, jaccard, share } = overlap;
  return { kept: kept.length, lost: lost.length, new: added.length, jaccard, share };
}
