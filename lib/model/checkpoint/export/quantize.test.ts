/** Weights of four and eight bits compute as their float32 values do, forwards and backwards, on every backend. */
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { createRun } from "../../../base";
import type { Runtime } from "../../../runtime";
import { localFiles } from "../../../server/files/folder-files";
import {
  float32,
  floats,
  grad,
  multiply,
  reduceSum,
  reshape,
  type Tensor,
  type Value,
} from "../../../tensor";
import { isThere, SHARED_FIXTURES } from "../../../testing/embedded";
import { expectClose, expectSameBits } from "../../../testing/expect-close";
import { quantizedPair } from "../../../testing/formats/quantized";
import { nativeRuntime, RUNTIMES } from "../../../testing/runtimes";
import { memoryFiles, tinyFileBytes, tinyFiles, type TinyFamily } from "../../../testing/tiny";
import { TOLERANCE } from "../../../testing/tolerance";
import { decode } from "../../inference/decode";
import { plainFeeds } from "../../inference/trace";
import { loadModel, type Model } from "../../model";
import type { CheckpointFiles } from "../checkpoint-files";
import { openCheckpoint } from "../weights";
import { quantizedFacts, relativeLoss, type Quantization } from "./quantize";

/** Rows are whole blocks of 32. */
const WIDE: Partial<Record<TinyFamily, Record<string, unknown>>> = {
  gpt2: { n_embd: 64 },
  llama: { hidden_size: 64, intermediate_size: 96 },
  qwen2: { hidden_size: 64, intermediate_size: 96, tie_word_embeddings: true },
};
const FAMILIES = Object.keys(WIDE) as TinyFamily[];
const filesOf = (family: TinyFamily) => tinyFiles(family, { config: WIDE[family] });
const ROWS = [
  [4, 17, 23, 8],
  [200, 7, 7],
];

async function logitsOf(model: Model): Promise<Float32Array> {
  const decoded = await decode(createRun(), model, {
    rows: ROWS,
    at: ROWS.map((row) => row.map((_, t) => t)),
  });
  return Float32Array.from(ROWS.flatMap((row, b) => row.flatMap((_, t) => [...decoded.logits(b, t)])));
}

/** The gradient of the logits, weighted, at the first block's input: through every map of the model and the head. */
async function gradientOf(model: Model): Promise<Float32Array> {
  const program = await model.program("gradient", ({ graph, forward, unembed }) => {
    const starts: Value[] = [];
    const hidden = forward({
      ids: graph.input("ids", "int32", ["B", "T"]),
      positions: graph.input("positions", "int32", ["B", "T"]),
      mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
      tap(site, value) {
        if (site === "blocks.0.resid_pre") starts.push(value);
        return value;
      },
    });
    const logits = unembed(hidden);
    const weights = Float32Array.from({ length: model.facts.dimensions.vocabulary }, (_, i) => Math.sin(i));
    const weighted = multiply(logits, graph.constant(float32([weights.length], weights)));
    const [d] = grad(reshape(reduceSum(weighted, [0, 1, 2], true), []), starts);
    graph.output("d", d);
  });
  return floats((await program.run(plainFeeds(ROWS))).d);
}

describe.each(RUNTIMES)("on $kind", ({ open }) => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await open();
  });

  test.each(FAMILIES.flatMap((family) => (["int4", "int8"] as const).map((bits) => [family, bits] as const)))(
    "%s in %s has the logits and the gradient of its numbers in float32",
    async (family, bits) => {
      const { quantized, dequantized } = await quantizedPair(filesOf(family), bits);
      const [small, plain] = [
        await loadModel("q", quantized, runtime),
        await loadModel("p", dequantized, runtime),
      ];
      expect(small.parameter("mlp.down", 0).blocks).toBe(bits === "int4" ? "Q4_1" : "Q8_0");
      expectClose(await logitsOf(small), await logitsOf(plain), TOLERANCE.backend);
      const [found, expected] = [await gradientOf(small), await gradientOf(plain)];
      const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const inUnits = (values: Float32Array) => values.map((value) => value / largest); // its terms cancel
      expectClose(inUnits(found), inUnits(expected), TOLERANCE.backend);
    },
  );

  test("a change beside a quantised weight adds what it adds to a float32 one, and its undo is exact", async () => {
    const { quantized, dequantized } = await quantizedPair(filesOf("llama"), "int4");
    const models = [await loadModel("q", quantized, runtime), await loadModel("p", dequantized, runtime)];
    const before = await logitsOf(models[0]);
    for (const form of ["low-rank", "dense"] as const) {
      const [small, plain] = models.map((model) => model.with([changeOf(model, form)]));
      const edited = await logitsOf(small);
      expectClose(edited, await logitsOf(plain), TOLERANCE.backend);
      expect(edited.some((value, i) => Math.abs(value - before[i]) > 0.01)).toBe(true);
    }
    expectSameBits(await logitsOf(models[0].with([changeOf(models[0], "dense")]).bare), before);
  });
});

function changeOf(model: Model, form: "low-rank" | "dense") {
  const { name: parameter, shape } = model.parameter("mlp.down", 1);
  const [out, into] = shape;
  const filled = (...sizes: number[]): Tensor =>
    float32(
      sizes,
      Float32Array.from({ length: sizes.reduce((a, b) => a * b) }, (_, i) => Math.cos(i)),
    );
  const delta =
    form === "low-rank"
      ? { parameter, form, left: filled(out, 1), right: filled(1, into) }
      : { parameter, form, delta: filled(out, into) };
  return { kind: "weights" as const, deltas: [delta] };
}

const GGUF_FILES = path.join(SHARED_FIXTURES, "gguf");

describe.skipIf(!isThere(path.join(GGUF_FILES, "llama-q4_1.gguf"), "llama.cpp's files of quantised models"))(
  "a GGUF file of llama.cpp",
  () => {
    test.each([
      ["q4_0", "int4"],
      ["q4_1", "int4"],
      ["q8_0", "int8"],
      ["q8_0", "int4"],
    ] as const)("of %s keeps its blocks in %s: nothing is lost", async (type, bits) => {
      const source = localFiles(path.join(GGUF_FILES, `llama-${type}.gguf`));
      const { quantized, losses } = await quantizedPair(source, bits);
      expect(new Set(losses.map((loss) => loss.type))).toEqual(new Set([type.toUpperCase()]));
      expect(relativeLoss(losses)).toBe(0);
      const runtime = nativeRuntime();
      const [small, plain] = [
        await loadModel("q", quantized, runtime),
        await loadModel("p", source, runtime),
      ];
      expectClose(await logitsOf(small), await logitsOf(plain), TOLERANCE.backend);
    });
  },
);

describe("what is stored", () => {
  const weightsOf = async (files: CheckpointFiles) => files.read("model.safetensors");

  test.each(["int4", "int8"] as const)(
    "%s of what is in these blocks already loses nothing",
    async (bits) => {
      const once = await quantizedPair(filesOf("gpt2"), bits);
      expect(relativeLoss(once.losses)).toBeGreaterThan(bits === "int4" ? 0.03 : 0.002);
      expect(relativeLoss(once.losses)).toBeLessThan(bits === "int4" ? 0.12 : 0.01);
      const twice = await quantizedPair(once.dequantized, bits);
      expect(relativeLoss(twice.losses)).toBe(0);
      expect(await weightsOf(twice.quantized)).toEqual(await weightsOf(once.quantized));
    },
  );

  test("norms, biases, positions and rows of no whole blocks stay in float32", async () => {
    const blocksOf = async (config: Record<string, unknown>) => {
      const { quantized } = await quantizedPair(tinyFiles("gpt2", { config }), "int4");
      const { facts } = await openCheckpoint("q", quantized);
      return new Set(
        facts.parameters.filter(({ blocks }) => blocks).map(({ role, part }) => `${role} ${part}`),
      );
    };
    expect(await blocksOf({ n_embd: 64 })).toEqual(
      new Set([
        "embed.tokens weight",
        "attn.qkv weight",
        "attn.out weight",
        "mlp.up weight",
        "mlp.down weight",
      ]),
    );
    expect(await blocksOf({ n_embd: 24, n_inner: 64 })).toEqual(new Set(["mlp.down weight"]));
  });

  test("the types of its blocks are known before", async () => {
    const source = filesOf("llama");
    const { quantized } = await quantizedPair(source, "int4");
    const known = quantizedFacts(await openCheckpoint("q", source), "int4");
    const blocks = ({ parameters }: typeof known) => parameters.map(({ name, blocks }) => [name, blocks]);
    expect(blocks(known)).toEqual(blocks((await openCheckpoint("q", quantized)).facts));
  });

  test("a weight beyond what a scale can hold is refused by name", async () => {
    const bytes = tinyFileBytes("gpt2", { config: WIDE.gpt2 });
    const name = "transformer.h.0.mlp.c_proj.weight";
    const { tensors } = await openCheckpoint("tiny", memoryFiles(bytes));
    const { start } = tensors.find((tensor) => tensor.name === name) as { start: number };
    const weights = bytes["model.safetensors"].slice();
    new DataView(weights.buffer).setFloat32(start, 3e6, true);
    const huge = memoryFiles({ ...bytes, "model.safetensors": weights });
    const work = (bits: Quantization) => quantizedPair(huge, bits);
    await expect(work("int4")).rejects.toThrow(`${name} holds numbers too large`);
  });
});
