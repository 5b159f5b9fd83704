import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRun } from "../../../base";
import { sampleJob, sampleModel, sampleVersion } from "../../../store/conformance";
import { createArtifactFiles } from "../../storage/artifact-files";
import { createBlobFiles } from "../../storage/blob-files";
import { openDatabase } from "../../storage/database";
import { lockFolder } from "../../storage/folder-lock";
import { migrate, readMigrations } from "../../storage/migrate";
import { createPrismaStore } from "../../storage/prisma-store";
import { backUp, verifyBackup } from "./backup";
import { lastBackup } from "./last-backup";
import { restoreBackup } from "./restore";

const MIGRATIONS = "prisma/migrations";
const RUN = createRun();
const bytesOf = (text: string) => new TextEncoder().encode(text);

let root: string;
let target: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "palimpsest-backup-"));
  target = path.join(root, "backup");
});
afterEach(() => rm(root, { recursive: true }));

function envAt(name: string, migrationFolder = MIGRATIONS) {
  const dataFolder = path.join(root, name);
  const inside = (entry: string) => path.join(dataFolder, entry);
  return {
    dataFolder,
    databaseFile: inside("palimpsest.db"),
    blobFolder: inside("blobs"),
    artifactFolder: inside("artifacts"),
    uploadFolder: inside("models"),
    signingKeyFile: inside("accounts.key"),
    migrationFolder,
  };
}
type TestEnv = ReturnType<typeof envAt>;

/** An open data folder, as a server at work has it. */
async function openFolder(env: TestEnv) {
  await mkdir(env.dataFolder, { recursive: true });
  await migrate(env.databaseFile, env.migrationFolder);
  const database = await openDatabase(env.databaseFile);
  return { database, store: createPrismaStore(database, createBlobFiles(env.blobFolder)) };
}

/** A model that was added, a version with an overlay, a job, an artifact, a key; and things that no backup needs. */
async function filled(env: TestEnv) {
  const opened = await openFolder(env);
  const { store } = opened;
  await store.models.put({ ...sampleModel, id: "added" });
  await store.models.put(sampleModel);
  const overlay = await store.blobs.put(bytesOf("overlay"));
  await store.versions.put(sampleVersion);
  await store.versions.put({
    ...sampleVersion,
    id: "ver_2",
    overlays: [overlay],
    fingerprint: "e".repeat(64),
  });
  await store.jobs.put(sampleJob("job_1"));
  await createArtifactFiles(env.artifactFolder).put("a".repeat(64), bytesOf("moment"));
  for (const [file, text] of [
    ["models/added/config.json", "{}"],
    ["models/nobody/config.json", "{}"],
    ["downloads/half/model.safetensors", "half"],
    ["accounts.key", "secret"],
  ]) {
    await mkdir(path.dirname(path.join(env.dataFolder, file)), { recursive: true });
    await writeFile(path.join(env.dataFolder, file), text);
  }
  return { ...opened, overlay };
}

const backUpOf = (env: TestEnv) => backUp(RUN, env, target, { release: "1.2.3" });
const manifestFile = () => path.join(target, "backup.json");
const blobFile = (folder: string, address: string) =>
  path.join(folder, "blobs", address.slice(0, 2), address.slice(2));

async function changeManifest(change: (manifest: Record<string, never>) => object): Promise<void> {
  const manifest = JSON.parse(await readFile(manifestFile(), "utf8")) as Record<string, never>;
  await writeFile(manifestFile(), JSON.stringify({ ...manifest, ...change(manifest) }));
}

describe("a backup", () => {
  test("is made while a server has the folder open, and restores on another machine with every row and byte", async () => {
    const env = envAt("data");
    const { database, store, overlay } = await filled(env);
    const lock = await lockFolder(env.dataFolder);
    const { manifest, copied } = await backUpOf(env);
    expect(manifest).toMatchObject({ palimpsest: "1.2.3", missing: [] });
    expect(manifest.contents.counts).toMatchObject({ Version: 2, Job: 1, Model: 2 });
    expect(manifest.files.map((file) => file.path).sort()).toEqual(
      [
        `blobs/${overlay.slice(0, 2)}/${overlay.slice(2)}`,
        `artifacts/${"a".repeat(64)}.safetensors`,
        "models/added/config.json",
        "accounts.key",
      ].sort(),
    );
    expect(copied.files).toBe(4);
    expect(await readFile(manifestFile(), "utf8")).not.toContain(root);
    expect((await verifyBackup(RUN, target)).createdAt).toBe(manifest.createdAt);
    expect(await lastBackup(env)).toMatchObject({ at: manifest.createdAt, folder: target, files: 5 });
    const before = await store.versions.list();
    await lock.release();
    await database.$disconnect();

    // The machine that made it is gone.
    await rm(env.dataFolder, { recursive: true });
    const moved = path.join(root, "carried");
    await cp(target, moved, { recursive: true });
    await rm(target, { recursive: true });
    const other = envAt("elsewhere");
    expect(await restoreBackup(RUN, other, moved)).toMatchObject({ migrated: [] });
    const restored = await openFolder(other);
    expect(await restored.store.versions.list()).toEqual(before);
    expect(new TextDecoder().decode(await restored.store.blobs.get(overlay))).toBe("overlay");
    expect((await stat(other.signingKeyFile)).mode & 0o777).toBe(0o600);
    expect((await readdir(other.dataFolder)).filter((name) => /restoring|replaced/.test(name))).toEqual([]);
    await restored.database.$disconnect();
  });

  test("into the same folder copies only what is new, and lets go of what is no more", async () => {
    const env = envAt("data");
    const { database, store, overlay } = await filled(env);
    await backUpOf(env);
    await store.blobs.put(bytesOf("another"));
    await rm(path.join(env.artifactFolder, `${"a".repeat(64)}.safetensors`));
    const { copied, kept, manifest } = await backUpOf(env);
    expect([copied.files, kept.files]).toEqual([1, 3]);
    expect(await readdir(path.join(target, "artifacts"))).toEqual([]);
    expect((await readdir(target)).filter((name) => name.endsWith(".db"))).toEqual([manifest.database.path]);

    // A blob that is damaged at the target is written again; one that is damaged here does not replace the sound one there.
    await writeFile(blobFile(target, overlay), "overlaX");
    expect((await backUpOf(env)).copied.files).toBe(1);
    await writeFile(blobFile(env.dataFolder, overlay), "overlaX");
    expect((await backUpOf(env)).manifest.missing).toEqual([]);
    await verifyBackup(RUN, target);
    await database.$disconnect();
  });

  test("says which overlays of versions have no sound copy, and has all the rest", async () => {
    const env = envAt("data");
    const { database, overlay } = await filled(env);
    await writeFile(blobFile(env.dataFolder, overlay), "overlaX");
    const { manifest } = await backUpOf(env);
    expect(manifest.missing).toEqual([overlay]);
    expect(manifest.files).toHaveLength(3);
    await database.$disconnect();
  });

  test("that was interrupted leaves the one before it as it was", async () => {
    const env = envAt("data");
    const { database, store } = await filled(env);
    const { manifest } = await backUpOf(env);
    await store.versions.put({ ...sampleVersion, id: "ver_3" });
    await store.blobs.put(bytesOf("another"));
    const control = new AbortController();
    const run = createRun({
      signal: control.signal,
      onProgress: ({ phase }) => phase === "Copying models and artifacts" && control.abort(),
    });
    await expect(backUp(run, env, target, { release: "1.2.3" })).rejects.toMatchObject({ code: "cancelled" });
    expect((await verifyBackup(RUN, target)).createdAt).toBe(manifest.createdAt);
    await database.$disconnect();
  });

  test("goes neither into the data folder, nor among other files, nor from a folder without data", async () => {
    const env = envAt("data");
    const { database } = await filled(env);
    const inside = path.join(env.dataFolder, "backup");
    await expect(backUp(RUN, env, inside, { release: "1" })).rejects.toMatchObject({ code: "invalid_input" });
    await mkdir(target);
    await writeFile(path.join(target, "letter.txt"), "");
    await expect(backUpOf(env)).rejects.toMatchObject({ code: "conflict", details: { found: "letter.txt" } });
    await expect(backUpOf(envAt("empty"))).rejects.toMatchObject({ code: "not_found" });
    await database.$disconnect();
  });
});

describe("restoring", () => {
  let env: TestEnv;
  let overlay: string;
  beforeEach(async () => {
    env = envAt("data");
    const opened = await filled(env);
    overlay = opened.overlay;
    await backUpOf(env);
    await opened.database.$disconnect();
  });
  const restored = (options = {}, to = envAt("fresh")) => restoreBackup(RUN, to, target, options);
  const freshIsEmpty = async () =>
    expect((await readdir(envAt("fresh").dataFolder)).filter((name) => !name.startsWith("server."))).toEqual(
      [],
    );

  test("refuses a folder that a server has open, and one that is not empty unless told; then what was there is aside", async () => {
    const lock = await lockFolder(env.dataFolder);
    await expect(restored({ replace: true }, env)).rejects.toMatchObject({ code: "conflict" });
    await lock.release();
    await expect(restored({}, env)).rejects.toMatchObject({
      code: "conflict",
      details: { field: "PALIMPSEST_DATA" },
    });
    await writeFile(path.join(env.dataFolder, "notes.txt"), "mine");
    const { setAside } = await restored({ replace: true }, env);
    expect(await readFile(path.join(setAside!, "notes.txt"), "utf8")).toBe("mine");
    expect(await readdir(setAside!)).toContain("palimpsest.db");
    const again = await openFolder(env);
    expect(await again.store.versions.list()).toHaveLength(2);
    await again.database.$disconnect();
  });

  test("refuses a changed blob, a cut database and a missing file, names them, and leaves nothing", async () => {
    const kept = await readFile(blobFile(target, overlay));
    await writeFile(blobFile(target, overlay), "overlaX");
    for (const attempt of [restored, () => verifyBackup(RUN, target)]) {
      await expect(attempt()).rejects.toMatchObject({
        code: "integrity",
        details: { expected: { sha256: overlay, sizeBytes: 7 }, found: { sizeBytes: 7 } },
      });
    }
    await freshIsEmpty();
    await writeFile(blobFile(target, overlay), kept);

    const [name] = (await readdir(target)).filter((one) => one.endsWith(".db"));
    const { size } = await stat(path.join(target, name));
    await truncate(path.join(target, name), size - 4096);
    await expect(restored()).rejects.toThrow(`The file ${name} of the backup is cut.`);
    await rm(path.join(target, name));
    await expect(restored()).rejects.toThrow(`The file ${name} of the backup is missing.`);
    await freshIsEmpty();
  });

  test("refuses a manifest that is missing, cut, or leads out of its folder", async () => {
    const text = await readFile(manifestFile(), "utf8");
    await writeFile(manifestFile(), text.slice(0, -10));
    await expect(restored()).rejects.toMatchObject({ code: "integrity" });
    await writeFile(manifestFile(), text.replace("accounts.key", "../accounts.key"));
    await expect(restored()).rejects.toMatchObject({ code: "integrity" });
    await rm(manifestFile());
    await expect(restored()).rejects.toMatchObject({
      code: "not_found",
      details: { expected: "backup.json" },
    });
  });

  test("refuses what a newer release made, before anything is copied", async () => {
    await changeManifest(() => ({ formatVersion: 2 }));
    await expect(restored()).rejects.toMatchObject({ code: "conflict", details: { expected: 1, found: 2 } });
    const newer = { name: "99990101000000_newer", checksum: "x" };
    await changeManifest(({ contents }) => ({
      formatVersion: 1,
      contents: { ...(contents as object), migrations: [newer] },
    }));
    await expect(restored()).rejects.toMatchObject({ code: "conflict", details: { found: newer.name } });
    expect(await readdir(root)).not.toContain("fresh");
  });

  test("holds the rows and the fingerprints to the manifest", async () => {
    const text = await readFile(manifestFile(), "utf8");
    await writeFile(manifestFile(), text.replace('"Job":1', '"Job":2'));
    await expect(restored()).rejects.toThrow("rows of Job");
    await writeFile(manifestFile(), text.replace("e".repeat(64), "d".repeat(64)));
    await expect(restored()).rejects.toMatchObject({
      code: "integrity",
      details: { id: "ver_2", expected: "d".repeat(64), found: "e".repeat(64) },
    });
    await freshIsEmpty();
  });
});

describe("the release before", () => {
  /** All migrations but the last. */
  async function migrationsBefore(): Promise<{ folder: string; last: string }> {
    const folder = path.join(root, "migrations");
    await cp(MIGRATIONS, folder, { recursive: true });
    const last = (await readMigrations(MIGRATIONS)).at(-1)!.name;
    await rm(path.join(folder, last), { recursive: true });
    return { folder, last };
  }

  test("its data folder is brought up to date on opening and keeps its rows; its backup restores into today's schema", async () => {
    const { folder, last } = await migrationsBefore();
    const old = envAt("old", folder);
    await mkdir(old.dataFolder, { recursive: true });
    await migrate(old.databaseFile, folder);
    const database = await openDatabase(old.databaseFile);
    const at = "2026-11-01T00:00:00.000Z";
    await database.$executeRaw`INSERT INTO "Model" ("id", "name", "kind", "family", "source", "facts", "sizeBytes", "files", "addedAt")
      VALUES ('atlas', 'Atlas', 'model', 'gpt2', 'embedded', '{}', 1, '[]', ${at})`;
    await database.$executeRaw`INSERT INTO "Version" ("id", "model", "parents", "change", "overlays", "author", "reason", "createdAt", "deltaNorms", "fingerprint")
      VALUES ('ver_1', 'atlas', '[]', '{"kind":"checkpoint","checkpoint":"atlas"}', '[]', 'Ada', 'why', ${at}, '{}', 'f')`;
    await database.$executeRaw`INSERT INTO "Job" ("id", "kind", "status", "attempt", "createdAt", "cancelRequested", "author")
      VALUES ('job_1', 'edit', 'succeeded', 1, ${at}, false, 'Ada')`;
    await database.$disconnect();
    await backUpOf(old);

    expect(await migrate(old.databaseFile, MIGRATIONS)).toEqual([last]);
    const fresh = envAt("fresh");
    expect(await restoreBackup(RUN, fresh, target)).toMatchObject({ migrated: [last] });
    for (const env of [{ ...old, migrationFolder: MIGRATIONS }, fresh]) {
      const { database: opened, store } = await openFolder(env);
      expect(await store.versions.get("ver_1")).toMatchObject({
        author: "Ada",
        reason: "why",
        fingerprint: "f",
      });
      expect(await store.jobs.get("job_1")).toMatchObject({ status: "succeeded", author: "Ada" });
      await opened.$disconnect();
    }
  });
});
