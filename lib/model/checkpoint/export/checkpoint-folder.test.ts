import { describe, expect, test } from "vitest";
import { createRun, PalimpsestError, seededRandom } from "../../../base";
import {
  bfloat16ToFloat32,
  float16ToFloat32,
  float32,
  float32ToBfloat16,
  float32ToFloat16,
  readSafetensors,
  tensor,
  writeSafetensors,
  type Tensor,
} from "../../../tensor";
import { expectClose, expectSameBits } from "../../../testing/expect-close";
import { nativeRuntime } from "../../../testing/runtimes";
import {
  jsonBytes,
  memoryFiles,
  TINY_FAMILIES,
  tinyConfig,
  tinyFileBytes,
  tinyWeights,
  type TinyFamily,
} from "../../../testing/tiny";
import { TOLERANCE } from "../../../testing/tolerance";
import type { ParameterSpec } from "../../family";
import { decode } from "../../inference/decode";
import { loadModel, type Model } from "../../model";
import { orientation, type Overlay, type WeightDelta } from "../../overlay/overlay";
import type { CheckpointFiles } from "../checkpoint-files";
import { openCheckpoint } from "../weights";
import { checkpointFolder, type Changes, type FolderFile, type FolderOptions } from "./checkpoint-folder";

const run = createRun();
const ROW = [5, 90, 17, 33, 2];

function values(length: number, seed: string, scale = 0.3): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length }, () => scale * random.normal());
}

function lowRank(spec: ParameterSpec, rank = 2): WeightDelta {
  const [out, into] = orientation(spec);
  const left = float32([out, rank], values(out * rank, `${spec.name}/left`));
  const right = float32([rank, into], values(rank * into, `${spec.name}/right`));
  return { parameter: spec.name, form: "low-rank", left, right };
}

function dense(spec: ParameterSpec, scale?: number): WeightDelta {
  const shape = spec.layout === "vector" ? spec.shape : orientation(spec);
  const size = shape.reduce((product, n) => product * n, 1);
  return { parameter: spec.name, form: "dense", delta: float32(shape, values(size, spec.name, scale)) };
}

function changesOf(deltas: readonly WeightDelta[]): Changes {
  const names = [...new Set(deltas.map(({ parameter }) => parameter))];
  return new Map(names.map((name) => [name, async () => deltas.filter((delta) => delta.parameter === name)]));
}

async function bytesOf(file: FolderFile): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.bytes(run)) pieces.push(piece);
  const bytes = new Uint8Array(Buffer.concat(pieces));
  expect(bytes.byteLength, file.name).toBe(file.sizeBytes);
  return bytes;
}

async function exported(
  files: CheckpointFiles,
  deltas: readonly WeightDelta[] = [],
  options: FolderOptions = { dtype: "float32" },
): Promise<Record<string, Uint8Array>> {
  const folder = await checkpointFolder(run, "tiny", files, changesOf(deltas), options);
  return Object.fromEntries(
    await Promise.all(folder.map(async (file) => [file.name, await bytesOf(file)] as const)),
  );
}

const open = (files: Record<string, Uint8Array>): Promise<Model> =>
  loadModel("tiny", memoryFiles(files), nativeRuntime());

async function logitsOf(model: Model): Promise<Float32Array> {
  return (await decode(run, model, { rows: [ROW], at: [[4]] })).logits(0, 0).slice();
}

const configOf = (files: Record<string, Uint8Array>) =>
  JSON.parse(new TextDecoder().decode(files["config.json"])) as Record<string, unknown>;

const weightsOf = (files: Record<string, Uint8Array>) => readSafetensors(files["model.safetensors"]).bundle;

async function failureOf(work: Promise<unknown>): Promise<PalimpsestError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error, String(error)).toBeInstanceOf(PalimpsestError);
  return error as PalimpsestError;
}

/** Deltas of every form and part, the down projections that methods change among them. */
function edits(model: Model): WeightDelta[] {
  const specs = model.facts.parameters.filter(
    ({ role, tiedTo, layer }) => tiedTo === undefined && layer !== 0 && role !== "embed.tokens",
  );
  const down = model.parameter("mlp.down", 0);
  return [
    ...specs.map((spec) => (spec.layout === "vector" ? dense(spec, 0.1) : lowRank(spec))),
    lowRank(down),
    dense(down),
  ];
}

describe.each(TINY_FAMILIES)("%s", (family) => {
  test("a folder opens as the model with its changes: every weight to the bit, and the same logits", async () => {
    const base = tinyFileBytes(family);
    const plain = await open(base);
    const deltas = edits(plain);
    const overlays: Overlay[] = [{ kind: "weights", deltas }];
    const edited = plain.with(overlays);
    const again = await open(await exported(memoryFiles(base), deltas));
    for (const spec of again.facts.parameters) {
      expectSameBits((await again.stored(spec)).data, (await edited.stored(spec)).data);
    }
    expectClose(await logitsOf(again), await logitsOf(edited), TOLERANCE.backend);
    expect(await logitsOf(edited)).not.toEqual(await logitsOf(plain));
  });
});

describe("the types", () => {
  test.each([
    ["float16", (x: Float32Array) => float16ToFloat32(float32ToFloat16(x))],
    ["bfloat16", (x: Float32Array) => bfloat16ToFloat32(float32ToBfloat16(x))],
  ] as const)("%s holds the nearest numbers, and the configuration says so", async (dtype, rounded) => {
    const base = tinyFileBytes("llama");
    const plain = await open(base);
    const deltas = edits(plain);
    const edited = plain.with([{ kind: "weights", deltas }]);
    const files = await exported(memoryFiles(base), deltas, { dtype });
    expect(configOf(files)).toEqual({ ...configOf(base), torch_dtype: dtype });
    const again = await open(files);
    for (const spec of again.facts.parameters) {
      expectSameBits((await again.stored(spec)).data, rounded((await edited.stored(spec)).data));
    }
  });

  test("a stated type is replaced in place, under either name, and nothing else of the text changes", async () => {
    const text = (type: string) =>
      `{"rms_norm_eps": 1.0e-5, "rope_theta": 10000.0, "dtype" : "${type}",\n "torch_dtype":"${type}", ${JSON.stringify(tinyConfig("llama")).slice(1)}`;
    const base = { ...tinyFileBytes("llama"), "config.json": new TextEncoder().encode(text("bfloat16")) };
    const files = await exported(memoryFiles(base), [], { dtype: "float16" });
    expect(new TextDecoder().decode(files["config.json"])).toBe(text("float16"));
  });

  test("a number past the end of float16 is refused by its tensor's name before anything is written", async () => {
    const base = tinyFileBytes("gpt2");
    const plain = await open(base);
    const spec = plain.parameter("mlp.down", 1);
    const delta = dense(spec, 1e5);
    const plan = (dtype: FolderOptions["dtype"]) =>
      checkpointFolder(run, "tiny", memoryFiles(base), changesOf([delta]), { dtype });
    const error = await failureOf(plan("float16"));
    expect(error).toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining(spec.name) as string,
      hint: "Export in bfloat16 or float32.",
      details: { field: "dtype", parameter: spec.name },
    });
    await expect(plan("bfloat16")).resolves.toBeDefined();
  });

  test("a change that is not finite is refused in every type", async () => {
    const base = tinyFileBytes("gpt2");
    const spec = (await open(base)).parameter("mlp.down", 1);
    const delta = dense(spec, 1e38);
    const doubled = changesOf(Array.from({ length: 60 }, () => delta));
    const plan = checkpointFolder(run, "tiny", memoryFiles(base), doubled, { dtype: "float32" });
    expect(await failureOf(plan)).toMatchObject({ code: "invalid_input", details: { parameter: spec.name } });
  });
});

describe("the form of the original", () => {
  const files = (weights: Record<string, Tensor>, family: TinyFamily = "gpt2") =>
    memoryFiles({ ...tinyFileBytes(family), "model.safetensors": writeSafetensors(weights) });

  test("names without the prefix stay without it, and tensors that no program reads keep their bytes", async () => {
    const named = Object.entries(tinyWeights(tinyConfig("gpt2"))).map(
      ([name, weight]) => [name.replace(/^transformer\./, ""), weight] as const,
    );
    const buffer = tensor("bool", [3], Uint8Array.of(1, 0, 1));
    const masked = tensor("float32", [], Float32Array.of(-1e9));
    const weights = { ...Object.fromEntries(named), "h.0.attn.bias": buffer, "h.0.attn.masked_bias": masked };
    const written = weightsOf(await exported(files(weights), [], { dtype: "float16" }));
    expect(Object.keys(written).sort()).toEqual(Object.keys(weights).sort());
    expect(written["h.0.attn.bias"]).toEqual(buffer);
    expect(written["h.0.attn.masked_bias"]).toEqual(masked);
    expect(written["wte.weight"].dtype).toBe("float16");
  });

  test("a tied head that has numbers of its own gets those of the changed embedding", async () => {
    const weights = tinyWeights(tinyConfig("gpt2"));
    const embedding = "transformer.wte.weight";
    const base = files({ ...weights, "lm_head.weight": weights[embedding] });
    const { facts } = await openCheckpoint("tiny", base);
    const spec = facts.parameters.find(({ name }) => name === embedding) as ParameterSpec;
    const written = weightsOf(await exported(base, [lowRank(spec)]));
    expect(written["lm_head.weight"]).toEqual(written[embedding]);
    expect(written[embedding]).not.toEqual(weights[embedding]);
  });

  test("a change of a tied head alone is refused, because the form has one tensor for two", async () => {
    const base = memoryFiles(tinyFileBytes("gpt2"));
    const { facts } = await openCheckpoint("tiny", base);
    const head = facts.parameters.find(({ role }) => role === "unembed") as ParameterSpec;
    const plan = checkpointFolder(run, "tiny", base, changesOf([lowRank(head)]), { dtype: "float32" });
    expect(await failureOf(plan)).toMatchObject({
      code: "unsupported",
      details: { parameter: "lm_head.weight" },
    });
  });

  test("a change of what the checkpoint does not have is refused by name", async () => {
    const changes: Changes = new Map([["transformer.h.7.mlp.c_proj.weight", async () => []]]);
    const plan = checkpointFolder(run, "tiny", memoryFiles(tinyFileBytes("gpt2")), changes, {
      dtype: "float32",
    });
    expect(await failureOf(plan)).toMatchObject({
      code: "integrity",
      details: { parameter: "transformer.h.7.mlp.c_proj.weight" },
    });
  });

  test("the other files of the folder come along as they are", async () => {
    const settings = jsonBytes({ eos_token_id: [0, 1] });
    const base: Record<string, Uint8Array> = {
      ...tinyFileBytes("gpt2"),
      "generation_config.json": settings,
    };
    const written = await exported(memoryFiles(base));
    expect(Object.keys(written).sort()).toEqual(Object.keys(base).sort());
    expect(written["generation_config.json"]).toEqual(settings);
    expect(written["tokenizer.json"]).toEqual(base["tokenizer.json"]);
  });
});

describe("large checkpoints", () => {
  test("are divided into files with an index, whatever files the original had, and open again", async () => {
    const base = tinyFileBytes("llama");
    const plain = await open(base);
    const deltas = edits(plain);
    const limit = 8_000;
    const files = await exported(memoryFiles(base), deltas, { dtype: "float32", largestShardBytes: limit });
    const shards = Object.keys(files).filter((name) => name.endsWith(".safetensors"));
    expect(shards.length).toBeGreaterThan(2);
    const number = (n: number) => String(n).padStart(5, "0");
    expect(shards.sort()).toEqual(
      shards.map((_, i) => `model-${number(i + 1)}-of-${number(shards.length)}.safetensors`),
    );
    const index = JSON.parse(new TextDecoder().decode(files["model.safetensors.index.json"])) as {
      metadata: { total_size: number };
      weight_map: Record<string, string>;
    };
    let total = 0;
    for (const shard of shards) {
      const { bundle, metadata } = readSafetensors(files[shard]);
      const size = Object.values(bundle).reduce((sum, { data }) => sum + data.byteLength, 0);
      if (Object.keys(bundle).length > 1) expect(size).toBeLessThanOrEqual(limit);
      expect(metadata).toEqual({ format: "pt" });
      for (const name of Object.keys(bundle)) expect(index.weight_map[name]).toBe(shard);
      total += size;
    }
    expect(index.metadata.total_size).toBe(total);
    const again = await open(files);
    const edited = plain.with([{ kind: "weights", deltas }]);
    expectClose(await logitsOf(again), await logitsOf(edited), TOLERANCE.backend);

    const whole = await exported(memoryFiles(files));
    expect(Object.keys(whole)).not.toContain("model.safetensors.index.json");
    const apart = Object.assign({}, ...shards.map((shard) => readSafetensors(files[shard]).bundle));
    expect(weightsOf(whole)).toEqual(apart);
  });

  test("a weight of more numbers than are read at once is changed in every row", async () => {
    const config = { ...tinyConfig("gpt2"), vocab_size: 70_000 };
    const base = {
      ...tinyFileBytes("gpt2"),
      "config.json": jsonBytes(config),
      "model.safetensors": writeSafetensors(tinyWeights(config)),
    };
    const plain = await open(base);
    const deltas = [lowRank(plain.parameter("embed.tokens")), dense(plain.parameter("embed.tokens"))];
    const edited = plain.with([{ kind: "weights", deltas }]);
    const again = await open(await exported(memoryFiles(base), deltas));
    const spec = plain.parameter("embed.tokens");
    expectSameBits((await again.stored(spec)).data, (await edited.stored(spec)).data);
  });

  test("a cancelled run ends while a weight is written", async () => {
    const control = new AbortController();
    const cancelled = createRun({ signal: control.signal });
    const base = memoryFiles(tinyFileBytes("gpt2"));
    const folder = await checkpointFolder(cancelled, "tiny", base, new Map(), { dtype: "float16" });
    const weights = folder.find(({ name }) => name === "model.safetensors") as FolderFile;
    const reading = async () => {
      for await (const _ of weights.bytes(cancelled)) control.abort();
    };
    expect(await failureOf(reading())).toMatchObject({ code: "cancelled" });
  });
});
