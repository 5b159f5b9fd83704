/** The way of a model from a hub to the list: preflight, the job, and the effect of a pause, a cancellation and a restart. */
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRun, hashJson } from "../../base";
import { createRunner, ALL_JOB_KINDS, type ModelHost, type Runner } from "../../job";
import { createMemoryStore, DownloadJobOutput, type Job, type Store } from "../../store";
import { jsonBytes, tinyFileBytes } from "../../testing/tiny";
import { tinyEncoderBytes } from "../../testing/formats/tiny-encoder";
import { createVersionGraph } from "../../version";
import { createModelFiles, type ModelFiles } from "../files/model-files";
import { createRecords } from "../records";
import { createModelRegistry } from "../models";
import { listOf } from "./hosts";
import { createHubService, modelIdOf, type HubService } from "./service";
import { startHubServer, type HubServer } from "./testing/hub-server";

const REPOSITORY = "owner/Tiny-GPT2";
const WEIGHTS = "model.safetensors";
const RETRY_POLICY = { retries: 3, backoffMs: 1, longestWaitMs: 20, stallMs: 2_000 };
const AT = { repository: REPOSITORY, revision: "main" };
/** Long, because a busy machine is slow. */
const POLL = { timeout: 20_000 };
const AS = { modelId: "tiny", name: "Tiny" };

let server: HubServer;
let folder: string;
let store: Store;
let files: ModelFiles;
let hub: HubService;
let runner: Runner;
const signal = new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-hub-"));
  store = createMemoryStore();
  await start(tinyFileBytes("gpt2"));
});
afterEach(async () => {
  await runner.stop();
  await server.close();
  await rm(folder, { recursive: true });
});

async function start(hubFiles: Record<string, Uint8Array>): Promise<void> {
  await server?.close();
  server = await startHubServer({ repository: REPOSITORY, files: hubFiles });
  files = createModelFiles({
    embeddedFolder: path.join(folder, "embedded"),
    uploadFolder: path.join(folder, "models"),
    maxUploadBytes: 1e9,
  });
  const fingerprint = async ({ model }: { model: string }) => ({
    fingerprint: await hashJson({ model }),
    ofWeights: "",
  });
  const versions = createVersionGraph(store, {
    fingerprintOf: async (model) => (await fingerprint({ model })).fingerprint,
    distance: async () => ({}),
  });
  const models = createModelRegistry({
    store,
    files,
    versions,
    modelHost: { fingerprint },
    onListed: () => undefined,
    forget: () => undefined,
  });
  const origins = [server.origin, server.deliveryOrigin];
  hub = createHubService({
    list: listOf(origins.map((origin) => ({ host: new URL(origin).host, origin }))),
    store,
    files,
    models,
    folder: path.join(folder, "downloads"),
    maxFileBytes: 1e9,
    retryPolicy: RETRY_POLICY,
  });
  runner = newRunner();
}

const newRunner = (): Runner =>
  createRunner({
    store,
    kinds: ALL_JOB_KINDS,
    context: {
      modelHost: {} as ModelHost,
      records: createRecords(store),
      downloads: hub,
      presets: store.presets,
      lifelong: store.lifelong,
    },
    progressIntervalMs: 1,
  });

async function until(jobId: string, status: Job["status"]): Promise<Job> {
  for (;;) {
    const job = await store.jobs.get(jobId);
    if (job.status === status) return job;
    if (job.status === "failed") throw new Error(job.error?.message);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const queue = async () => runner.start("download", await hub.pin({ ...AT, ...AS }, signal), "Ada");

/** A job that gets only the first 1,200 bytes of the weights, by the second request: the first one reads their header. */
async function inTheMiddle(): Promise<string> {
  await runner.open();
  server.faults.hold = { request: 2, afterBytes: 1200 };
  const jobId = await queue();
  await expect
    .poll(async () => {
      const part = (await parts()).find((name) => name.startsWith(`${WEIGHTS}.`));
      return part && (await stat(path.join(folder, "downloads/tiny", part))).size;
    }, POLL)
    .toBe(1200);
  return jobId;
}

const parts = (): Promise<string[]> => readdir(path.join(folder, "downloads/tiny")).catch(() => []);

test("a question to a hub that is not there is answered within seconds, though a download would be patient", async () => {
  const gone = createHubService({
    list: listOf([{ host: "127.0.0.1:9", origin: "http://127.0.0.1:9" }]),
    store,
    files,
    models: {} as never,
    folder: path.join(folder, "downloads"),
    maxFileBytes: 1e9,
  });
  await expect(gone.pin({ ...AT, ...AS, host: "127.0.0.1:9" }, signal)).rejects.toMatchObject({
    details: { reason: "hubAway" },
  });
}, 12_000);

test("the shelf says what each model needs here, and asks no hub for it", async () => {
  const { models } = await hub.shelf();
  const asked = server.seen.length;
  const small = models.find(({ id }) => id === "HuggingFaceTB/SmolLM2-135M");
  expect(small).toMatchObject({ licence: "Apache 2.0", isGated: false, parameterCount: 134_515_008 });
  for (const { openBytes, editBytes = [0, 0], methods, obstacles } of small?.places ?? []) {
    expect(obstacles).toEqual([]);
    expect(openBytes).toBeGreaterThan(4 * 134_515_008);
    expect(editBytes[1]).toBeGreaterThan(editBytes[0]);
    expect(methods.fitting).toBeGreaterThan(0);
  }
  const large = models.find(({ id }) => id === "google/gemma-2-2b");
  const tab = large?.places.find(({ place }) => place === "wasm");
  expect(tab?.obstacles.map(({ kind }) => kind)).toContain("weights");
  expect(tab?.methods.fitting).toBe(0);
  expect(asked).toBe(0);
});

describe("preflight", () => {
  test("tells from headers alone what the model is, takes, and where it can run", async () => {
    const { origin, files: listed, downloadBytes, freeBytes, report } = await hub.preflight(AT, signal);
    expect(origin).toMatchObject({ repository: REPOSITORY, requested: "main", revision: server.commit });
    expect(downloadBytes).toBe(listed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
    expect(freeBytes).toBeGreaterThan(0);
    expect(report).toMatchObject({ family: "gpt2", layers: 2, storedAs: "F32" });
    expect(report.places.map(({ place, obstacles }) => [place, obstacles])).toEqual([
      ["native", []],
      ["webgpu", []],
      ["wasm", []],
    ]);
    const fetched = server.seen.filter(({ method, at }) => method === "GET" && at === "delivery");
    expect(fetched.map(({ range }) => range)).toEqual([expect.stringMatching(/^bytes=0-\d+$/)]);
    expect(await readdir(path.join(folder, "downloads"))).toEqual([]);
  });

  test.each([
    ["config.json", { "config.json": jsonBytes({ model_type: "t5" }) }, "unsupported"],
    ["model.safetensors", { [WEIGHTS]: new TextEncoder().encode("not weights") }, "integrity"],
  ])("refuses a repository whose %s cannot be used", async (_, other, code) => {
    await start({ ...tinyFileBytes("gpt2"), ...(other as Record<string, Uint8Array>) });
    await expect(hub.preflight(AT, signal)).rejects.toMatchObject({ code });
  });

  test("refuses a repository without a tokenizer, or with pickled weights alone", async () => {
    const { "tokenizer.json": _, ...rest } = tinyFileBytes("gpt2");
    await start(rest);
    await expect(hub.preflight(AT, signal)).rejects.toMatchObject({ details: { field: "tokenizer.json" } });
    const { [WEIGHTS]: weights, ...small } = tinyFileBytes("gpt2");
    await start({ ...small, "pytorch_model.bin": weights });
    await expect(hub.preflight(AT, signal)).rejects.toMatchObject({ details: { field: WEIGHTS } });
  });

  test("goes to listed hosts only", async () => {
    const elsewhere = hub.preflight({ ...AT, host: "elsewhere.example" }, signal);
    await expect(elsewhere).rejects.toMatchObject({ code: "invalid_input", details: { field: "host" } });
  });
});

describe("a download", () => {
  test("becomes a model that says where it came from, and leaves nothing else", async () => {
    await runner.open();
    const job = await until(await queue(), "succeeded");
    const { output } = await store.payloads.get(job.id);
    expect(DownloadJobOutput.parse(output).files.map(({ name }) => name)).toContain(WEIGHTS);
    expect(job.progress?.step).toBe(job.progress?.steps);
    const model = await store.models.get("tiny");
    expect(model).toMatchObject({
      name: "Tiny",
      source: "hub",
      origin: { repository: REPOSITORY, requested: "main", revision: server.commit },
    });
    expect(await readdir(path.join(folder, "downloads"))).toEqual([]);
    expect([...(await files.of("tiny").read(WEIGHTS))]).toEqual([...tinyFileBytes("gpt2")[WEIGHTS]]);
  });

  test("of a sentence encoder brings what says where texts are cut, and is listed as what it is", async () => {
    await start(tinyEncoderBytes());
    expect((await hub.preflight(AT, signal)).report).toMatchObject({ kind: "sentence-encoder", layers: 2 });
    await runner.open();
    await until(await queue(), "succeeded");
    const { kind, files: kept } = await store.models.get("tiny");
    expect(kind).toBe("sentence-encoder");
    expect(kept.map(({ name }) => name).sort()).toEqual(Object.keys(tinyEncoderBytes()).sort());
  });

  test("of weights that are not what was announced fails, and nothing is listed", async () => {
    await runner.open();
    server.faults.damaged = WEIGHTS;
    await expect(until(await queue(), "succeeded")).rejects.toThrow(/deleted/);
    expect(await store.models.list()).toEqual([]);
    expect(await files.of("tiny").list()).toEqual([]);
  });

  test("under an id that is taken is refused before anything moves", async () => {
    await runner.open();
    await until(await queue(), "succeeded");
    await expect(queue()).rejects.toMatchObject({ code: "conflict", details: { field: "modelId" } });
  });

  test("of a commit that the hub does not have is refused", async () => {
    const input = await hub.pin({ ...AT, ...AS }, signal);
    const moved = { ...input, origin: { ...input.origin, revision: "0".repeat(40) } };
    await expect(hub.download(createRun(), moved)).rejects.toMatchObject({ code: "not_found" });
  });

  test("that is paused keeps what has arrived, and goes on from there", async () => {
    const jobId = await inTheMiddle();
    await runner.pause(jobId);
    await until(jobId, "paused");
    expect(await parts()).toContainEqual(expect.stringMatching(/^model\.safetensors\..*\.part$/));
    await runner.resume(jobId);
    await until(jobId, "succeeded");
    expect(server.seen.at(-1)?.range).toMatch(/^bytes=1200-/);
  });

  test("that a stopping server cut off goes on in the next one by itself", async () => {
    const jobId = await inTheMiddle();
    await runner.stop();
    expect((await store.jobs.get(jobId)).status).toBe("queued");
    runner = newRunner();
    await runner.open();
    await until(jobId, "succeeded");
    expect(server.seen.at(-1)?.range).toMatch(/^bytes=1200-/);
    expect(await store.models.get("tiny")).toMatchObject({ source: "hub" });
  });

  test.each(["running", "paused"])("that is cancelled while %s takes its files with it", async (state) => {
    const jobId = await inTheMiddle();
    if (state === "paused") {
      await runner.pause(jobId);
      await until(jobId, "paused");
    }
    await runner.cancel(jobId);
    await until(jobId, "cancelled");
    await expect.poll(parts, POLL).toEqual([]);
    expect(await store.models.list()).toEqual([]);
  });
});

test("an id is proposed from the repository's name", () => {
  expect(modelIdOf({ repository: "meta-llama/Meta-Llama-3-8B" })).toBe("meta-llama-3-8b");
  expect(modelIdOf({ repository: "gpt2" })).toBe("gpt2");
  expect(modelIdOf({ repository: "owner/Llama-GGUF", file: "Llama-Q8_0.gguf" })).toBe("llama-q8_0");
});
