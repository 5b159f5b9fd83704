import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { toWireError } from "../../base";
import { describeStore, sampleJob } from "../../store/conformance";
import { createBlobFiles } from "./blob-files";
import { openDatabase } from "./database";
import { migrate } from "./migrate";
import { createPrismaStore } from "./prisma-store";

async function open() {
  const folder = await mkdtemp(path.join(tmpdir(), "palimpsest-store-"));
  const file = path.join(folder, "test.db");
  await migrate(file, "prisma/migrations");
  const client = await openDatabase(file);
  const store = createPrismaStore(client, createBlobFiles(path.join(folder, "blobs")));
  const close = async (): Promise<void> => {
    await client.$disconnect();
    await rm(folder, { recursive: true });
  };
  return { store, close, client };
}

describeStore("the store on SQLite", open);

test("many transactions use one connection", async () => {
  const { store, close } = await open();
  const openFiles = async (): Promise<number> => (await readdir("/proc/self/fd").catch(() => [])).length;
  const increment = () => store.transaction((inside) => inside.jobs.put(sampleJob("job_1")));
  await increment();
  const before = await openFiles();
  for (let i = 0; i < 20; i++) await increment();
  expect(await openFiles()).toBeLessThan(before + 10);
  await close();
});

test("the database keeps what it is told and enforces what it refers to", async () => {
  const { client, store, close } = await open();
  const setting = async (name: string): Promise<unknown> => {
    const [row] = await client.$queryRawUnsafe<Record<string, unknown>[]>(`PRAGMA ${name}`);
    return Object.values(row)[0];
  };
  await store.transaction((inside) => inside.jobs.put(sampleJob("job_1")));
  expect(await setting("journal_mode")).toBe("wal");
  expect(Number(await setting("synchronous"))).toBe(2);
  expect(Number(await setting("foreign_keys"))).toBe(1);
  expect(Number(await setting("busy_timeout"))).toBe(5000);
  const orphan = {
    id: "job_2:1",
    job: "job_2",
    sequence: 1,
    kind: "status",
    status: "queued",
    at: "2026-11-22T10:00:00.000Z",
  } as const;
  await expect(store.events.put(orphan)).rejects.toThrow();
  await close();
});

test("a full database says so, and what was there stays", async () => {
  const { client, store, close } = await open();
  await store.jobs.put(sampleJob("job_1"));
  const [{ page_count: pages }] = await client.$queryRawUnsafe<{ page_count: bigint }[]>("PRAGMA page_count");
  await client.$queryRawUnsafe(`PRAGMA max_page_count = ${pages}`);
  const large = sampleJob("job_2", { author: "x".repeat(200_000) });
  const failure = await store
    .transaction((inside) => inside.jobs.put(large))
    .catch((error: unknown) => error);
  expect(toWireError(failure)).toMatchObject({ code: "storage_full", hint: expect.any(String) });
  expect((await store.jobs.list()).map(({ id }) => id)).toEqual(["job_1"]);
  await store.jobs.put(sampleJob("job_1", { attempt: 2 }));
  await close();
});
