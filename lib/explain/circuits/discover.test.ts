import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createRun } from "../../base";
import { goldenTiny, goldenTinyModel, hasGoldenTiny } from "../../testing/golden-tiny";
import { RUNTIMES } from "../../testing/runtimes";
import { discoverCircuit } from "./discover";
import { circuitGraph, edgesOf, nameOfEdge, nameOfNode, readerOf } from "./graph";
import { logProbabilities } from "./metric";
import { preparePatching, type Ablation } from "./pass/patched";
import { sharedParts } from "./shared-parts";

const run = createRun();
const Kept = z.tuple([z.string(), z.string(), z.string(), z.number()]);
const Discovered = z.object({
  total_edges: z.int(),
  final_metric: z.number(),
  kept: z.array(Kept),
  circuit_logits_last: z.array(z.array(z.number())),
});

const PROMPTS = [
  [0, 1, 5, 7, 3],
  [0, 2, 6, 7, 3],
  [0, 8, 10, 7, 3],
];
const ANSWERS = [4, 9, 11];
/** torch.manual_seed(42); torch.randperm(3). */
const PERMUTED = [0, 2, 1].map((row) => PROMPTS[row]);

/** "blocks.1.attn.hook_result[:, :, 0] blocks.2.hook_mlp_in[:]" as an edge of ours, a direct edge as its port. */
function ourName([sender, receiver, kind]: z.infer<typeof Kept>): string {
  const reader = /hook_mlp_in/.test(receiver)
    ? `m${layerOf(receiver)}`
    : /resid_post/.test(receiver)
      ? "logits"
      : `a${layerOf(receiver)}.h${headOf(receiver)}<${/hook_([qkv])/.exec(receiver)?.[1]}>`;
  if (kind === "DIRECT_COMPUTATION") return reader;
  const writer = /resid_pre/.test(sender)
    ? "input"
    : /mlp_out/.test(sender)
      ? `m${layerOf(sender)}`
      : `a${layerOf(sender)}.h${headOf(sender)}`;
  return `${writer}->${reader}`;
}
const layerOf = (hook: string) => /^blocks\.(\d+)/.exec(hook)?.[1];
const headOf = (hook: string) => /(\d+)\]$/.exec(hook)?.[1];

/** The published code runs with folded weights, whose unembedding has a mean of 0 over the vocabulary. */
function centred(logits: ArrayLike<number>): number[] {
  const logs = logProbabilities(Float32Array.from(logits));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  return [...logs].map((value) => value - mean);
}

describe.skipIf(!hasGoldenTiny)("discovery on a generated model", () => {
  test.each(
    RUNTIMES.flatMap((runtime) =>
      (
        [
          ["processed_0.01", "folded", 0.01],
          ["processed_0.05", "folded", 0.05],
          ["raw_0.01", "raw", 0.01],
          ["raw_0.05", "raw", 0.05],
          ["processed_corrupt_0.05", "patch", 0.05],
        ] as const
      ).map(([key, convention, threshold]) => ({ ...runtime, key, convention, threshold })),
    ),
  )("on $kind, $key keeps the published edges", async ({ open, key, convention, threshold }) => {
    const expected = z.record(z.string(), Discovered).parse(goldenTiny("acdc"))[key];
    const model = await goldenTinyModel(await open());
    const graph = circuitGraph(model.facts.dimensions);
    const ablation: Ablation =
      convention === "patch"
        ? { kind: "patch", corrupt: PERMUTED }
        : { kind: "zero", shared: await sharedParts(run, model, convention, "ablated") };
    const found = await discoverCircuit(run, model, {
      prompts: PROMPTS,
      answers: ANSWERS,
      threshold,
      ablation,
    });
    expect(edgesOf(graph).length + 3 * graph.layers * graph.heads).toBe(expected.total_edges);
    const portName = (reader: number) => {
      const { node, port } = readerOf(graph, reader);
      return `${nameOfNode(node)}<${port}>`;
    };
    const kept = new Map([
      ...[...found.edges].map(([edge, effect]) => [nameOfEdge(graph, edge), effect] as const),
      ...[...found.direct].map(([reader, effect]) => [portName(reader), effect] as const),
    ]);
    const theirs = new Map(expected.kept.map((one) => [ourName(one), one[3]]));
    expect([...kept.keys()].sort()).toEqual([...theirs.keys()].sort());
    for (const [name, effect] of theirs)
      expect(Math.abs((kept.get(name) ?? NaN) - effect)).toBeLessThan(1e-5);
    expect(Math.abs(found.metric - expected.final_metric)).toBeLessThan(1e-5);

    const patching = await preparePatching(run, model, PROMPTS, ablation);
    const [logits] = await patching.logits(run, [
      (edge) => !found.edges.has(edge) || isWithoutDirect(graph, found.direct, edge % graph.readers),
    ]);
    expected.circuit_logits_last.forEach((row, p) => {
      const [ours, published] = [centred(logits[p]), centred(row)];
      published.forEach((value, i) => expect(Math.abs(ours[i] - value)).toBeLessThan(1e-4));
    });
  });
});

/** A port without its direct edge computes from the corrupted stream alone. */
function isWithoutDirect(
  graph: ReturnType<typeof circuitGraph>,
  direct: ReadonlyMap<number, number>,
  reader: number,
): boolean {
  return readerOf(graph, reader).port !== undefined && !direct.has(reader);
}
