import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Job } from "../../store";
import { sampleJob, sampleModel, sampleVersion } from "../../store/conformance";
import { createArtifactFiles } from "./artifact-files";
import { createBlobFiles } from "./blob-files";
import { createDataFolder } from "./data-folder";
import { openDatabase } from "./database";
import { migrate } from "./migrate";
import { createPrismaStore } from "./prisma-store";

const NOW = new Date("2026-12-01T00:00:00.000Z");
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);

let scene: Awaited<ReturnType<typeof createScene>>;
beforeEach(async () => {
  scene = await createScene();
});
afterEach(() => scene.close());

/** A data folder with one version, and time set to `NOW`. */
async function createScene() {
  const root = await mkdtemp(path.join(tmpdir(), "palimpsest-data-"));
  const env = {
    databaseFile: path.join(root, "palimpsest.db"),
    uploadFolder: path.join(root, "models"),
    downloadFolder: path.join(root, "downloads"),
    blobFolder: path.join(root, "blobs"),
    artifactFolder: path.join(root, "artifacts"),
  };
  await migrate(env.databaseFile, "prisma/migrations");
  const database = await openDatabase(env.databaseFile);
  const { blobFolder } = env;
  const store = createPrismaStore(database, createBlobFiles(blobFolder));
  const artifacts = createArtifactFiles(env.artifactFolder);
  await store.models.put(sampleModel);
  await store.versions.put(sampleVersion);
  return {
    env,
    store,
    folder: createDataFolder({ env, store, artifacts, database, now: () => NOW }),
    async blob(text: string): Promise<string> {
      const address = await store.blobs.put(new TextEncoder().encode(text));
      const file = path.join(blobFolder, address.slice(0, 2), address.slice(2));
      await utimes(file, daysAgo(60), daysAgo(60));
      return address;
    },
    async job(id: string, more: Partial<Job>, output: { [name: string]: string }): Promise<void> {
      await store.jobs.put(sampleJob(id, more));
      await store.payloads.put({ id, input: {}, output });
    },
    async close() {
      await database.$disconnect();
      await rm(root, { recursive: true });
    },
  };
}

const NO_SUMMARY = { methods: [], edits: 0, subjects: [] };
const ended = (days: number) => ({ status: "succeeded" as const, endedAt: daysAgo(days).toISOString() });

test("the report says what takes how much, and what may go depends on how old a job must be", async () => {
  const { env, store, folder, blob, job } = scene;
  await mkdir(path.join(env.uploadFolder, "tiny"), { recursive: true });
  await writeFile(path.join(env.uploadFolder, "tiny", "model.safetensors"), "1234567");
  const overlay = await blob("four");
  await store.versions.put({ ...sampleVersion, id: "ver_2", overlays: [overlay] });
  await job("job_1", ended(40), { overlay: await blob("of an old run") });
  await job("job_2", ended(10), { overlay: await blob("of a run") });

  const month = await folder.report({ days: 30 });
  expect(month.holdings).toMatchObject({
    models: { count: 1, sizeBytes: 7 },
    versions: { count: 1, sizeBytes: 4 },
    runs: { count: 2, sizeBytes: 21 },
    statistics: { count: 0, sizeBytes: 0 },
    downloads: { count: 0, sizeBytes: 0 },
  });
  expect(month.holdings.database.sizeBytes).toBeGreaterThan(10_000);
  expect(month.removable).toMatchObject({ jobs: 1, blobs: { count: 1, sizeBytes: 13 } });
  expect((await folder.report({ days: 5 })).removable).toMatchObject({
    jobs: 2,
    blobs: { count: 2, sizeBytes: 21 },
  });
});

test("clearing removes what the report names, leaves a running job and a version's overlays, and gives the space back", async () => {
  const { store, folder, blob, job } = scene;
  const [overlay, running, lost] = [await blob("overlay"), await blob("running"), await blob("lost")];
  await store.versions.put({ ...sampleVersion, id: "ver_2", overlays: [overlay] });
  await job("job_1", ended(40), { overlay, lost, text: "x".repeat(3_000_000) });
  await job("job_2", { status: "running", startedAt: daysAgo(50).toISOString() }, { running });

  const { holdings, removable } = await folder.report({ days: 30 });
  expect(await folder.clear({ days: 30 })).toEqual({ removed: removable });
  expect((await store.jobs.list()).map(({ id }) => id)).toEqual(["job_2"]);
  expect(new Set((await store.blobs.list()).map(({ address }) => address))).toEqual(
    new Set([overlay, running]),
  );

  const after = await folder.report({ days: 30 });
  expect(after.holdings.database.sizeBytes).toBeLessThan(holdings.database.sizeBytes - 2_000_000);
  expect(after.removable).toEqual({
    jobs: 0,
    events: 0,
    blobs: { count: 0, sizeBytes: 0 },
    artifacts: { count: 0, sizeBytes: 0 },
    unfinished: { count: 0, sizeBytes: 0 },
  });
});

test("uploads that nobody added and downloads without a job may go when they are a day old; others stay", async () => {
  const { env, store, folder, job } = scene;
  const write = async (file: string, daysOld: number) => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, "1234567");
    for (const one of [file, path.dirname(file)]) await utimes(one, daysAgo(daysOld), daysAgo(daysOld));
  };
  const upload = (id: string) => path.join(env.uploadFolder, id, "config.json");
  const download = (id: string) => path.join(env.downloadFolder, id, "model.safetensors.0123.part");
  await store.models.put({ ...sampleModel, id: "listed" });
  await write(upload("listed"), 9);
  await write(upload("left"), 9);
  await write(upload("arriving"), 0.5);
  await job("job_1", { kind: "download", status: "paused", summary: { ...NO_SUMMARY, model: "paused" } }, {});
  await job("job_2", { kind: "download", ...ended(40), summary: { ...NO_SUMMARY, model: "failed" } }, {});
  for (const id of ["paused", "failed", "forgotten"]) await write(download(id), 50);

  const { removable } = await folder.report({ days: 30 });
  expect(removable).toMatchObject({ jobs: 1, unfinished: { count: 3, sizeBytes: 21 } });
  expect(await folder.clear({ days: 30 })).toEqual({ removed: removable });
  expect((await readdir(env.uploadFolder)).sort()).toEqual(["arriving", "listed"]);
  expect(await readdir(env.downloadFolder)).toEqual(["paused"]);
});

test("two who clear at once clear it once", async () => {
  const { folder, blob, job } = scene;
  await job("job_1", ended(40), { overlay: await blob("lost") });
  const removed = await Promise.all([folder.clear({ days: 30 }), folder.clear({ days: 30 })]);
  expect(removed.map((each) => each.removed.jobs)).toEqual([1, 0]);
});

test("progress of jobs that stay goes by an age of its own; their states stay, and so does everything without a rule", async () => {
  const { store, folder, job } = scene;
  await job("job_1", ended(40), {});
  await job("job_2", ended(10), {});
  await job("job_3", { status: "running" }, {});
  for (const [of, sequence, kind] of [
    ["job_1", 1, "progress"],
    ["job_2", 1, "status"],
    ["job_2", 2, "progress"],
    ["job_2", 3, "status"],
    ["job_3", 1, "progress"],
  ] as const)
    await store.events.put({
      id: `${of}:${sequence}`,
      job: of,
      sequence,
      kind,
      status: "running",
      at: NOW.toISOString(),
    });
  expect((await folder.report({ days: 30 })).removable).toMatchObject({ jobs: 1, events: 0 });
  const rules = { days: 30, eventDays: 7 };
  expect((await folder.report(rules)).removable).toMatchObject({ jobs: 1, events: 1 });
  expect((await folder.clear(rules)).removed).toMatchObject({ jobs: 1, events: 1 });
  expect((await store.events.list()).map(({ id }) => id)).toEqual(["job_2:1", "job_2:3", "job_3:1"]);
});
