import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createRun, seededRandom } from "../../../base";
import { goldenTiny, goldenTinyModel, hasGoldenTiny } from "../../../testing/golden-tiny";
import { nativeRuntime, RUNTIMES } from "../../../testing/runtimes";
import { circuitGraph, edgesOf, nameOfEdge, nameOfNode } from "../graph";
import { withoutEdge } from "../pass/patched";
import { nodesOfEdges, pruneEdges } from "../select";
import { circuitCurve, curveAreas } from "./curve";
import { edgeWorths, evaluateCircuits } from "./evaluate";
import { circuitOverlap } from "./overlap";
import { randomCircuit } from "./random-circuit";

const run = createRun();
const pair = { clean: [0, 1, 5, 7, 3], corrupt: [0, 2, 6, 7, 3], answer: 4, other: 9 };
const graph = circuitGraph({ layers: 3, heads: 2 });
const byName = new Map(edgesOf(graph).map((edge) => [nameOfEdge(graph, edge), edge]));
const PATCH = { ablation: "patch" } as const;

describe.skipIf(!hasGoldenTiny)("against the published code on a generated model", () => {
  const Golden = z.object({
    eap_ig_m5_k1to5: z.array(z.array(z.number())),
    baseline_logit_diff_clean: z.number(),
    baseline_logit_diff_corrupt: z.number(),
    exact_edge_effect_on_loss: z.record(z.string(), z.number()),
    selection_on_eap_ig_k1to5: z.record(
      z.string(),
      z.object({
        after_prune: z.array(z.string()),
        nodes_after: z.array(z.string()),
        circuit_logit_diff: z.number(),
        faithfulness: z.number(),
        normalized_faithfulness: z.number(),
      }),
    ),
  });
  const golden = () => Golden.parse(goldenTiny("circuits"));

  test.each(RUNTIMES)(
    "on $kind, faithfulness in both forms, and exact effects of edges",
    async ({ open }) => {
      const model = await goldenTinyModel(await open());
      const { selection_on_eap_ig_k1to5: selections, ...expected } = golden();
      const named = Object.values(selections);
      const circuits = named.map(({ after_prune }) => after_prune.map((name) => byName.get(name) as number));
      const evaluated = await evaluateCircuits(run, model, [pair], circuits, PATCH);
      expect(evaluated.whole.metric).toBeCloseTo(expected.baseline_logit_diff_clean, 4);
      expect(evaluated.corrupt.metric).toBeCloseTo(expected.baseline_logit_diff_corrupt, 4);
      evaluated.circuits.forEach((circuit, i) => {
        expect(circuit.metric).toBeCloseTo(named[i].circuit_logit_diff, 4);
        expect(circuit.faithfulness).toBeCloseTo(named[i].faithfulness, 4);
        expect(circuit.normalizedFaithfulness).toBeCloseTo(named[i].normalized_faithfulness, 4);
        expect(circuit.nodes).toBe(named[i].nodes_after.length);
      });
      const exact = Object.entries(expected.exact_edge_effect_on_loss);
      const edges = exact.map(([name]) => byName.get(name) as number);
      const logits = await withoutEdge(run, model, pair.clean, edges, {
        kind: "patch",
        corrupt: [pair.corrupt],
      });
      exact.forEach(([, effect], i) => {
        const loss = logits[i][pair.other] - logits[i][pair.answer];
        expect(Math.abs(loss + evaluated.whole.metric - effect)).toBeLessThan(1e-4);
      });
    },
  );

  test("the whole graph is faithful, and nothing is left without it", async () => {
    const model = await goldenTinyModel(nativeRuntime());
    const all = edgesOf(graph);
    for (const ablation of ["patch", "zero", "mean"] as const) {
      const { circuits, whole, corrupt } = await evaluateCircuits(run, model, [pair], [all, []], {
        ablation,
      });
      expect(circuits[0].normalizedFaithfulness).toBeCloseTo(1, 5);
      expect(circuits[0].without.metric).toBeCloseTo(corrupt.metric, 5);
      expect(circuits[1].normalizedFaithfulness).toBeCloseTo(0, 5);
      expect(circuits[1].without.metric).toBeCloseTo(whole.metric, 5);
    }
  });

  test("under mean ablation over the corrupt prompt alone, the numbers are those of patching", async () => {
    const model = await goldenTinyModel(nativeRuntime());
    const circuits = [edgesOf(graph).filter((_, i) => i % 3 > 0)];
    const [patched, meant] = await Promise.all([
      evaluateCircuits(run, model, [pair], circuits, PATCH),
      evaluateCircuits(run, model, [pair], circuits, { ablation: "mean", texts: [pair.corrupt] }),
    ]);
    expect(meant.circuits[0].metric).toBeCloseTo(patched.circuits[0].metric, 5);
    expect(meant.circuits[0].metric).not.toBeCloseTo(patched.whole.metric, 2);
  });

  test("facts of several lengths are evaluated together, as their mean", async () => {
    const model = await goldenTinyModel(nativeRuntime());
    const short = { clean: [1, 5, 7, 3], corrupt: [2, 6, 7, 3], answer: 1, other: 3 };
    const circuits = [edgesOf(graph).slice(20, 70)];
    const alone = await Promise.all(
      [pair, short].map((fact) => evaluateCircuits(run, model, [fact], circuits, PATCH)),
    );
    const both = await evaluateCircuits(run, model, [pair, short], circuits, PATCH);
    const mean = (alone[0].circuits[0].metric + alone[1].circuits[0].metric) / 2;
    expect(both.circuits[0].metric).toBeCloseTo(mean, 5);
    expect(both.facts).toBe(2);
  });

  test("within the whole graph, an edge is worth its exact effect", async () => {
    const model = await goldenTinyModel(nativeRuntime());
    const worths = await edgeWorths(run, model, [pair], edgesOf(graph), PATCH);
    for (const [name, effect] of Object.entries(golden().exact_edge_effect_on_loss))
      expect(Math.abs((worths.get(byName.get(name) as number) ?? NaN) - effect)).toBeLessThan(1e-4);
  });

  test("the curve ends at the whole model, and areas agree with its points", async () => {
    const model = await goldenTinyModel(nativeRuntime());
    const scores = Float32Array.from(golden().eap_ig_m5_k1to5.flat());
    const choice = { rule: "greedy", absolute: true } as const;
    const curve = await circuitCurve(run, model, [pair], scores, choice, PATCH);
    expect(curve.points.at(-1)?.normalizedFaithfulness).toBeCloseTo(1, 4);
    expect(curve.points.map(({ edges }) => edges)).toEqual(curve.random.map(({ edges }) => edges));
    const line = curve.points.map((point) => [point.share, point.normalizedFaithfulness] as const);
    expect(curve.cpr).toBeCloseTo(curveAreas(line).cpr, 12);
  });
});

test("areas are those of trapezoids, and what lies above 1 is a mistake too", () => {
  expect(
    curveAreas([
      [0, 0],
      [1, 1],
    ]),
  ).toEqual({ cpr: 0.5, cmd: 0.5 });
  expect(
    curveAreas([
      [0, 2],
      [0.5, 1],
      [1, 1],
    ]),
  ).toEqual({ cpr: 1.25, cmd: 0.25 });
});

test("a random circuit is connected, of the asked size, and the same for the same seed", () => {
  const large = circuitGraph({ layers: 6, heads: 8 });
  for (const count of [1, 2, 7, 60, 400]) {
    const drawn = randomCircuit(large, count, seededRandom("a"));
    expect(drawn).toHaveLength(count);
    expect(pruneEdges(large, drawn)).toEqual(drawn);
    expect(randomCircuit(large, count, seededRandom("a"))).toEqual(drawn);
  }
  expect(randomCircuit(large, 60, seededRandom("a"))).not.toEqual(
    randomCircuit(large, 60, seededRandom("b")),
  );
  expect(randomCircuit(graph, 1000, seededRandom("a"))).toEqual(edgesOf(graph).sort((a, b) => a - b));
});

test("an overlap counts kept, lost and new edges and nodes", () => {
  const edges = (...names: string[]) => names.map((name) => byName.get(name) as number);
  const before = edges("input->m0", "m0->logits", "input->logits");
  const after = edges("input->m0", "m0->m2", "m2->logits", "input->logits");
  const overlap = circuitOverlap(graph, before, after);
  expect(overlap.edges.kept).toEqual(edges("input->m0", "input->logits"));
  expect(overlap.edges.lost).toEqual(edges("m0->logits"));
  expect(overlap.edges.new).toEqual(edges("m0->m2", "m2->logits"));
  expect(overlap.edges.jaccard).toBeCloseTo(2 / 5, 12);
  expect(overlap.edges.share).toBeCloseTo(2 / 3, 12);
  expect(overlap.nodes.new).toEqual(["m2"]);
  expect(overlap.nodes.share).toBe(1);
  expect(nodesOfEdges(graph, before).map(nameOfNode)).toEqual(overlap.nodes.kept);
  expect(circuitOverlap(graph, [], []).edges.jaccard).toBe(1);
});
