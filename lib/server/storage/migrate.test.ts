import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { eventId } from "../../job";
import { createMemoryBlobs, HealthLimits } from "../../store";
import { createAncestry } from "../../version";
import { databaseAdapter, openDatabase } from "./database";
import { migrate, readMigrations } from "./migrate";
import { createPrismaStore } from "./prisma-store";

const AT = "2026-11-22T10:00:00.000Z";
const FOLDER = "prisma/migrations";
const newFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), "palimpsest-migrate-"));

interface Column {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

const SQL_TYPES: Record<string, string> = {
  String: "TEXT",
  Int: "INTEGER",
  BigInt: "BIGINT",
  Float: "REAL",
  Boolean: "BOOLEAN",
  DateTime: "DATETIME",
};

async function tablesOfSchema(): Promise<Map<string, Column[]>> {
  const schema = await readFile("prisma/schema.prisma", "utf8");
  return new Map(
    [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, table, body]) => {
      const fields = [...body.matchAll(/^ {2}(\w+) +(\w+)(\?|\[\])?/gm)].filter(
        ([, , type]) => type in SQL_TYPES,
      );
      const columns = fields.map(([, name, type, mark]) => ({
        name,
        type: SQL_TYPES[type],
        required: mark !== "?",
      }));
      return [table, columns.sort(byName)];
    }),
  );
}

async function tablesOfDatabase(file: string): Promise<Map<string, Column[]>> {
  const client = await openDatabase(file);
  const tables = await client.$queryRawUnsafe<{ name: string }[]>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_prisma_migrations'",
  );
  const found = new Map<string, Column[]>();
  for (const { name } of tables) {
    const columns = await client.$queryRawUnsafe<{ name: string; type: string; notnull: bigint }[]>(
      `PRAGMA table_info("${name}")`,
    );
    found.set(
      name,
      columns
        .map((column) => ({ name: column.name, type: column.type, required: Number(column.notnull) === 1 }))
        .sort(byName),
    );
  }
  await client.$disconnect();
  return found;
}

const byName = (a: Column, b: Column): number => (a.name < b.name ? -1 : 1);

describe("migrations", () => {
  test("make the tables and columns of the schema", async () => {
    const file = path.join(await newFolder(), "a.db");
    await migrate(file, FOLDER);
    const schema = await tablesOfSchema();
    expect(schema.size).toBeGreaterThan(5);
    expect(await tablesOfDatabase(file)).toEqual(schema);
  });

  test("are applied once, and recorded with the checksum of their file", async () => {
    const file = path.join(await newFolder(), "a.db");
    const names = (await readMigrations(FOLDER)).map(({ name }) => name);
    expect(await migrate(file, FOLDER)).toEqual(names);
    expect(await migrate(file, FOLDER)).toEqual([]);

    const adapter = await databaseAdapter(file).connect();
    const { rows } = await adapter.queryRaw({
      sql: `SELECT migration_name, checksum, applied_steps_count FROM _prisma_migrations`,
      args: [],
      argTypes: [],
    });
    await adapter.dispose();
    const expected = (await readMigrations(FOLDER)).map(({ name, checksum }) => [name, checksum, 1]);
    expect(rows.map(([name, checksum, steps]) => [name, checksum, Number(steps)])).toEqual(expected);
  });

  test("keep what jobs of older releases were asked and gave, and thin their progress", async () => {
    const folder = await newFolder();
    const file = path.join(folder, "a.db");
    const old = path.join(folder, "migrations");
    await cp(FOLDER, old, { recursive: true });
    for (const { name } of await readMigrations(FOLDER))
      if (name >= "20261129130000_job_payloads") await rm(path.join(old, name), { recursive: true });
    await migrate(file, old);
    const before = await openDatabase(file);
    const values = `'edit', 'succeeded', '{"seed":1}', '{"answer":2}', 1, '${AT}', 0, 'Ada'`;
    await before.$executeRawUnsafe(
      `INSERT INTO "Job" ("id", "kind", "status", "input", "output", "attempt", "createdAt", "cancelRequested", "author") VALUES ('job_1', ${values})`,
    );
    for (let sequence = 1; sequence <= 1000; sequence++) {
      const kind = [1, 2, 1000].includes(sequence) ? "status" : "progress";
      await before.$executeRawUnsafe(
        `INSERT INTO "JobEvent" ("id", "job", "sequence", "kind", "status", "progress", "at") VALUES ('${eventId("job_1", sequence)}', 'job_1', ${sequence}, '${kind}', 'running', '{"phase":"Editing","step":${sequence}}', '${AT}')`,
      );
    }
    await before.$disconnect();

    await migrate(file, FOLDER);
    const client = await openDatabase(file);
    const store = createPrismaStore(client, createMemoryBlobs());
    expect(await store.jobs.get("job_1")).toMatchObject({ status: "succeeded", author: "Ada" });
    expect(await store.payloads.get("job_1")).toEqual({
      id: "job_1",
      input: { seed: 1 },
      output: { answer: 2 },
    });
    const sequences = (await store.events.list({ where: { job: "job_1" } })).map(({ sequence }) => sequence);
    expect(sequences.length).toBeLessThan(140);
    expect(sequences).toEqual(expect.arrayContaining([1, 2, 496, 999, 1000]));
    await client.$disconnect();
  });

  test("that were rewritten or are unknown stop the start", async () => {
    const folder = await newFolder();
    const file = path.join(folder, "a.db");
    const copy = path.join(folder, "migrations");
    await cp(FOLDER, copy, { recursive: true });
    await migrate(file, copy);
    const [{ name, sql }] = await readMigrations(copy);
    await writeFile(path.join(copy, name, "migration.sql"), `${sql}\n-- changed`);
    await expect(migrate(file, copy)).rejects.toMatchObject({ code: "integrity" });
    await expect(migrate(file, await newFolder())).rejects.toMatchObject({ code: "conflict" });
  });

  test("that fail halfway leave nothing behind", async () => {
    const folder = await newFolder();
    const file = path.join(folder, "a.db");
    const copy = path.join(folder, "migrations");
    await cp(FOLDER, copy, { recursive: true });
    const [{ name, sql }] = await readMigrations(copy);
    await writeFile(path.join(copy, name, "migration.sql"), `${sql}\nCREATE TABLE broken (`);
    await expect(migrate(file, copy)).rejects.toThrow();
    expect((await tablesOfDatabase(file)).size).toBe(0);
  });
});

describe("the migration of versions that listed all overlays", () => {
  const NAME = "20261129120000_own_overlays";
  const [a, b, c, d] = ["a", "b", "c", "d"].map((digit) => digit.repeat(64));
  const EDIT = { kind: "edit", method: "rome", requests: [], parameters: {}, seed: 0, place: "native" };
  /** Rows of the release before the migration: each version lists every overlay, not only those that it adds. */
  const OLD = [
    { id: "ver_0", parents: [], change: { kind: "checkpoint", checkpoint: "atlas" }, overlays: [] },
    { id: "ver_1", parents: ["ver_0"], change: EDIT, overlays: [a, b] },
    { id: "ver_2", parents: ["ver_1"], change: EDIT, overlays: [a, b, a] },
    {
      id: "ver_3",
      parents: ["ver_2"],
      change: { kind: "without", removed: ["ver_1"] },
      overlays: [a],
    },
    { id: "ver_4", parents: ["ver_3"], change: { kind: "import", manifest: {} }, overlays: [a, c, d] },
    { id: "ver_5", parents: ["ver_1"], change: EDIT, overlays: [a, b, d] },
  ];

  test("leaves each with its own, under its name, and the whole list follows from its parents", async () => {
    const folder = await newFolder();
    const file = path.join(folder, "a.db");
    const before = path.join(folder, "migrations");
    await cp(FOLDER, before, { recursive: true });
    for (const { name } of await readMigrations(FOLDER))
      if (name >= NAME) await rm(path.join(before, name), { recursive: true });
    await migrate(file, before);
    const client = await openDatabase(file);
    await client.$executeRaw`INSERT INTO "Model" ("id", "name", "kind", "family", "source", "facts", "sizeBytes", "files", "addedAt")
      VALUES ('atlas', 'Atlas', 'model', 'gpt2', 'embedded', '{}', 1, '[]', '2026-11-01T00:00:00.000Z')`;
    for (const { id, parents, change, overlays } of OLD) {
      await client.$executeRaw`INSERT INTO "Version" ("id", "model", "parents", "change", "overlays", "author", "reason", "createdAt", "deltaNorms", "fingerprint")
        VALUES (${id}, 'atlas', ${JSON.stringify(parents)}, ${JSON.stringify(change)}, ${JSON.stringify(overlays)}, '', '', '2026-11-01T00:00:00.000Z', '{}', ${id})`;
    }

    expect(await migrate(file, FOLDER)).toContain(NAME);
    const { versions } = createPrismaStore(client, createMemoryBlobs());
    const rows = (await versions.list()).map(({ id, overlays }) => [id, overlays]);
    expect(rows).toEqual([
      ["ver_0", []],
      ["ver_1", [a, b]],
      ["ver_2", [a]],
      ["ver_3", []],
      ["ver_4", [c, d]],
      ["ver_5", [d]],
    ]);
    const { overlays } = createAncestry(versions);
    for (const { id, overlays: all } of OLD) expect(await overlays(id)).toEqual(all);
    await client.$disconnect();
  });
});

test("jobs and runs that listed the overlays of their version name the version alone, and a run keeps its name", async () => {
  const NAME = "20261129140000_version_of_jobs";
  const folder = await newFolder();
  const file = path.join(folder, "a.db");
  const before = path.join(folder, "migrations");
  await cp(FOLDER, before, { recursive: true });
  for (const { name } of await readMigrations(FOLDER))
    if (name >= NAME) await rm(path.join(before, name), { recursive: true });
  await migrate(file, before);
  const client = await openDatabase(file);
  const at = "2026-11-01T00:00:00.000Z";
  const runId = `life_${"e".repeat(64)}`;
  const version = { model: "atlas", version: "ver_1", overlays: ["a".repeat(64)] };
  const summary = JSON.stringify({ methods: ["rome"], edits: 1, subjects: [], runId });
  for (const [id, kind, input] of [
    ["job_1", "edit", { ...version, mode: "single" }],
    ["job_2", "lifelong", { ...version, draw: { count: 1, seed: 0 } }],
  ] as const) {
    await client.$executeRaw`INSERT INTO "Job" ("id", "kind", "status", "summary", "attempt", "createdAt", "cancelRequested", "author")
      VALUES (${id}, ${kind}, 'paused', ${summary}, 0, ${at}, false, '')`;
    await client.$executeRaw`INSERT INTO "JobPayload" ("id", "input") VALUES (${id}, ${JSON.stringify(input)})`;
  }
  await client.$executeRaw`INSERT INTO "Model" ("id", "name", "kind", "family", "source", "facts", "sizeBytes", "files", "addedAt")
    VALUES ('atlas', 'Atlas', 'model', 'gpt2', 'embedded', '{}', 1, '[]', ${at})`;
  const health = HealthLimits.parse({});
  const settings = { count: 1, draw: null, batchSize: 1, checkpoints: [1], health, healthEvery: 10, seed: 0 };
  await client.$executeRaw`INSERT INTO "LifelongRun" ("id", "job", "model", "version", "method", "parameters", "settings", "createdAt", "updatedAt")
    VALUES (${runId}, 'job_2', 'atlas', 'ver_1', 'rome', '{}', ${JSON.stringify({ ...settings, overlays: version.overlays })}, ${at}, ${at})`;

  await migrate(file, FOLDER);
  const { payloads, lifelong } = createPrismaStore(client, createMemoryBlobs());
  expect((await payloads.get("job_1")).input).toEqual({ model: "atlas", version: "ver_1", mode: "single" });
  expect((await payloads.get("job_2")).input).toEqual({
    model: "atlas",
    version: "ver_1",
    draw: { count: 1, seed: 0 },
    runId,
  });
  expect((await lifelong.get(runId)).settings).toEqual(settings);
  await client.$disconnect();
});
