/**
 * The golden file for the inspection of a model: results of published code for a three-layer GPT-2 of width 8, whose weights
 * are a linear congruential sequence. The file is beside the repository, with the other large golden files.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { createTokenizer, openCheckpoint, openModel, type Model } from "../model";
import type { Runtime } from "../runtime";
import { float32, sizeOf, writeSafetensors, type Tensor } from "../tensor";
import { isThere, SHARED_FIXTURES } from "./embedded";
import { jsonBytes, memoryFiles, tinyFileBytes } from "./tiny";

const FILE = path.resolve(SHARED_FIXTURES, "../reference/golden-tiny.json");

/** False if the file is missing; a warning then names it. */
export const hasGoldenTiny: boolean = isThere(FILE, "the golden file of looking inside");

/** One entry of the file, to be read by its test. */
export function goldenTiny(entry: string): unknown {
  return (JSON.parse(readFileSync(FILE, "utf8")) as Record<string, unknown>)[entry];
}

const [LAYERS, WIDTH, VOCABULARY, CONTEXT] = [3, 8, 13, 16];

/** The model of the golden file. Its vocabulary has no words, so tests pass token ids. */
export async function goldenTinyModel(runtime: Runtime): Promise<Model> {
  const config = {
    model_type: "gpt2",
    vocab_size: VOCABULARY,
    n_positions: CONTEXT,
    n_embd: WIDTH,
    n_layer: LAYERS,
    n_head: 2,
    n_inner: 2 * WIDTH,
  };
  const files = memoryFiles({
    "config.json": jsonBytes(config),
    "model.safetensors": writeSafetensors(goldenWeights()),
  });
  const { "tokenizer.json": json } = tinyFileBytes("gpt2");
  const tokenizer = createTokenizer(JSON.parse(new TextDecoder().decode(json)));
  return openModel(await openCheckpoint("golden-tiny", files), tokenizer, runtime);
}

function goldenWeights(): Record<string, Tensor<"float32">> {
  let state = 1;
  const draw = (shape: readonly number[], base: number, scale: number) =>
    float32(
      shape,
      Float32Array.from({ length: sizeOf(shape) }, () => {
        state = (Math.imul(1664525, state) + 1013904223) >>> 0;
        return base + scale * (state / 2 ** 32 - 0.5);
      }),
    );
  const weights: Record<string, Tensor<"float32">> = {};
  const norm = (name: string) => {
    weights[`${name}.weight`] = draw([WIDTH], 1, 0.4);
    weights[`${name}.bias`] = draw([WIDTH], 0, 0.4);
  };
  const projection = (name: string, from: number, to: number, scale: number) => {
    weights[`${name}.weight`] = draw([from, to], 0, scale);
    weights[`${name}.bias`] = draw([to], 0, 0.4);
  };
  weights["transformer.wte.weight"] = draw([VOCABULARY, WIDTH], 0, 2);
  weights["transformer.wpe.weight"] = draw([CONTEXT, WIDTH], 0, 1.2);
  for (let layer = 0; layer < LAYERS; layer++) {
    const block = `transformer.h.${layer}`;
    norm(`${block}.ln_1`);
    projection(`${block}.attn.c_attn`, WIDTH, 3 * WIDTH, 1.2);
    projection(`${block}.attn.c_proj`, WIDTH, WIDTH, 1.2);
    norm(`${block}.ln_2`);
    projection(`${block}.mlp.c_fc`, WIDTH, 2 * WIDTH, 1.2);
    projection(`${block}.mlp.c_proj`, 2 * WIDTH, WIDTH, 1.2);
  }
  norm("transformer.ln_f");
  return weights;
}
