/**
 * Makes a backup of the data folder, while a server may be at work on it. The database is copied first, as it stands at one
 * moment; then the files that its rows name, which are written before the rows that name them and never change. The manifest
 * comes last, so that a backup that was interrupted leaves the one before it as it was.
 */
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { checkCancelled, PalimpsestError, type Run } from "../../../base";
import type { Env } from "../../env";
import { partOf, writeWhole } from "../../files/part-files";
import { openConnection } from "../../storage/database";
import { copyDigested, digestOf, filesBelow } from "./copied-file";
import { checkContents, contentsOf, findManifest, MANIFEST, manifestFor, readManifest } from "./manifest";
import type { BackupManifest, Contents } from "./manifest";
import { writeLastBackup } from "./last-backup";

/** Of the data folder. What is not here (downloads that are not finished, locks) is not backed up. */
export type BackedUp = Pick<
  Env,
  "dataFolder" | "databaseFile" | "blobFolder" | "artifactFolder" | "uploadFolder" | "signingKeyFile"
>;

export interface BackupReport {
  readonly folder: string;
  readonly manifest: BackupManifest;
  readonly copied: Total;
  /** Files that the folder had already. */
  readonly kept: Total;
}

interface Total {
  readonly files: number;
  readonly sizeBytes: number;
}

type FileEntry = BackupManifest["files"][number];

const DATABASE = /^palimpsest-[0-9a-f]{16}\.db$/;
const KEY = "accounts.key";
const PARTS = ["blobs", "artifacts", "models"] as const;
const ONLY_OWNER = 0o600;

export async function backUp(
  run: Run,
  env: BackedUp,
  folder: string,
  { release, now = () => new Date() }: { release: string; now?: () => Date },
): Promise<BackupReport> {
  await checkPlaces(env, folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  run.progress({ phase: "Copying the database", step: 0 });
  const database = await snapshot(env.databaseFile, folder);
  const contents = await contentsOf(path.join(folder, database.path));

  const tally = createTally();
  const files = [
    ...(await copyBlobs(run, env, folder, contents, tally)),
    ...(await copyOthers(run, env, folder, await modelsIn(path.join(folder, database.path)), tally)),
  ];
  const present = new Set(files.map((entry) => entry.path));
  const missing = overlaysOf(contents).filter((address) => !present.has(blobPath(address)));
  const manifest = manifestFor({
    palimpsest: release,
    createdAt: now().toISOString(),
    database,
    files,
    missing,
    contents,
  });
  await writeWhole(path.join(folder, MANIFEST), (part) =>
    writeFile(part, JSON.stringify(manifest), { flush: true }),
  );
  await removeOthers(folder, manifest);
  await writeLastBackup(env, {
    at: manifest.createdAt,
    folder,
    files: files.length + 1,
    sizeBytes: bytesOf(manifest),
  });
  return { folder, manifest, copied: tally.copied, kept: tally.kept };
}

/** Reads every file of a backup and compares. Throws `integrity` and names the first file that is not what it was. */
export async function verifyBackup(run: Run, folder: string): Promise<BackupManifest> {
  const manifest = await readManifest(folder);
  const all = [manifest.database, ...manifest.files];
  for (const [step, entry] of all.entries()) {
    checkCancelled(run.signal);
    run.progress({ phase: "Comparing digests", step: step + 1, steps: all.length });
    const found = await digestOf(path.join(folder, entry.path));
    if (found?.sha256 !== entry.sha256) throw changedFile(entry, found);
  }
  checkContents(manifest.contents, await contentsOf(path.join(folder, manifest.database.path)));
  return manifest;
}

export function changedFile(
  expected: FileEntry,
  found: Pick<FileEntry, "sizeBytes" | "sha256"> | null,
): PalimpsestError {
  const how =
    found === null
      ? "is missing"
      : found.sizeBytes < expected.sizeBytes
        ? "is cut"
        : "has changed since the backup was made";
  return new PalimpsestError("integrity", `The file ${expected.path} of the backup ${how}.`, {
    hint: "Use another backup; or make this one again, which replaces the file.",
    details: {
      field: expected.path,
      expected: { sizeBytes: expected.sizeBytes, sha256: expected.sha256 },
      found: found && { sizeBytes: found.sizeBytes, sha256: found.sha256 },
    },
  });
}

/** Bytes of a backup. */
export function bytesOf({ database, files }: BackupManifest): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, database.sizeBytes);
}

/** The data folder has something, and the other folder is one that a backup may write into. */
async function checkPlaces(env: BackedUp, folder: string): Promise<void> {
  if (!(await stat(env.databaseFile).catch(() => null)))
    throw new PalimpsestError("not_found", `There is nothing to back up in ${env.dataFolder}.`, {
      hint: "PALIMPSEST_DATA names the data folder of the server.",
      details: { field: "PALIMPSEST_DATA", expected: path.basename(env.databaseFile), found: null },
    });
  const inside = path.relative(env.dataFolder, path.resolve(folder));
  if (inside === "" || !(inside.startsWith("..") || path.isAbsolute(inside)))
    throw new PalimpsestError("invalid_input", "A backup inside the data folder would be lost with it.", {
      hint: "Name a folder elsewhere, best on another disk.",
      details: { field: "--out", expected: `a folder outside ${env.dataFolder}`, found: folder },
    });
  const strange = (await readdir(folder).catch(() => [])).find((name) => !isOurs(name));
  if (strange !== undefined && (await findManifest(folder)) === null)
    throw new PalimpsestError("conflict", `${folder} holds something else than a backup.`, {
      hint: "Name an empty folder, or that of an earlier backup, which is then brought up to date.",
      details: { field: "--out", expected: "an empty folder or a backup", found: strange },
    });
}

function isOurs(name: string): boolean {
  return [...PARTS, KEY, MANIFEST].includes(name) || DATABASE.test(name) || name.endsWith(".part");
}

/** The database as it stands now, in a file named by its content, so that an earlier one stays until the manifest changes. */
async function snapshot(databaseFile: string, folder: string): Promise<FileEntry> {
  const part = partOf(path.join(folder, "palimpsest.db"));
  const connection = openConnection(databaseFile);
  try {
    await connection.execute({ sql: "VACUUM INTO ?", args: [part] });
  } finally {
    connection.close();
  }
  const found = (await digestOf(part))!;
  const name = `palimpsest-${found.sha256.slice(0, 16)}.db`;
  await rename(part, path.join(folder, name));
  return { path: name, ...found };
}

async function modelsIn(snapshotFile: string): Promise<ReadonlySet<string>> {
  const connection = openConnection(snapshotFile);
  try {
    const { rows } = await connection.execute(`SELECT "id" FROM "Model"`);
    return new Set(rows.map((row) => String(row[0])));
  } finally {
    connection.close();
  }
}

/**
 * Blobs that are here, and overlays of which only an earlier backup has a sound copy. A blob's name is its digest: what the
 * backup has of it is held to that, and so is what is copied.
 */
async function copyBlobs(
  run: Run,
  env: BackedUp,
  folder: string,
  contents: Contents,
  tally: Tally,
): Promise<FileEntry[]> {
  const here = (await filesBelow(env.blobFolder)).map((file) => file.replace("/", ""));
  const addresses = [...new Set([...here, ...overlaysOf(contents)])].filter((one) =>
    /^[0-9a-f]{64}$/.test(one),
  );
  const entries: FileEntry[] = [];
  for (const [step, address] of addresses.entries()) {
    checkCancelled(run.signal);
    run.progress({ phase: "Copying blobs", step: step + 1, steps: addresses.length });
    const to = blobPath(address);
    const before = await digestOf(path.join(folder, to));
    const isKept = before?.sha256 === address;
    const found = isKept
      ? before
      : await copyDigested(run, path.join(env.dataFolder, to), path.join(folder, to), {
          accept: ({ sha256 }) => sha256 === address,
        });
    if (found === null) continue;
    tally.add(isKept, found.sizeBytes);
    entries.push({ path: to, ...found });
  }
  return entries;
}

/** Artifacts, the files of models that are listed, and the key that signs cookies. */
async function copyOthers(
  run: Run,
  env: BackedUp,
  folder: string,
  models: ReadonlySet<string>,
  tally: Tally,
): Promise<FileEntry[]> {
  const artifacts = (await filesBelow(env.artifactFolder)).map((file) => `artifacts/${file}`);
  const ofModels = (await filesBelow(env.uploadFolder)).filter((file) => models.has(file.split("/")[0]));
  const paths = [...artifacts, ...ofModels.map((file) => `models/${file}`), KEY];
  const entries: FileEntry[] = [];
  for (const [step, to] of paths.entries()) {
    checkCancelled(run.signal);
    run.progress({ phase: "Copying models and artifacts", step: step + 1, steps: paths.length });
    const from = path.join(env.dataFolder, to);
    const before = await digestOf(path.join(folder, to));
    const isKept = before !== null && (await digestOf(from))?.sha256 === before.sha256;
    const found = isKept
      ? before
      : await copyDigested(run, from, path.join(folder, to), to === KEY ? { mode: ONLY_OWNER } : {});
    if (found === null) continue;
    tally.add(isKept, found.sizeBytes);
    entries.push({ path: to, ...found });
  }
  return entries;
}

/** What an earlier backup left that this one does not name. */
async function removeOthers(folder: string, { database, files }: BackupManifest): Promise<void> {
  const named = new Set([MANIFEST, database.path, ...files.map((entry) => entry.path)]);
  for (const name of await readdir(folder))
    if ((DATABASE.test(name) || name.endsWith(".part")) && !named.has(name))
      await rm(path.join(folder, name));
  for (const part of PARTS)
    for (const file of await filesBelow(path.join(folder, part)))
      if (!named.has(`${part}/${file}`)) await rm(path.join(folder, part, file));
}

function overlaysOf({ versions }: Contents): string[] {
  return [...new Set(versions.flatMap(({ overlays }) => overlays))];
}

function blobPath(address: string): string {
  return `blobs/${address.slice(0, 2)}/${address.slice(2)}`;
}

interface Tally {
  readonly copied: Total;
  readonly kept: Total;
  add(isKept: boolean, sizeBytes: number): void;
}

function createTally(): Tally {
  const copied = { files: 0, sizeBytes: 0 };
  const kept = { files: 0, sizeBytes: 0 };
  return {
    copied,
    kept,
    add(isKept, sizeBytes) {
      const total = isKept ? kept : copied;
      total.files++;
      total.sizeBytes += sizeBytes;
    },
  };
}
