import { describe, expect, test } from "vitest";
import { PalimpsestError } from "../../../../base";
import { createReferenceRuntime } from "../../../../runtime";
import {
  GGUF_EXAMPLES as EXAMPLES,
  GGUF_SIZES,
  ggufBytes,
  ggufKey,
  ggufValues,
  type MadeGguf,
} from "../../../../testing/formats/gguf";
import { memoryFiles } from "../../../../testing/tiny";
import type { CheckpointFiles } from "../../checkpoint-files";
import { MODEL_FAMILIES } from "../../../families";
import { loadModel } from "../../../model";
import { openCheckpoint, type Checkpoint } from "../../weights";
import { GGUF_ARCHITECTURES, hubName } from "./architectures";
import type { BlockType } from "./block-types";
import type { GgufKey } from "./header";
import { padded } from "./write";

const { D, F, HEADS, GROUPS, K, TOKENS } = GGUF_SIZES;
const { number, real, text } = ggufKey;
const GATED = EXAMPLES.llama;

const filesOf = (architecture: string, made?: MadeGguf): CheckpointFiles =>
  memoryFiles({ "tiny.gguf": ggufBytes(architecture, made) });

const openTiny = (architecture: string, made?: MadeGguf): Promise<Checkpoint> =>
  openCheckpoint("tiny", filesOf(architecture, made));

/** A tensor of the file, as it was written. */
function written(architecture: string, name: string): Float32Array {
  const { tensors } = EXAMPLES[architecture];
  return ggufValues(tensors[name], Object.keys(tensors).indexOf(name));
}

describe.each(Object.keys(EXAMPLES))("%s", (architecture) => {
  test("opens, and computes", async () => {
    const model = await loadModel("tiny", filesOf(architecture), createReferenceRuntime());
    expect(model.facts.dimensions).toMatchObject({ layers: 1, width: D, heads: HEADS, vocabulary: TOKENS });
    expect(model.tokenizer.encode("abc").ids).toEqual([2, 3, 4]);
    expect(model.tokenizer.special.eos).toContain(1);
  });

  test("keeps the numbers of every tensor, but for those that the converter changes", async () => {
    const checkpoint = await openTiny(architecture);
    const entry = GGUF_ARCHITECTURES.get(architecture);
    for (const name of Object.keys(EXAMPLES[architecture].tensors)) {
      const hub = entry && hubName(entry, name);
      const { data } = await checkpoint.read(hub as string);
      const file = written(architecture, name);
      expect(data.length, name).toBe(file.length);
      if (!isChanged(architecture, name)) expect([...(data as Float32Array)], name).toEqual([...file]);
    }
  });

  test("gives parts as it gives the whole", async () => {
    const checkpoint = await openTiny(architecture);
    const readPart = await checkpoint.openSync?.();
    for (const { name, tiedTo } of checkpoint.facts.parameters) {
      if (tiedTo !== undefined) continue;
      const whole = (await checkpoint.read(name)).data as Float32Array;
      const part = new Float32Array(Math.floor(whole.length / 2));
      readPart?.(name, part, 1);
      expect([...part], name).toEqual([...whole.subarray(1, 1 + part.length)]);
    }
  });
});

function isChanged(architecture: string, name: string): boolean {
  if (architecture === "llama") return /attn_[qk]\./.test(name);
  if (architecture === "gemma2") return name.endsWith("norm.weight");
  if (architecture === "gptneox") return name.includes("attn_qkv");
  return architecture === "gpt2" && /\.(attn_qkv|attn_output|ffn_up|ffn_down)\.weight/.test(name);
}

describe("what the converter did to values is undone", () => {
  const rows = (values: ArrayLike<number>, width: number) =>
    Array.from({ length: values.length / width }, (_, row) =>
      Array.from({ length: width }, (_, i) => values[row * width + i]),
    );

  test("llama: the rows of queries and keys are interleaved within a head", async () => {
    const { data } = await (await openTiny("llama")).read("model.layers.0.self_attn.q_proj.weight");
    const file = rows(written("llama", "blk.0.attn_q.weight"), D);
    // Two heads of four rows: hub rows 0 1 2 3 were written in the order 0 2 1 3.
    expect(rows(data as Float32Array, D)).toEqual([0, 2, 1, 3, 4, 6, 5, 7].map((row) => file[row]));
  });

  test("gpt2: maps are transposed", async () => {
    const { data, shape } = await (await openTiny("gpt2")).read("transformer.h.0.mlp.c_fc.weight");
    const file = rows(written("gpt2", "blk.0.ffn_up.weight"), D); // [F, D]
    expect(shape).toEqual([D, F]);
    rows(data as Float32Array, F).forEach((row, i) => expect(row).toEqual(file.map((one) => one[i])));
  });

  test("gptneox: queries, keys and values of a head lie together on the hub", async () => {
    const checkpoint = await openTiny("gptneox");
    const { data } = await checkpoint.read("gpt_neox.layers.0.attention.query_key_value.bias");
    const file = [...written("gptneox", "blk.0.attn_qkv.bias")];
    const [q, k, v] = [file.slice(0, D), file.slice(D, 2 * D), file.slice(2 * D)];
    const head = (h: number) => [q, k, v].flatMap((list) => list.slice(h * K, (h + 1) * K));
    expect([...(data as Float32Array)]).toEqual([...head(0), ...head(1)]);
  });

  test("gemma2: gains count from one", async () => {
    const { data } = await (await openTiny("gemma2")).read("model.norm.weight");
    expect([...(data as Float32Array)]).toEqual(
      [...written("gemma2", "output_norm.weight")].map((gain) => gain - 1),
    );
  });
});

test("Llama 3's scaling is recovered from the divisors that the file has in place of its keys", async () => {
  const [theta, factor, original] = [10_000, 8, 1000];
  const width = 16; // of a head: wide enough that some frequencies keep, some are divided, and some are on the ramp
  const half = width / 2;
  const divisors = Array.from({ length: half }, (_, i) => {
    const turns = original / (2 * Math.PI * theta ** (i / half));
    const share = Math.min(1, Math.max(0, (turns - 1) / 3));
    return 1 / ((1 - share) / factor + share);
  });
  const example = ggufBytes("llama", {
    keys: { "llama.rope.freq_base": real(theta), "llama.attention.key_length": number(width) },
    tensors: {
      "blk.0.attn_q.weight": [HEADS * width, D],
      "blk.0.attn_k.weight": [GROUPS * width, D],
      "blk.0.attn_v.weight": [GROUPS * width, D],
      "blk.0.attn_output.weight": [D, HEADS * width],
      "rope_freqs.weight": [half],
    },
  });
  // The table is the last tensor, so its numbers are the last ones of the file, before the padding.
  const view = new DataView(example.buffer, example.length - padded(4 * half));
  divisors.forEach((divisor, i) => view.setFloat32(4 * i, divisor, true));
  const { config } = await openCheckpoint("tiny", memoryFiles({ "tiny.gguf": example }));
  expect(config).toMatchObject({
    rope_scaling: { rope_type: "llama3", factor, original_max_position_embeddings: original },
  });
});

describe("parts", () => {
  const names = [1, 2].map((part) => `tiny-0000${part}-of-00002.gguf`);
  const first = Object.fromEntries(Object.entries(GATED.tensors).slice(0, 4));
  const second = Object.fromEntries(Object.entries(GATED.tensors).slice(4));
  const without = (tensors: object) =>
    Object.fromEntries(Object.keys(tensors).map((name) => [name, undefined]));
  const split = (part: number): Record<string, GgufKey> => ({
    "split.no": { type: 2, value: part },
    "split.count": { type: 2, value: 2 },
  });
  const parts = {
    [names[0]]: ggufBytes("llama", { keys: split(0), tensors: without(second) }),
    [names[1]]: ggufBytes("llama", { keys: split(1), tensors: without(first) }),
  };

  test("are read as one", async () => {
    const { facts } = await openCheckpoint("tiny", memoryFiles(parts));
    expect(facts.dimensions.width).toBe(D);
  });

  test("one that is missing is named", async () => {
    const rest = memoryFiles({ [names[0]]: parts[names[0]] });
    await expect(openCheckpoint("tiny", rest)).rejects.toThrow(/tiny-00002-of-00002\.gguf is missing/);
  });

  test("that were renamed into another order are refused", async () => {
    const swapped = memoryFiles({ [names[0]]: parts[names[1]], [names[1]]: parts[names[0]] });
    await expect(openCheckpoint("tiny", swapped)).rejects.toThrow(/is part 2 of 2, and was given as part 1/);
  });
});

describe("refused by name, before a weight is read", () => {
  const unread: BlockType = { id: 16, name: "IQ2_XXS", size: 256, sizeBytes: 66, decode: () => undefined };
  test.each<[string, string, MadeGguf, "integrity" | "unsupported" | "invalid_input", RegExp]>([
    [
      "a file that is cut off",
      "llama",
      { cut: 200 },
      "integrity",
      /ends at byte \d+; blk\.0\.ffn_down\.weight/,
    ],
    [
      "a type that is not read",
      "llama",
      { type: { ...unread, size: 4, sizeBytes: 4 } },
      "unsupported",
      /token_embd\.weight is stored as IQ2_XXS/,
    ],
    [
      "another architecture",
      "llama",
      { keys: { "general.architecture": text("rwkv7") } },
      "unsupported",
      /architecture "rwkv7"/,
    ],
    ["an adapter", "llama", { keys: { "general.type": text("adapter") } }, "unsupported", /kind "adapter"/],
    [
      "a mixture of experts",
      "llama",
      { keys: { "llama.expert_count": number(8) } },
      "unsupported",
      /8 experts/,
    ],
    [
      "a missing setting",
      "llama",
      { keys: { "llama.block_count": undefined } },
      "integrity",
      /lacks the key llama\.block_count/,
    ],
    [
      "a setting of another kind",
      "llama",
      { keys: { "llama.block_count": text("1") } },
      "integrity",
      /llama\.block_count is string/,
    ],
    [
      "a missing tensor",
      "llama",
      { tensors: { "blk.0.ffn_up.weight": undefined } },
      "integrity",
      /lacks model\.layers\.0\.mlp\.up_proj\.weight/,
    ],
    [
      "a tensor too many",
      "llama",
      { tensors: { "blk.0.attn_sinks.weight": [HEADS] } },
      "unsupported",
      /blk\.0\.attn_sinks\.weight/,
    ],
    [
      "a wrong count of tokens",
      "llama",
      { tensors: { "token_embd.weight": [TOKENS + 1, D] } },
      "integrity",
      /shape \[17,8\]/,
    ],
    [
      "an unknown scaling",
      "llama",
      { keys: { "llama.rope.scaling.type": text("ntk"), "llama.rope.scaling.factor": real(2) } },
      "unsupported",
      /"ntk"/,
    ],
  ])("%s", async (_what, architecture, made, code, message) => {
    const error: unknown = await openTiny(architecture, made).catch((reason: unknown) => reason);
    expect(error, String(error)).toBeInstanceOf(PalimpsestError);
    expect((error as PalimpsestError).code).toBe(code);
    expect((error as PalimpsestError).message).toMatch(message);
  });

  test.each([
    ["no GGUF", Uint8Array.from(Buffer.from("GGML 12345678")), /does not begin as a GGUF file does/],
    ["a version of the past", Uint8Array.of(71, 71, 85, 70, 1, 0, 0, 0), /version 1/],
    ["the other order of bytes", Uint8Array.of(71, 71, 85, 70, 0, 0, 0, 3), /big-endian/],
    [
      "a count that the file cannot hold",
      Uint8Array.from([71, 71, 85, 70, 3, 0, 0, 0, ...Array<number>(16).fill(255)]),
      /header cannot be read/,
    ],
  ])("%s", async (_what, bytes, message) => {
    await expect(openCheckpoint("tiny", memoryFiles({ "tiny.gguf": bytes }))).rejects.toThrow(message);
  });
});

test("every architecture has a family and an example", () => {
  const families = new Set(MODEL_FAMILIES.all.flatMap(({ modelTypes }) => modelTypes));
  const types: Readonly<Record<string, string>> = { gptneox: "gpt_neox" };
  for (const id of GGUF_ARCHITECTURES.keys()) {
    expect(families, id).toContain(types[id] ?? id);
    expect(Object.keys(EXAMPLES)).toContain(id);
  }
});
