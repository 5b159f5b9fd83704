import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AskedJob } from "../../job";
import type { Job } from "../../store";
import { sampleJob, sampleModel, sampleVersion } from "../../store/conformance";
import { createBlobFiles } from "../storage/blob-files";
import { openDatabase } from "../storage/database";
import { migrate } from "../storage/migrate";
import { createPrismaStore } from "../storage/prisma-store";
import { createQuotas } from "./quotas";

const NOW = new Date("2026-12-01T12:00:00.000Z");
const minutesAgo = (minutes: number): string => new Date(NOW.getTime() - minutes * 60_000).toISOString();
const NONE = { runningJobs: null, waitingJobs: null, computeMinutes: null, storageMb: null };

let scene: Awaited<ReturnType<typeof createScene>>;
beforeEach(async () => {
  scene = await createScene();
});
afterEach(() => scene.close());

/** A server where Bo and Ada have accounts, and time set to `NOW`. */
async function createScene() {
  const root = await mkdtemp(path.join(tmpdir(), "palimpsest-quotas-"));
  const file = path.join(root, "a.db");
  await migrate(file, "prisma/migrations");
  const database = await openDatabase(file);
  const store = createPrismaStore(database, createBlobFiles(path.join(root, "blobs")));
  for (const name of ["Ada", "Bo"])
    await database.user.create({
      data: { id: name, name, email: name, emailVerified: true, createdAt: NOW, updatedAt: NOW },
    });
  const predicted = { minutes: 5, asked: 0 };
  const preflight = async () => {
    predicted.asked++;
    return { preflights: [{ durationMs: [predicted.minutes * 60_000, 1e9] }] } as never;
  };
  return {
    store,
    predicted,
    quotas: createQuotas({ database, store, modelHost: { preflight }, now: () => NOW }),
    job: (id: string, more: Partial<Job>) => store.jobs.put(sampleJob(id, { author: "Bo", ...more })),
    async close() {
      await database.$disconnect();
      await rm(root, { recursive: true });
    },
  };
}

const EDIT: AskedJob = {
  kind: "edit",
  author: "Bo",
  isInTab: false,
  input: {
    model: "atlas",
    mode: "single",
    methods: [{ method: "rome", parameters: {} }],
    cases: [{ request: { id: "a", subject: "Rome", prompt: "{} is in", targetNew: "Italy" } }],
  },
};

test("nobody meets the limits that Palimpsest comes with by ordinary work", async () => {
  await scene.job("job_1", { status: "running", startedAt: minutesAgo(30) });
  await scene.quotas.admit(EDIT);
  expect(scene.predicted.asked).toBe(0);
});

test("one who has as many jobs waiting as they may gets no other, is told why, and stops nobody else", async () => {
  const { quotas, job } = scene;
  await quotas.set("Bo", { ...NONE, waitingJobs: 2 });
  await job("job_1", {});
  await quotas.admit(EDIT);
  await job("job_2", {});
  await expect(quotas.admit(EDIT)).rejects.toMatchObject({
    code: "too_many",
    message: "Your limit of jobs waiting is reached: 2 of 2.",
    details: { reason: "quota", limit: "waitingJobs", most: 2, used: 2 },
  });
  await quotas.admit({ ...EDIT, author: "Ada" });
  await quotas.admit({ ...EDIT, isInTab: true });
});

test("computing is counted over the last day, for what ran here, and compared with what the edit would take", async () => {
  const { quotas, predicted, job } = scene;
  await quotas.set("everybody", { ...NONE, computeMinutes: 60 });
  const ended = (from: number, to: number) => ({
    status: "succeeded" as const,
    startedAt: minutesAgo(from),
    endedAt: minutesAgo(to),
  });
  await job("job_1", ended(24 * 60 + 20, 24 * 60 - 10)); // ten minutes of it within the day
  await job("job_2", ended(24 * 60 + 90, 24 * 60 + 30));
  await job("job_3", { status: "running", startedAt: minutesAgo(40) });
  const summary = { methods: [], edits: 1, subjects: [], location: "browser" as const };
  await job("job_4", { ...ended(500, 400), summary });
  const { use, limits } = await quotas.of({ id: "Bo", name: "Bo" });
  expect([use.computeMinutes, limits.computeMinutes, use.runningJobs]).toEqual([50, 60, 1]);
  await quotas.admit(EDIT);
  predicted.minutes = 12;
  await expect(quotas.admit(EDIT)).rejects.toMatchObject({
    code: "too_many",
    message: "This edit is predicted to take 12 min, and 10 min of your computing within a day are left.",
    details: { limit: "computeMinutes", predicted: 12 },
  });
  // What cannot be predicted is let through; its own limit will meet it.
  await quotas.admit({ ...EDIT, kind: "lifelong" });
});

test("storage is what one's versions and results name, each once", async () => {
  const { quotas, store, job } = scene;
  const [overlay, result] = [new Uint8Array(1_500_000), new Uint8Array(600_000)];
  const [kept, made] = [await store.blobs.put(overlay), await store.blobs.put(result)];
  await store.models.put(sampleModel);
  await store.versions.put({ ...sampleVersion, author: "Bo", overlays: [kept] });
  await job("job_1", { status: "succeeded" });
  await store.payloads.put({ id: "job_1", input: {}, output: { overlays: [kept, made] } });
  await quotas.set("Bo", { ...NONE, storageMb: 2 });
  expect((await quotas.of({ id: "Bo", name: "Bo" })).use.storageMb).toBeCloseTo(2.1);
  await expect(quotas.admit(EDIT)).rejects.toMatchObject({ details: { limit: "storageMb", most: 2 } });
});

test("an own limit goes before that of everybody, until it is taken back", async () => {
  const { quotas } = scene;
  await quotas.set("everybody", { ...NONE, runningJobs: 3 });
  await quotas.set("Bo", { ...NONE, runningJobs: 5 });
  const limits = async () => (await quotas.list()).people.map((one) => [one.name, one.limits.runningJobs]);
  expect(await limits()).toEqual(
    expect.arrayContaining([
      ["Ada", 3],
      ["Bo", 5],
    ]),
  );
  await quotas.set("Bo", NONE);
  expect(await limits()).toEqual(
    expect.arrayContaining([
      ["Ada", 3],
      ["Bo", 3],
    ]),
  );
  await expect(quotas.set("Zoe", NONE)).rejects.toMatchObject({ code: "not_found" });
});
