import { describe, expect, test } from "vitest";
import { PalimpsestError, sha256 } from "../../base";
import { bytesOf, float32, readSafetensors, writeSafetensors, type Tensor } from "../../tensor";
import { createReferenceRuntime } from "../../runtime";
import { expectClose, expectSameBits } from "../../testing/expect-close";
import {
  jsonBytes,
  memoryFiles,
  rawSafetensors,
  tinyConfig,
  tinyFileBytes,
  tinyWeights,
} from "../../testing/tiny";
import { loadModel } from "../model";
import { openCheckpoint } from "./weights";

const gpt2 = () => tinyFileBytes("gpt2");
const DOWN = "transformer.h.1.mlp.c_proj.weight";

async function failureOf(
  files: Record<string, Uint8Array | undefined>,
  act: "open" | "load" | "read" = "load",
): Promise<PalimpsestError> {
  const present = Object.fromEntries(
    Object.entries(files).filter((entry): entry is [string, Uint8Array] => entry[1] !== undefined),
  );
  const work = async () => {
    if (act === "load") return loadModel("tiny", memoryFiles(present), createReferenceRuntime());
    const checkpoint = await openCheckpoint("tiny", memoryFiles(present));
    return act === "read" ? checkpoint.read(DOWN) : checkpoint;
  };
  const error: unknown = await work().then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error, String(error)).toBeInstanceOf(PalimpsestError);
  return error as PalimpsestError;
}

const config = (more: Record<string, unknown>) => jsonBytes({ ...tinyConfig("gpt2"), ...more });
const weights = (change: (weights: Record<string, Tensor>) => void) => {
  const all: Record<string, Tensor> = tinyWeights(tinyConfig("gpt2"));
  change(all);
  return writeSafetensors(all);
};

describe("facts", () => {
  test("come from the configuration and the headers", async () => {
    const { facts } = await openCheckpoint("tiny", memoryFiles(gpt2()));
    expect(facts).toMatchObject({ checkpoint: "tiny", family: "gpt2", storedAs: "F32" });
    expect(facts.dimensions).toMatchObject({
      layers: 2,
      width: 16,
      mlpWidth: 64,
      heads: 2,
      headWidth: 8,
      context: 64,
    });
    expect(facts.sizeBytes).toBe(gpt2()["model.safetensors"].byteLength);
  });

  test("no weight is read before it is needed", async () => {
    const read: [string, number | undefined][] = [];
    const files = memoryFiles(gpt2());
    const checkpoint = await openCheckpoint("tiny", {
      list: files.list,
      read(name, start, end) {
        read.push([name, start]);
        return files.read(name, start, end);
      },
    });
    expect(read).toEqual([
      ["config.json", undefined],
      ["model.safetensors", 0],
    ]);
    await checkpoint.read(DOWN);
    expect(read).toHaveLength(3);
  });

  test("older configurations of Llama are read too", async () => {
    const files = tinyFileBytes("llama", {
      config: { rope_theta: 500_000, rope_scaling: { type: "linear", factor: 2 } },
    });
    expect((await openCheckpoint("tiny", memoryFiles(files))).facts.family).toBe("llama");
  });
});

describe("weights", () => {
  test.each([
    ["F32", (x: Float32Array) => bytesOf(float32([x.length], x)), (x: number) => x],
    ["F64", (x: Float32Array) => new Uint8Array(Float64Array.from(x).buffer), (x: number) => x],
    [
      "BF16",
      (x: Float32Array) =>
        new Uint8Array(Uint16Array.from(new Uint32Array(x.slice().buffer), (bits) => bits >>> 16).buffer),
      truncatedToBfloat,
    ],
    ["F16", (x: Float32Array) => new Uint8Array(new Uint16Array(x.length).fill(0x3800).buffer), () => 0.5],
  ])("stored as %s are read as float32", async (dtype, encode, decoded) => {
    const all = tinyWeights(tinyConfig("gpt2"));
    const entries = Object.fromEntries(
      Object.entries(all).map(([name, { shape, data }]) => [name, { dtype, shape, bytes: encode(data) }]),
    );
    const checkpoint = await openCheckpoint(
      "tiny",
      memoryFiles({ ...gpt2(), "model.safetensors": rawSafetensors(entries) }),
    );
    expect(checkpoint.facts.storedAs).toBe(dtype);
    const read = await checkpoint.read(DOWN);
    expect([...read.shape]).toEqual([64, 16]);
    expectClose(read.data, all[DOWN].data.map(decoded), { relative: 0, absolute: 0 });
    const readSync = await checkpoint.openSync?.();
    for (const [from, to] of [
      [0, 1024],
      [0, 7],
      [101, 300],
      [1023, 1024],
    ]) {
      const part = new Float32Array(to - from);
      expect(readSync?.(DOWN, part, from)).toEqual([64, 16]);
      expectSameBits(part, read.data.slice(from, to));
    }
  });

  test("no part of one reaches into the next", async () => {
    const readSync = await (await openCheckpoint("tiny", memoryFiles(gpt2()))).openSync?.();
    const part = new Float32Array(3);
    readSync?.(DOWN, part, 1022);
    expect([...part]).toEqual([...tinyWeights(tinyConfig("gpt2"))[DOWN].data.slice(1022, 1024), 0]);
  });

  test("tensors that no parameter names may be of any type; a parameter may not", async () => {
    const all = tinyWeights(tinyConfig("gpt2"));
    const entries = Object.fromEntries(
      Object.entries(all).map(([name, tensor]) => [
        name,
        { dtype: "F32", shape: tensor.shape, bytes: bytesOf(tensor) },
      ]),
    );
    const mask = { dtype: "U8", shape: [1, 1, 8, 8], bytes: new Uint8Array(64) };
    const withMask = rawSafetensors({ ...entries, "transformer.h.0.attn.bias": mask });
    const checkpoint = await openCheckpoint(
      "tiny",
      memoryFiles({ ...gpt2(), "model.safetensors": withMask }),
    );
    expectClose((await checkpoint.read(DOWN)).data, all[DOWN].data, { relative: 0, absolute: 0 });
    const quantized = rawSafetensors({
      ...entries,
      [DOWN]: { dtype: "F8_E4M3", shape: [64, 16], bytes: new Uint8Array(1024) },
    });
    expect(await failureOf({ ...gpt2(), "model.safetensors": quantized })).toMatchObject({
      code: "unsupported",
      message: expect.stringContaining("F8_E4M3"),
    });
  });

  test("of shards are found through the index, and the hash covers every shard", async () => {
    const { "model.safetensors": whole, ...rest } = gpt2();
    const entries = Object.entries(readSafetensors(whole).bundle);
    const shard = (part: typeof entries) => writeSafetensors(Object.fromEntries(part));
    const [first, second] = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
    const map = Object.fromEntries(entries.map(([name], i) => [name, i < 5 ? first : second]));
    const files = {
      ...rest,
      [first]: shard(entries.slice(0, 5)),
      [second]: shard(entries.slice(5)),
      "model.safetensors.index.json": jsonBytes({ weight_map: map }),
    };
    const [one, sharded] = [
      await openCheckpoint("a", memoryFiles(gpt2())),
      await openCheckpoint("a", memoryFiles(files)),
    ];
    for (const { name, tiedTo } of one.facts.parameters) {
      if (tiedTo === undefined) expect(await sharded.read(name)).toEqual(await one.read(name));
    }
    const hash = await sharded.hashWeights();
    const changed = files[second].slice();
    changed[changed.byteLength - 1] ^= 1;
    expect(
      await (await openCheckpoint("a", memoryFiles({ ...files, [second]: changed }))).hashWeights(),
    ).not.toBe(hash);
    expect(await (await openCheckpoint("b", memoryFiles(files))).hashWeights()).toBe(hash);
  });

  test("without the prefix of later checkpoints are found", async () => {
    const short = weights((all) => {
      for (const [name, tensor] of Object.entries(all)) {
        delete all[name];
        all[name.replace("transformer.", "")] = tensor;
      }
    });
    const checkpoint = await openCheckpoint("tiny", memoryFiles({ ...gpt2(), "model.safetensors": short }));
    expect(await checkpoint.read(DOWN)).toEqual(tinyWeights(tinyConfig("gpt2"))[DOWN]);
  });

  test("that are tied are the embedding; untied ones must be there", async () => {
    const tied = await openCheckpoint(
      "t",
      memoryFiles(tinyFileBytes("llama", { config: { tie_word_embeddings: true } })),
    );
    expect(tied.facts.parameters.find(({ role }) => role === "unembed")?.tiedTo).toBe(
      "model.embed_tokens.weight",
    );
    const { "lm_head.weight": _, ...rest } = tinyWeights(tinyConfig("llama"));
    const failure = await failureOf({
      ...tinyFileBytes("llama"),
      "model.safetensors": writeSafetensors(rest),
    });
    expect([failure.code, failure.details?.parameter]).toEqual(["integrity", "lm_head.weight"]);
    expect(failure.hint).toContain("tie_word_embeddings");
  });

  test("that are tied and stored twice are one when they are equal, and two when they differ", async () => {
    const config = { tie_word_embeddings: true };
    const all = tinyWeights(tinyConfig("llama"));
    const [table, head] = ["model.embed_tokens.weight", "lm_head.weight"];
    const loaded = async (changed: typeof all) => {
      const files = {
        ...tinyFileBytes("llama", { config }),
        "model.safetensors": writeSafetensors(changed),
      };
      return loadModel("tiny", memoryFiles(files), createReferenceRuntime());
    };
    const other = await loaded(all);
    expect(other.parameter("unembed").tiedTo).toBeUndefined();
    expect(await other.weight(other.parameter("unembed"))).toEqual(all[head]);
    const equal = await loaded({ ...all, [head]: all[table] });
    expect(equal.parameter("unembed").tiedTo).toBe(table);
    const { [table]: _, ...named } = { ...all, [head]: all[table] };
    const onlyHead = await loaded(named);
    expect(onlyHead.parameter("unembed").tiedTo).toBe(table);
    expect(await onlyHead.weight(onlyHead.parameter("embed.tokens"))).toEqual(all[table]);
  });

  test("are hashed from their bytes alone", async () => {
    const hash = await (await openCheckpoint("tiny", memoryFiles(gpt2()))).hashWeights();
    expect(hash).toBe(await sha256(new TextEncoder().encode(await sha256(gpt2()["model.safetensors"]))));
  });
});

describe("a checkpoint that cannot be opened: the error names the file and the remedy", () => {
  const broken = weights((all) => (all[DOWN] = float32([64, 16], new Float32Array(1024).fill(NaN))));

  test.each<[string, Record<string, Uint8Array | undefined>, string, string]>([
    ["no config.json", { "config.json": undefined }, "invalid_input", "config.json"],
    [
      "a config.json that is not JSON",
      { "config.json": new TextEncoder().encode("{") },
      "invalid_input",
      "config.json",
    ],
    [
      "a config.json that is not UTF-8",
      { "config.json": Uint8Array.of(0x22, 0xff, 0x22) },
      "invalid_input",
      "config.json",
    ],
    ["no model_type", { "config.json": jsonBytes({}) }, "invalid_input", "config.json"],
    ["a config.json that is a list", { "config.json": jsonBytes([]) }, "invalid_input", "config.json"],
    [
      "an unknown model_type",
      { "config.json": config({ model_type: "mamba" }) },
      "unsupported",
      "config.json",
    ],
    [
      "a setting that the family does not have",
      { "config.json": config({ activation_function: "mish" }) },
      "unsupported",
      "config.json",
    ],
    ["sizes that are no sizes", { "config.json": config({ n_embd: -16 }) }, "unsupported", "config.json"],
    ["no weights", { "model.safetensors": undefined }, "invalid_input", "model.safetensors"],
    [
      "weights cut short",
      { "model.safetensors": gpt2()["model.safetensors"].slice(0, 5000) },
      "integrity",
      "model.safetensors",
    ],
    [
      "weights that are text",
      { "model.safetensors": new TextEncoder().encode("version https://git-lfs") },
      "integrity",
      "model.safetensors",
    ],
    [
      "a missing weight",
      { "model.safetensors": weights((all) => delete all[DOWN]) },
      "integrity",
      "model.safetensors",
    ],
    [
      "a weight of another shape",
      {
        "model.safetensors": weights(
          (all) => (all[DOWN] = float32([16, 64], all[DOWN].data as Float32Array)),
        ),
      },
      "integrity",
      "model.safetensors",
    ],
    ["no tokenizer", { "tokenizer.json": undefined }, "invalid_input", "tokenizer.json"],
    [
      "a tokenizer that is not one",
      { "tokenizer.json": jsonBytes({ model: { type: "?" } }) },
      "unsupported",
      "tokenizer.json",
    ],
    [
      "an index that names a missing shard",
      {
        "model.safetensors": undefined,
        "model.safetensors.index.json": jsonBytes({ weight_map: { a: "model-00001-of-00001.safetensors" } }),
      },
      "invalid_input",
      "model-00001-of-00001.safetensors",
    ],
    [
      "an index without a map",
      { "model.safetensors": undefined, "model.safetensors.index.json": jsonBytes({}) },
      "integrity",
      "model.safetensors.index.json",
    ],
  ])("%s", async (_, change, code, field) => {
    const failure = await failureOf({ ...gpt2(), ...change });
    expect([failure.code, failure.details?.field], failure.message).toEqual([code, field]);
    expect(failure.message.length).toBeGreaterThan(10);
  });

  test("integer weights", async () => {
    const all = tinyWeights(tinyConfig("gpt2"));
    const entries = Object.fromEntries(
      Object.entries(all).map(([name, { shape, data }]) => [
        name,
        { dtype: "I32", shape, bytes: bytesOf(float32(shape, data)) },
      ]),
    );
    expect((await failureOf({ ...gpt2(), "model.safetensors": rawSafetensors(entries) })).code).toBe(
      "unsupported",
    );
  });

  test("NaN is found when the weight is read, and the weight is named", async () => {
    const failure = await failureOf({ ...gpt2(), "model.safetensors": broken }, "read");
    expect([failure.code, failure.details?.field, failure.details?.parameter]).toEqual([
      "numerical",
      "model.safetensors",
      DOWN,
    ]);
  });

  test("NaN is found in the part of a weight that holds it", async () => {
    const holed = weights((all) => (all[DOWN].data[500] = NaN));
    const files = memoryFiles({ ...gpt2(), "model.safetensors": holed });
    const readSync = await (await openCheckpoint("tiny", files)).openSync?.();
    const part = new Float32Array(100);
    expect(readSync?.(DOWN, part, 400)).toEqual([64, 16]);
    expect(() => readSync?.(DOWN, part, 401)).toThrow(`${DOWN} in model.safetensors holds NaN`);
  });

  test("more weights than the place takes is out_of_memory before any is read", async () => {
    const small = {
      ...createReferenceRuntime(),
      limits: { bufferBytes: 1000, weightBytes: 1000, programBytes: 1000, dtypes: ["float32"] as const },
    };
    const work = loadModel("tiny", memoryFiles(gpt2()), small);
    await expect(work).rejects.toMatchObject({ code: "out_of_memory" });
  });
});

function truncatedToBfloat(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  bits[0] &= 0xffff0000;
  return new Float32Array(bits.buffer)[0];
}
