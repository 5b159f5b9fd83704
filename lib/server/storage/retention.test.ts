import { beforeEach, expect, test } from "vitest";
import { createMemoryStore, manifestOf, memoryArtifacts, metadataOf, type Store } from "../../store";
import { sampleJob, sampleModel, sampleVersion } from "../../store/conformance";
import type { ArtifactFiles, RemovableBlobStore } from "../../store";
import { writeSafetensors } from "../../tensor";
import { lifelongArtifact } from "../../job";
import { collectGarbage, survey } from "./retention";

const NOW = new Date("2026-12-01T00:00:00.000Z");
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
const LIMITS = { endedBefore: daysAgo(30), writtenBefore: daysAgo(1) };

let store: Store;
let artifacts: ArtifactFiles;
/** The time at which each blob was put. */
let times: Map<string, Date>;

beforeEach(async () => {
  times = new Map();
  store = createMemoryStore();
  const { blobs } = store;
  const isOlder = (address: string, than: Date): boolean => (times.get(address) ?? NOW) < than;
  const dated: RemovableBlobStore = {
    ...blobs,
    list: async () =>
      (await blobs.list()).map((entry) => ({ ...entry, putAt: times.get(entry.address) ?? NOW })),
    delete: async (address, before) =>
      isOlder(address, before) && blobs.delete(address, new Date(Date.now() + 1000)),
  };
  store = { ...store, blobs: dated };
  artifacts = memoryArtifacts();
  await store.models.put(sampleModel);
  await store.versions.put(sampleVersion);
});

async function blob(text: string, putAt = daysAgo(60)): Promise<string> {
  const address = await store.blobs.put(new TextEncoder().encode(text));
  times.set(address, putAt);
  return address;
}

async function job(id: string, more: Parameters<typeof sampleJob>[1], output: object = {}): Promise<void> {
  await store.jobs.put(sampleJob(id, more));
  await store.payloads.put({ id, input: {}, output: JSON.parse(JSON.stringify(output)) });
  await store.events.put({
    id: `${id}:1`,
    job: id,
    sequence: 1,
    kind: "status",
    status: "queued",
    at: NOW.toISOString(),
  });
}
const ended = (days: number) => ({ status: "succeeded" as const, endedAt: daysAgo(days).toISOString() });

async function artifact(key: Parameters<typeof manifestOf>[0], madeDaysAgo: number): Promise<string> {
  const id = (artifactCount++).toString(16).padStart(64, "0");
  const metadata = metadataOf(manifestOf(key, {}, () => daysAgo(madeDaysAgo)));
  await artifacts.put(id, writeSafetensors({}, metadata));
  return id;
}
let artifactCount = 0;

const collect = () => collectGarbage({ store, artifacts }, LIMITS);
const removableOf = async () => (await survey({ store, artifacts }, LIMITS)).removable;
const addressesOf = (entries: readonly { readonly address: string }[]) =>
  entries.map(({ address }) => address).sort();

test("old finished jobs go with what only they name; a dry run says the same and changes nothing", async () => {
  const [lost, shared, kept] = [await blob("lost"), await blob("shared"), await blob("kept")];
  await job("job_old", ended(40), { overlays: [lost, shared] });
  await job("job_new", ended(3), { overlays: [shared, kept] });

  const removable = await removableOf();
  expect([removable.jobs, addressesOf(removable.blobs)]).toEqual([["job_old"], [lost]]);
  expect(await store.jobs.find("job_old")).not.toBeNull();
  expect(await store.blobs.has(lost)).toBe(true);

  const removed = await collect();
  expect([removed.jobs, addressesOf(removed.blobs)]).toEqual([["job_old"], [lost]]);
  expect((await store.jobs.list()).map(({ id }) => id)).toEqual(["job_new"]);
  expect((await store.payloads.list()).map(({ id }) => id)).toEqual(["job_new"]);
  expect((await store.events.list()).map((event) => event.job)).toEqual(["job_new"]);
  expect(addressesOf(await store.blobs.list())).toEqual([shared, kept].sort());
  expect(await removableOf()).toEqual({ jobs: [], blobs: [], artifacts: [] });
});

test("a version's overlays stay, whatever happens to the job that made them", async () => {
  const overlay = await blob("overlay");
  await store.versions.put({ ...sampleVersion, id: "ver_2", overlays: [overlay] });
  await job("job_old", ended(40), { overlays: [overlay] });
  const { versions } = await survey({ store, artifacts }, LIMITS);
  expect(addressesOf(versions)).toEqual([overlay]);
  await collect();
  expect(await store.blobs.has(overlay)).toBe(true);
});

test("an unfinished job stays with what it names, however old", async () => {
  const [waiting, paused] = [await blob("waiting"), await blob("paused")];
  await job("job_1", { status: "queued", createdAt: daysAgo(90).toISOString() }, { waiting });
  await job("job_2", { status: "paused", createdAt: daysAgo(90).toISOString() }, { paused });
  await collect();
  expect(await store.jobs.list()).toHaveLength(2);
  expect(addressesOf(await store.blobs.list())).toEqual([waiting, paused].sort());
});

test("what a running job may have stored since it began stays, although nothing names it yet", async () => {
  await job("job_1", { status: "running", startedAt: daysAgo(10).toISOString() });
  const [before, since] = [await blob("before", daysAgo(11)), await blob("since", daysAgo(9))];
  await collect();
  expect(addressesOf(await store.blobs.list())).toEqual([since]);
  expect(await store.blobs.has(before)).toBe(false);
});

test("what was written lately stays, and what is put again counts as new", async () => {
  const [recent, again] = [await blob("recent", daysAgo(0.5)), await blob("again")];
  expect(addressesOf((await removableOf()).blobs)).toEqual([again]);
  const { blobs } = store;
  // Another process puts the same bytes after the survey and before the removal.
  const list = async () => {
    const entries = await blobs.list();
    times.set(again, NOW);
    return entries;
  };
  store = { ...store, blobs: { ...blobs, list } };
  expect((await collect()).blobs).toEqual([]);
  expect(addressesOf(await store.blobs.list())).toEqual([recent, again].sort());
});

test("a version that is kept while garbage is collected keeps its overlays", async () => {
  const overlay = await blob("overlay");
  await job("job_old", ended(40), { overlays: [overlay] });
  const { jobs } = store;
  const keepFirst = async (id: string) => {
    await store.versions.put({ ...sampleVersion, id: "ver_2", overlays: [overlay] });
    await jobs.delete(id);
  };
  store = { ...store, jobs: { ...jobs, delete: keepFirst } };
  expect((await collect()).blobs).toEqual([]);
  expect(await store.blobs.has(overlay)).toBe(true);
});

test("a recorded lifelong run keeps its job, its artifact and the blobs that its artifact names; a forgotten one does not", async () => {
  const runId = `life_${"e".repeat(64)}`;
  const [known, forgotten] = [await blob("known"), await blob("forgotten")];
  const put = async (run: string, address: string) => {
    const key = lifelongArtifact("atlas", run);
    const metadata = { ...metadataOf(manifestOf(key, {}, () => daysAgo(60))), lifelong: `["${address}"]` };
    await artifacts.put(address.replaceAll(/[0-7]/g, "0"), writeSafetensors({}, metadata));
  };
  await put(runId, known);
  await put(`life_${"f".repeat(64)}`, forgotten);
  await store.lifelong.put({
    id: runId,
    job: "job_old",
    model: "atlas",
    version: "ver_1",
    method: "rome",
    parameters: {},
    settings: {
      count: 1,
      draw: null,
      batchSize: 1,
      checkpoints: [1],
      health: {
        norm: 100,
        entropyLow: null,
        entropyHigh: 3,
        repetition: 0.95,
        ability: 0.5,
        perplexity: null,
      },
      healthEvery: 10,
      seed: 0,
    },
    createdAt: daysAgo(60).toISOString(),
    updatedAt: daysAgo(60).toISOString(),
  });
  await job("job_old", { status: "cancelled", endedAt: daysAgo(50).toISOString() });
  const removed = await collect();
  expect([removed.jobs, removed.artifacts.length]).toEqual([[], 1]);
  expect(addressesOf(await store.blobs.list())).toEqual([known]);
  expect(await artifacts.list()).toHaveLength(1);
});

test("artifacts stay with their model; baseline answers are as old as runs may be; files that say nothing stay", async () => {
  const moment = await artifact({ artifact: "second-moment", checkpoint: "atlas", layer: 1 }, 90);
  const encoder = await artifact({ artifact: "demonstrations", training: "atlas" }, 90);
  const answers = await artifact({ artifact: "answers", checkpoint: "atlas" }, 20);
  await artifact({ artifact: "second-moment", checkpoint: "removed", layer: 1 }, 90);
  await artifact({ artifact: "answers", checkpoint: "atlas" }, 40);
  const recent = await artifact({ artifact: "second-moment", checkpoint: "arriving", layer: 1 }, 0.5);
  const [plain, damaged] = ["c".repeat(64), "d".repeat(64)];
  await artifacts.put(plain, writeSafetensors({}));
  await artifacts.put(damaged, Uint8Array.of(1, 2, 3));
  expect((await collect()).artifacts).toHaveLength(2);
  expect((await artifacts.list()).map(({ id }) => id).sort()).toEqual(
    [moment, encoder, answers, recent, plain, damaged].sort(),
  );
});

test("artifacts of models that are here go by age where a rule says so, but not what a version names", async () => {
  const overlay = await blob("overlay");
  await store.versions.put({ ...sampleVersion, id: "ver_2", overlays: [overlay] });
  const old = await artifact({ artifact: "second-moment", checkpoint: "atlas", layer: 1 }, 90);
  const recent = await artifact({ artifact: "second-moment", checkpoint: "atlas", layer: 2 }, 10);
  const { artifacts: removed } = await collectGarbage(
    { store, artifacts },
    { ...LIMITS, madeBefore: daysAgo(60) },
  );
  expect(removed.map(({ id }) => id)).toEqual([old]);
  expect((await artifacts.list()).map(({ id }) => id)).toEqual([recent]);
  expect(await store.blobs.has(overlay)).toBe(true);
});
