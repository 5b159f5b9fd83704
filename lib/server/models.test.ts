import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashJson, type JsonObject } from "../base";
import { createMemoryStore, QuantizationNote, type Store } from "../store";
import { tinyFileBytes } from "../testing/tiny";
import { tinyEncoderBytes } from "../testing/formats/tiny-encoder";
import { reportCheckpoint } from "./files/checkpoint-check";
import { createVersionGraph, type VersionGraph } from "../version";
import { createModelFiles, type ModelFiles } from "./files/model-files";
import { createModelRegistry, type ModelRegistry } from "./models";

let folder: string;
let store: Store;
let files: ModelFiles;
let versions: VersionGraph;
let models: ModelRegistry;
let forgotten: number;
let listed: string[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-models-"));
  store = createMemoryStore();
  files = createModelFiles({
    embeddedFolder: path.join(folder, "embedded"),
    uploadFolder: path.join(folder, "models"),
    maxUploadBytes: 1e9,
  });
  const fingerprintOf = (model: string, overlays: readonly string[]): Promise<string> =>
    hashJson({ model, overlays });
  versions = createVersionGraph(store, { fingerprintOf, distance: async () => ({}) });
  forgotten = 0;
  listed = [];
  models = createModelRegistry({
    store,
    files,
    versions,
    modelHost: {
      fingerprint: async ({ model, overlays = [] }) => ({
        fingerprint: await fingerprintOf(model, overlays),
        ofWeights: "",
      }),
    },
    onListed: ({ id }) => void listed.push(id),
    forget: () => forgotten++,
  });
});
afterEach(() => rm(folder, { recursive: true }));

async function upload(modelId: string, without?: string, files = tinyFileBytes("gpt2")): Promise<void> {
  for (const [name, bytes] of Object.entries(files)) {
    if (name === without) continue;
    await models.receive(
      modelId,
      name,
      new Response(bytes as Uint8Array<ArrayBuffer>).body as ReadableStream<Uint8Array>,
    );
  }
}

test("a model whose files are there is listed with what they say", async () => {
  await upload("mine");
  const record = await models.add("mine", "My model");
  const expected = { id: "mine", name: "My model", kind: "model", family: "gpt2", source: "folder" };
  expect(record).toMatchObject(expected);
  expect(record.files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["config.json", "model.safetensors", "tokenizer.json"]),
  );
  expect(await models.list()).toEqual([record]);
  expect(listed).toEqual(["mine"]);
});

test("a model that is added in four bits keeps what its weights lost, and its memory is known before", async () => {
  const wide = { hidden_size: 64, intermediate_size: 96 };
  await upload("mine", undefined, tinyFileBytes("llama", { config: wide }));
  const memoryOf = async (weights: "float32" | "int4") =>
    (await reportCheckpoint("mine", files.of("mine"), { weights })).places.map(
      ({ memoryBytes }) => memoryBytes,
    );
  const [plain, promised] = [await memoryOf("float32"), await memoryOf("int4")];
  const record = await models.add("mine", "Mine", { weights: "int4" });
  const { weights, error, matrices } = QuantizationNote.parse((record.facts as JsonObject).quantization);
  expect([weights, matrices.length]).toEqual(["int4", 16]);
  expect(error).toBeGreaterThan(0.03);
  expect(error).toBeLessThan(0.12);
  expect(await memoryOf("float32")).toEqual(promised);
  promised.forEach((bytes, i) => expect(bytes).toBeLessThan(plain[i] / 4));
});

test("a model that cannot be quantised stays as it was sent, unlisted", async () => {
  await upload("mini", undefined, tinyEncoderBytes());
  await expect(models.add("mini", "Mini", { weights: "int4" })).rejects.toMatchObject({
    code: "unsupported",
  });
  expect(await models.list()).toEqual([]);
});

test("a sentence encoder is listed as one, with all its files, and its report has places and no methods", async () => {
  await upload("mini", undefined, tinyEncoderBytes());
  const record = await models.add("mini", "Mini");
  expect(record).toMatchObject({ kind: "sentence-encoder", family: "bert", facts: { parameterCount: 6224 } });
  expect(record.files.map(({ name }) => name)).toContain("sentence_bert_config.json");
  const report = await reportCheckpoint("mini", files.of("mini"));
  expect(report).toMatchObject({ kind: "sentence-encoder", familyName: "BERT", parameterCount: 6224 });
  expect(report.places.map(({ obstacles, methods }) => [obstacles, methods])).toEqual(
    report.places.map(() => [[], []]),
  );
  await models.remove("mini");
  expect(await models.list()).toEqual([]);
});

test("what is no id has no files", () => {
  expect(() => files.of("owner/name")).toThrow(expect.objectContaining({ code: "not_found" }) as Error);
});

test.each(["config.json", "model.safetensors", "tokenizer.json"])(
  "without %s a model is refused, and the file is named",
  async (name) => {
    await upload("mine", name);
    const failure = await models.add("mine", "My model").catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "invalid_input", hint: expect.any(String) });
    expect(JSON.stringify(failure)).toContain(name.split(".")[0]);
    expect(await models.list()).toEqual([]);
  },
);

test("the files of a listed model are never written again", async () => {
  await upload("mine");
  await models.add("mine", "My model");
  await expect(upload("mine")).rejects.toMatchObject({ code: "conflict" });
  await expect(models.add("mine", "Another")).rejects.toMatchObject({ code: "conflict" });
});

test("preparing makes the checkpoint's version once, however many ask", async () => {
  await upload("mine");
  await models.add("mine", "My model");
  await Promise.all([models.prepare("mine"), models.prepare("mine")]);
  await models.prepare("mine");
  const graph = await versions.graph("mine");
  expect([graph.branches.length, graph.versions.length]).toEqual([1, 1]);
  await expect(models.prepare("none")).rejects.toMatchObject({ code: "not_found" });
});

test("whoever asks for versions waits for the preparing that is under way, and starts none", async () => {
  await upload("mine");
  await models.add("mine", "My model");
  await expect(models.prepared("mine")).rejects.toMatchObject({ code: "conflict" });
  await expect(models.prepared("none")).rejects.toMatchObject({ code: "not_found" });
  expect((await versions.graph("mine")).versions).toEqual([]);
  const preparing = models.prepare("mine");
  await models.prepared("mine");
  expect((await versions.graph("mine")).versions).toHaveLength(1);
  await preparing;
});

test("a model with nothing kept is removed with its files, and the worker is told", async () => {
  await upload("mine");
  await models.add("mine", "My model");
  await models.prepare("mine");
  await models.remove("mine");
  expect(await models.list()).toEqual([]);
  expect(await files.of("mine").list()).toEqual([]);
  expect(forgotten).toBe(1);
  await upload("mine");
});

test("a model with a kept edit is not removed", async () => {
  await upload("mine");
  await models.add("mine", "My model");
  await models.prepare("mine");
  const [{ head }] = (await versions.graph("mine")).branches;
  await versions.adopt({
    branchId: "mine:main",
    expectedHead: head,
    change: { kind: "import", manifest: {} },
    overlays: [await store.blobs.put(new Uint8Array([1]))],
    deltaNorms: {},
    fingerprint: "changed",
    author: "",
    reason: "",
  });
  await expect(models.remove("mine")).rejects.toMatchObject({ code: "conflict" });
  expect((await files.of("mine").list()).length).toBeGreaterThan(0);
});

test("without an embedded model there is none, and nothing fails", async () => {
  await models.addEmbedded();
  expect(await models.list()).toEqual([]);
});

test("what was sent for a model that is never added is deleted, and a listed model keeps its files", async () => {
  await upload("left");
  await models.discard("left");
  expect(await files.of("left").list()).toEqual([]);
  await upload("tiny");
  await models.add("tiny", "Tiny");
  await expect(models.discard("tiny")).rejects.toMatchObject({ code: "conflict" });
  expect(await files.of("tiny").list()).not.toEqual([]);
});
