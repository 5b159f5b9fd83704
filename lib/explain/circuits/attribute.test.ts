import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createRun } from "../../base";
import { expectClose } from "../../testing/expect-close";
import { goldenTiny, goldenTinyModel, hasGoldenTiny } from "../../testing/golden-tiny";
import { nativeRuntime, RUNTIMES } from "../../testing/runtimes";
import { ATTRIBUTION_METHODS, attributeEdges } from "./attribute";
import { circuitGraph, edgesOf, nameOfEdge, nameOfNode, nodesOf } from "./graph";
import { CIRCUIT_METRICS } from "./metric";
import { nodesOfEdges, pruneEdges, selectEdges, type SelectionRule } from "./select";

const run = createRun();
const Table = z.array(z.array(z.number()));
const Selection = z.object({
  selected: z.array(z.string()),
  after_prune: z.array(z.string()),
  nodes_after: z.array(z.string()),
});
const Golden = z.object({
  eap: Table,
  eap_ig_m5_k1to5: Table,
  eap_ig_m5_k0to4: Table,
  clean_corrupted: Table,
  n_edges: z.int(),
  selection_on_eap_ig_k1to5: z.record(z.string(), Selection),
});

const pair = { clean: [0, 1, 5, 7, 3], corrupt: [0, 2, 6, 7, 3], answer: 4, other: 9 };

describe.skipIf(!hasGoldenTiny)("against the published code on a generated model", () => {
  const golden = () => Golden.parse(goldenTiny("circuits"));

  test.each(
    RUNTIMES.flatMap((runtime) =>
      (
        [
          ["eap", "eap"],
          ["eap-ig", "eap_ig_m5_k1to5"],
          ["eap-ig-from-corrupt", "eap_ig_m5_k0to4"],
          ["clean-corrupted", "clean_corrupted"],
        ] as const
      ).map(([method, key]) => ({ ...runtime, method, key })),
    ),
  )("on $kind, scores of $method", async ({ open, method, key }) => {
    const model = await goldenTinyModel(await open());
    const scores = await attributeEdges(run, model, {
      pair,
      metric: CIRCUIT_METRICS.get("logit_diff"),
      method: ATTRIBUTION_METHODS.get(method),
      steps: 5,
    });
    const expected = golden()[key].flat();
    const largest = Math.max(...expected.map(Math.abs));
    expectClose(scores, expected, { absolute: 1e-4 * largest, relative: 0 });
  });

  test("edges, nodes and the choice of a circuit", async () => {
    const model = await goldenTinyModel(nativeRuntime());
    const graph = circuitGraph(model.facts.dimensions);
    const { n_edges, selection_on_eap_ig_k1to5: selections, eap_ig_m5_k1to5 } = golden();
    expect(edgesOf(graph)).toHaveLength(n_edges);
    expect(nodesOf(graph).map(nameOfNode).at(-1)).toBe("logits");
    const scores = Float32Array.from(eap_ig_m5_k1to5.flat());
    const rules: Record<string, SelectionRule> = {
      topn12: { kind: "top", count: 12, absolute: true },
      greedy12: { kind: "greedy", count: 12, absolute: true },
      "threshold_0.02": { kind: "threshold", threshold: 0.02, absolute: true },
    };
    for (const [name, expected] of Object.entries(selections)) {
      const selected = selectEdges(graph, scores, rules[name]);
      const pruned = pruneEdges(graph, selected);
      const names = (edges: readonly number[]) => edges.map((edge) => nameOfEdge(graph, edge)).sort();
      expect(names(selected), name).toEqual([...expected.selected].sort());
      expect(names(pruned), name).toEqual([...expected.after_prune].sort());
      expect(nodesOfEdges(graph, pruned).map(nameOfNode), name).toEqual(expected.nodes_after);
    }
  });
});
