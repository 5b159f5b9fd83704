/** Reports the data folder's content by the records that need it, and clears the rest. */
import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import type { clearStorage, getStorage } from "../../api";
import { createQueue } from "../../base";
import type { ArtifactFiles, Store } from "../../store";
import type { Env } from "../env";
import type { PrismaClient } from "../generated/client";
import { removeParts } from "../files/part-files";
import { collectGarbage, survey, type Removable, type RetentionLimits } from "./retention";

type Total = { count: number; sizeBytes: number };

export interface DataFolder {
  /** As the server starts: removes what a killed one left half-written. Returns how many files went. */
  tidy(): Promise<number>;
  /** `days`: a job that ended longer ago than this is old. */
  report(days: number): Promise<z.infer<typeof getStorage.output>>;
  clear(days: number): Promise<z.infer<typeof clearStorage.output>>;
}

interface DataFolderOptions {
  readonly env: Pick<
    Env,
    "databaseFile" | "uploadFolder" | "downloadFolder" | "blobFolder" | "artifactFolder"
  >;
  readonly store: Store;
  readonly artifacts: ArtifactFiles;
  readonly database: PrismaClient;
  readonly now?: () => Date;
}

const DAY_MS = 86_400_000;
/** Days for which new files stay. A page may be open this long with a result that nobody has kept yet. */
const GRACE_DAYS = 1;

export function createDataFolder({ env, now = () => new Date(), ...storage }: DataFolderOptions): DataFolder {
  const clearing = createQueue();
  const limitsOf = (days: number): RetentionLimits => ({
    endedBefore: new Date(now().getTime() - days * DAY_MS),
    writtenBefore: new Date(now().getTime() - GRACE_DAYS * DAY_MS),
  });
  /** Folders of uploads that were never added, and of downloads whose job is gone or goes. */
  const unfinished = async (days: number, going: ReadonlySet<string>): Promise<Unfinished[]> => {
    const { writtenBefore } = limitsOf(days);
    const listed = new Set((await storage.store.models.list()).map(({ id }) => id));
    const jobs = await storage.store.jobs.list({ where: { kind: "download" } });
    const stay = new Set(jobs.filter(({ id }) => !going.has(id)).map(({ summary }) => summary?.model));
    const found: Unfinished[] = [];
    for (const [parent, needed] of [
      [env.uploadFolder, listed],
      [env.downloadFolder, stay],
    ] as const) {
      for (const entry of await readdir(parent, { withFileTypes: true }).catch(() => [])) {
        if (!entry.isDirectory() || needed.has(entry.name)) continue;
        const folder = path.join(parent, entry.name);
        const { sizeBytes, writtenAt } = await contentOf(folder);
        if (writtenAt < writtenBefore.getTime()) found.push({ folder, sizeBytes });
      }
    }
    return found;
  };
  return {
    async tidy() {
      const folders = [env.uploadFolder, env.blobFolder, env.artifactFolder];
      const counts = await Promise.all(folders.map(removeParts));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async report(days) {
      const { versions, runs, artifacts, removable } = await survey(storage, limitsOf(days));
      const [models, downloads] = await Promise.all([env.uploadFolder, env.downloadFolder].map(foldersIn));
      return {
        holdings: {
          models,
          versions: totalOf(versions),
          runs: totalOf(runs),
          statistics: totalOf(artifacts),
          downloads,
          database: await filesLike(env.databaseFile),
        },
        removable: totalsOf(removable, await unfinished(days, new Set(removable.jobs))),
      };
    },
    clear: (days) =>
      clearing.add(async () => {
        const garbage = await collectGarbage(storage, limitsOf(days));
        const folders = await unfinished(days, new Set());
        for (const { folder } of folders) await rm(folder, { recursive: true, force: true });
        const removed = totalsOf(garbage, folders);
        // SQLite keeps the pages of deleted rows in the file. Only a compaction returns them to the disk.
        if (removed.jobs > 0) await compact(storage.database);
        return { removed };
      }),
  };
}

interface Unfinished {
  readonly folder: string;
  readonly sizeBytes: number;
}

function totalsOf({ jobs, blobs, artifacts }: Removable, unfinished: readonly Unfinished[]) {
  return {
    jobs: jobs.length,
    blobs: totalOf(blobs),
    artifacts: totalOf(artifacts),
    unfinished: totalOf(unfinished),
  };
}

function totalOf(entries: readonly { readonly sizeBytes: number }[]): Total {
  return { count: entries.length, sizeBytes: entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}

/** Number of folders in a folder, and the bytes of all files in it. */
async function foldersIn(folder: string): Promise<Total> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const { sizeBytes } = await contentOf(folder);
  return { count: entries.filter((entry) => entry.isDirectory()).length, sizeBytes };
}

/** The bytes of all files in a folder, and when anything in it was written last. */
async function contentOf(folder: string): Promise<{ sizeBytes: number; writtenAt: number }> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = await sizesOf(
    entries.filter((entry) => entry.isFile()).map((file) => path.join(file.parentPath, file.name)),
  );
  const self = await stat(folder).catch(() => null);
  const times = [...files.map(({ writtenAt }) => writtenAt), self?.mtimeMs ?? 0];
  return { ...totalOf(files), writtenAt: Math.max(...times) };
}

/** Size of a database file and of the files that SQLite keeps beside it. */
async function filesLike(file: string): Promise<Total> {
  return totalOf(await sizesOf([file, `${file}-wal`, `${file}-shm`]));
}

async function sizesOf(files: readonly string[]): Promise<{ sizeBytes: number; writtenAt: number }[]> {
  const found = await Promise.all(files.map((file) => stat(file).catch(() => null))); // absent, or deleted since the folder was read
  return found.flatMap((entry) => (entry ? [{ sizeBytes: entry.size, writtenAt: entry.mtimeMs }] : []));
}

async function compact(database: PrismaClient): Promise<void> {
  await database.$executeRawUnsafe("VACUUM");
  await database.$queryRawUnsafe("PRAGMA wal_checkpoint(TRUNCATE)");
}
