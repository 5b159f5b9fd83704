/**
 * Puts a backup in place as the data folder. Everything is copied beside it first, held to its digests, and brought up to date;
 * only then does it take the place. What was there before is set aside and not deleted.
 */
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { ulid } from "ulid";
import { PalimpsestError, type Run } from "../../../base";
import type { Env } from "../../env";
import { lockFolder } from "../../storage/folder-lock";
import { migrate, readMigrations } from "../../storage/migrate";
import { changedFile, type BackedUp } from "./backup";
import { copyDigested, digestOf } from "./copied-file";
import { checkContents, checkVersions, contentsOf, readManifest, type BackupManifest } from "./manifest";

export interface RestoreReport {
  readonly manifest: BackupManifest;
  /** Migrations that the database got on the way in. */
  readonly migrated: readonly string[];
  /** The folder in the data folder to which what was there before was moved. */
  readonly setAside?: string;
}

/** What a server leaves in its data folder besides data. */
const OF_THE_LOCK = /^server\.(lock|txt)/;
const STAGING = /^restoring-/;
const SET_ASIDE = /^replaced-/;
const ONLY_OWNER = 0o600;

export async function restoreBackup(
  run: Run,
  env: BackedUp & Pick<Env, "migrationFolder">,
  folder: string,
  { replace = false }: { replace?: boolean } = {},
): Promise<RestoreReport> {
  const manifest = await readManifest(folder);
  await checkMigrations(manifest, env.migrationFolder);
  await mkdir(env.dataFolder, { recursive: true });
  const lock = await lockFolder(env.dataFolder);
  const id = ulid();
  const staging = path.join(env.dataFolder, `restoring-${id}`);
  try {
    const before = await contentNow(env.dataFolder);
    if (before.length > 0 && !replace)
      throw new PalimpsestError("conflict", `The data folder ${env.dataFolder} is not empty.`, {
        hint: "Restore into another folder, by PALIMPSEST_DATA; or --replace, which moves what is there aside.",
        details: { field: "PALIMPSEST_DATA", expected: "an empty folder", found: before.slice(0, 10) },
      });
    await copyAll(run, folder, manifest, staging);
    const database = path.join(staging, path.basename(env.databaseFile));
    checkContents(manifest.contents, await contentsOf(database));
    const migrated = await migrate(database, env.migrationFolder);
    checkVersions(manifest.contents, await contentsOf(database));

    const setAside = path.join(env.dataFolder, `replaced-${id}`);
    if (before.length > 0) await moveAll(env.dataFolder, before, setAside);
    // The database at the very end: a folder without one is no history that is whole.
    const placed = (await readdir(staging)).sort((a, b) => rank(a) - rank(b));
    await moveAll(staging, placed, env.dataFolder);
    await prove(run, env, manifest);
    return { manifest, migrated, ...(before.length > 0 && { setAside }) };
  } finally {
    await rm(staging, { recursive: true, force: true });
    await lock.release();
  }
}

/** Before anything is copied: a database that is newer than this release, or of another history, is refused. */
async function checkMigrations(
  { contents, palimpsest }: BackupManifest,
  migrationFolder: string,
): Promise<void> {
  const known = new Map(
    (await readMigrations(migrationFolder)).map(({ name, checksum }) => [name, checksum]),
  );
  for (const { name, checksum } of contents.migrations) {
    if (known.get(name) === checksum) continue;
    const isNewer = !known.has(name);
    throw new PalimpsestError(
      isNewer ? "conflict" : "integrity",
      isNewer
        ? `The backup was made by a newer Palimpsest (${palimpsest}): its database has the migration ${name}.`
        : `The migration ${name} is not the one that this backup's database was made with.`,
      {
        hint: "Restore it with the release that made it, or a newer one.",
        details: { field: "migrations", expected: [...known.keys()].at(-1) ?? null, found: name },
      },
    );
  }
}

async function contentNow(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  // A restore that was killed left these; the lock says that none is under way.
  for (const name of names.filter((one) => STAGING.test(one)))
    await rm(path.join(folder, name), { recursive: true, force: true });
  return names.filter((name) => ![OF_THE_LOCK, STAGING, SET_ASIDE].some((known) => known.test(name)));
}

async function copyAll(
  run: Run,
  folder: string,
  { database, files }: BackupManifest,
  staging: string,
): Promise<void> {
  const all = [{ ...database, to: "palimpsest.db" }, ...files.map((entry) => ({ ...entry, to: entry.path }))];
  for (const [step, { to, ...entry }] of all.entries()) {
    run.progress({ phase: "Restoring files", step: step + 1, steps: all.length });
    const from = path.join(folder, entry.path);
    const copied = await copyDigested(run, from, path.join(staging, to), {
      accept: ({ sha256 }) => sha256 === entry.sha256,
      ...(to === "accounts.key" && { mode: ONLY_OWNER }),
    });
    if (copied === null) throw changedFile(entry, await digestOf(from));
  }
}

async function moveAll(from: string, names: readonly string[], to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of names) await rename(path.join(from, name), path.join(to, name));
}

function rank(name: string): number {
  return name.endsWith(".db") ? 1 : 0;
}

/** What is in place now is what the manifest says. */
async function prove(run: Run, env: BackedUp, manifest: BackupManifest): Promise<void> {
  checkVersions(manifest.contents, await contentsOf(env.databaseFile));
  for (const [step, entry] of manifest.files.entries()) {
    run.progress({ phase: "Proving the result", step: step + 1, steps: manifest.files.length });
    const found = await digestOf(path.join(env.dataFolder, entry.path));
    if (found?.sha256 !== entry.sha256) throw changedFile(entry, found);
  }
}
