/** Reports the data folder's content by the records that need it, and clears the rest. */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import type { clearStorage, getStorage } from "../../api";
import { createQueue } from "../../base";
import type { ArtifactFiles, Store } from "../../store";
import type { Env } from "../env";
import type { PrismaClient } from "../generated/client";
import { collectGarbage, survey, type Removable, type RetentionLimits } from "./retention";

type Total = { count: number; sizeBytes: number };

export interface DataFolder {
  /** `days`: a job that ended longer ago than this is old. */
  report(days: number): Promise<z.infer<typeof getStorage.output>>;
  clear(days: number): Promise<z.infer<typeof clearStorage.output>>;
}

interface DataFolderOptions {
  readonly env: Pick<Env, "databaseFile" | "uploadFolder" | "downloadFolder">;
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
  return {
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
        removable: totalsOf(removable),
      };
    },
    clear: (days) =>
      clearing.add(async () => {
        const removed = totalsOf(await collectGarbage(storage, limitsOf(days)));
        // SQLite keeps the pages of deleted rows in the file. Only a compaction returns them to the disk.
        if (removed.jobs > 0) await compact(storage.database);
        return { removed };
      }),
  };
}

function totalsOf({ jobs, blobs, artifacts }: Removable) {
  return { jobs: jobs.length, blobs: totalOf(blobs), artifacts: totalOf(artifacts) };
}

function totalOf(entries: readonly { readonly sizeBytes: number }[]): Total {
  return { count: entries.length, sizeBytes: entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
}

/** Number of folders in a folder, and the bytes of all files in it. */
async function foldersIn(folder: string): Promise<Total> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && entry.parentPath === folder);
  const files = entries.filter((entry) => entry.isFile());
  const { sizeBytes } = totalOf(await sizesOf(files.map((file) => path.join(file.parentPath, file.name))));
  return { count: folders.length, sizeBytes };
}

/** Size of a database file and of the files that SQLite keeps beside it. */
async function filesLike(file: string): Promise<Total> {
  return totalOf(await sizesOf([file, `${file}-wal`, `${file}-shm`]));
}

async function sizesOf(files: readonly string[]): Promise<{ sizeBytes: number }[]> {
  const found = await Promise.all(files.map((file) => stat(file).catch(() => null))); // absent, or deleted since the folder was read
  return found.flatMap((entry) => (entry ? [{ sizeBytes: entry.size }] : []));
}

async function compact(database: PrismaClient): Promise<void> {
  await database.$executeRawUnsafe("VACUUM");
  await database.$queryRawUnsafe("PRAGMA wal_checkpoint(TRUNCATE)");
}
