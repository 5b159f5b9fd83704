/** Parity of automatic circuit discovery: kept edges with their effects, the metric, and what circuits rank first. */
import { z } from "zod";
import { createRun } from "../../../lib/base";
import {
  circuitGraph,
  discoverCircuit,
  edgeEnds,
  edgesOf,
  readerOf,
  sharedParts,
  writerOf,
  type CircuitGraph,
  type DiscoveredCircuit,
} from "../../../lib/explain";
import type { Model } from "../../../lib/model";
import { check, type Check } from "../report";

const Ids = z.array(z.array(z.int()));
const Kept = z.array(z.tuple([z.string(), z.string(), z.string(), z.number()]));
const RunFixture = z.object({
  relation: z.string(),
  num_examples: z.int(),
  threshold: z.number(),
  validation_ids: Ids,
  total_edges: z.int(),
  metric_end: z.number(),
  kept: Kept,
});

export const DiscoveryFixture = z.object({
  kind: z.literal("circuits-acdc"),
  model: z.string(),
  runs: z.array(RunFixture),
});
export type DiscoveryFixture = z.infer<typeof DiscoveryFixture>;

/** Tolerances that the fixture states in words. */
const TOLERANCE = { kept: 0.95, effect: 2e-3, metric: 2e-3 } as const;

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
