/** Parity of automatic circuit discovery: kept edges with their effects, the metric, and what circuits rank first. */
import { z } from "zod";
import { createRun, type Run } from "../../../lib/base";
import {
  circuitGraph,
  circuitLogits,
  discoverCircuit,
  edgeEnds,
  edgesOf,
  rankOf,
  readerOf,
  sharedParts,
  writerOf,
  type CircuitGraph,
  type CircuitNode,
  type DiscoveredCircuit,
} from "../../../lib/explain";
import type { Model } from "../../../lib/model";
import { check, type Check } from "../report";

type SharedParts = Awaited<ReturnType<typeof sharedParts>>;

const Ids = z.array(z.array(z.int()));
const Kept = z.array(z.tuple([z.string(), z.string(), z.string(), z.number()]));
const Answers = z.array(z.object({ label: z.int(), rank: z.int() }));
const RunFixture = z.object({
  relation: z.string(),
  num_examples: z.int(),
  threshold: z.number(),
  validation_ids: Ids,
  total_edges: z.int(),
  metric_end: z.number(),
  kept: Kept,
  test_ids: Ids,
  export: z.object({ nodes: z.array(z.string()), edges: z.array(z.tuple([z.string(), z.string()])) }),
  hit10: z.object({ right_labels: z.record(z.string(), z.number()) }),
  answers: z.record(z.enum(["valid_full", "valid_circuit", "test_full", "test_circuit"]), Answers),
});

export const DiscoveryFixture = z.object({
  kind: z.literal("circuits-acdc"),
  model: z.string(),
  runs: z.array(RunFixture),
});
export type DiscoveryFixture = z.infer<typeof DiscoveryFixture>;

/** Tolerances that the fixture states in words. */
const TOLERANCE = { kept: 0.95, effect: 2e-3, metric: 2e-3, exactRanks: 10 } as const;

export async function checkDiscovery(model: Model, fixture: DiscoveryFixture): Promise<Check[]> {
  const run = createRun();
  const graph = circuitGraph(model.facts.dimensions);
  const shared = await sharedParts(run, model, "folded", "ablated");
  const checks: Check[] = [];
  for (const one of fixture.runs) {
    const where = `${one.relation} ${one.threshold}`;
    const found = await discoverCircuit(run, model, {
      prompts: one.validation_ids.map((ids) => ids.slice(0, -1)),
      answers: one.validation_ids.map((ids) => ids[ids.length - 1]),
      threshold: one.threshold,
      ablation: { kind: "zero", shared },
    });
    const direct = 3 * graph.layers * graph.heads;
    checks.push(
      check(where, "edges", Math.abs(edgesOf(graph).length + direct - one.total_edges), 0, "edges"),
      ...checkKept(graph, where, found, one.kept),
      checkExport(graph, where, found, one.export),
      ...(await checkAnswers(run, model, where, found, one, shared)),
      check(where, "metric", Math.abs(found.metric - one.metric_end), TOLERANCE.metric, "nats"),
    );
  }
  return checks;
}

/** The kept edges by the hook names of TransformerLens, which the original writes. */
export function keptByName(graph: CircuitGraph, found: DiscoveredCircuit): Map<string, number> {
  const kept = new Map<string, number>();
  const input = (reader: number): string => {
    const { node, port } = readerOf(graph, reader);
    if (node.kind === "logits") return `blocks.${graph.layers - 1}.hook_resid_post[:]`;
    if (node.kind === "mlp") return `blocks.${node.layer}.hook_mlp_in[:]`;
    const { layer, head } = node as { layer: number; head: number };
    return `blocks.${layer}.hook_${port}_input[:, :, ${head}]`;
  };
  for (const [edge, effect] of found.edges) {
    const { writer, reader } = edgeEnds(graph, edge);
    const node = writerOf(graph, writer);
    const output =
      node.kind === "input"
        ? "blocks.0.hook_resid_pre[:]"
        : node.kind === "mlp"
          ? `blocks.${node.layer}.hook_mlp_out[:]`
          : `blocks.${(node as { layer: number }).layer}.attn.hook_result[:, :, ${(node as { head: number }).head}]`;
    kept.set(`${output} ${input(reader)}`, effect);
  }
  for (const [reader, effect] of found.direct) {
    const { node, port } = readerOf(graph, reader);
    const { layer, head } = node as { layer: number; head: number };
    kept.set(`${input(reader)} blocks.${layer}.attn.hook_${port}[:, :, ${head}]`, effect);
  }
  return kept;
}

function checkKept(
  graph: CircuitGraph,
  where: string,
  found: DiscoveredCircuit,
  expected: z.infer<typeof Kept>,
): Check[] {
  const ours = keptByName(graph, found);
  const theirs = new Map(expected.map(([sender, receiver, , effect]) => [`${sender} ${receiver}`, effect]));
  const both = [...theirs.keys()].filter((name) => ours.has(name));
  const effects = both.map((name) => Math.abs((ours.get(name) as number) - (theirs.get(name) as number)));
  const jaccard = both.length / (ours.size + theirs.size - both.length);
  return [
    check(where, "kept edges", 1 - jaccard, 1 - TOLERANCE.kept, "1 − Jaccard"),
    check(where, "effects", Math.max(0, ...effects), TOLERANCE.effect, "nats"),
  ];
}

/** The graph that the original writes: ports of a head as one, and what the embedding reaches. */
function checkExport(
  graph: CircuitGraph,
  where: string,
  found: DiscoveredCircuit,
  expected: z.infer<typeof RunFixture>["export"],
): Check {
  const nameOf = (node: CircuitNode) => {
    if (node.kind === "input") return "embed";
    if (node.kind === "logits") return "<resid_post>";
    return node.kind === "mlp" ? `<m${node.layer}>` : `<a${node.layer}.${node.head}>`;
  };
  const reached = new Set(["embed"]);
  const edges = new Set<string>();
  // Edges in the order of their writers, so that one pass finds what is reached.
  for (const edge of [...found.edges.keys()].sort((a, b) => a - b)) {
    const { writer, reader } = edgeEnds(graph, edge);
    const [from, to] = [nameOf(writerOf(graph, writer)), nameOf(readerOf(graph, reader).node)];
    if (!reached.has(from)) continue;
    reached.add(to);
    edges.add(`${from} ${to}`);
  }
  const differs = (ours: Iterable<string>, theirs: readonly string[]) =>
    String([...ours].sort()) !== String([...theirs].sort());
  const wrong = [
    differs(reached, expected.nodes),
    differs(
      edges,
      expected.edges.map((ends) => ends.join(" ")),
    ),
  ];
  return check(where, "exported graph", wrong.filter(Boolean).length, 0, "lists that differ");
}

/** Ranks and Hit@10 of the model and of the circuit alone, on the prompts it was made from and on others. */
async function checkAnswers(
  run: Run,
  model: Model,
  where: string,
  found: DiscoveredCircuit,
  one: z.infer<typeof RunFixture>,
  shared: SharedParts,
): Promise<Check[]> {
  const everything = edgesOf(circuitGraph(model.facts.dimensions));
  const circuits = { full: everything, circuit: [...found.edges.keys()] };
  let [ranks, hits] = [0, 0];
  for (const [set, rows] of [
    ["valid", one.validation_ids],
    ["test", one.test_ids],
  ] as const) {
    const said = { full: [] as Float32Array[], circuit: [] as Float32Array[] };
    for (const ids of rows) {
      const logits = await circuitLogits(run, model, ids.slice(0, -1), Object.values(circuits), {
        kind: "zero",
        shared,
      });
      said.full.push(logits[0]);
      said.circuit.push(logits[1]);
    }
    for (const which of ["full", "circuit"] as const) {
      const expected = one.answers[`${set}_${which}`];
      expected.forEach(({ label, rank }, i) => {
        const ours = rankOf(said[which][i], label) + 1;
        if (rank <= TOLERANCE.exactRanks && ours !== rank) ranks++;
      });
      const hit =
        expected.filter(({ label }, i) => rankOf(said[which][i], label) < 10).length / expected.length;
      const theirs = one.hit10.right_labels[`${which === "full" ? "pre" : "post"}_${set}`];
      hits = Math.max(hits, Math.abs(hit - theirs));
    }
  }
  return [check(where, "ranks", ranks, 0, "ranks that differ"), check(where, "Hit@10", hits, 1e-9, "share")];
}
