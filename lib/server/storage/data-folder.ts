/** Reports the data folder's content by the records that need it, and clears the rest. */
import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import type { clearStorage, getStorage, RetentionRules } from "../../api";
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
  report(rules: RetentionRules): Promise<z.infer<typeof getStorage.output>>;
  /** Removes what the report with the same rules names as removable. */
  clear(rules: RetentionRules): Promise<z.infer<typeof clearStorage.output>>;
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
  const daysAgo = (days: number): Date => new Date(now().getTime() - days * DAY_MS);
  const limitsOf = ({ days, artifactDays }: RetentionRules): RetentionLimits => ({
    endedBefore: daysAgo(days),
    writtenBefore: daysAgo(GRACE_DAYS),
    ...(artifactDays !== undefined && { madeBefore: daysAgo(artifactDays) }),
  });
  /** Progress of jobs that ended long ago and stay. Their changes of state stay too: who opens one sees it end. */
  const oldProgress = async ({ days, eventDays }: RetentionRules) => {
    if (eventDays === undefined) return null;
    const runs = await storage.store.lifelong.listWithout(["state"]);
    const stays = [
      { endedAt: { gte: daysAgo(days).toISOString() } },
      { id: { in: runs.map(({ job }) => job) } },
    ];
    return {
      kind: "progress",
      jobRecord: { is: { endedAt: { lt: daysAgo(eventDays).toISOString() }, OR: stays } },
    };
  };
  /** Folders of uploads that were never added, and of downloads whose job is gone or goes. */
  const unfinished = async (going: ReadonlySet<string>): Promise<Unfinished[]> => {
    const writtenBefore = daysAgo(GRACE_DAYS);
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
    async report(rules) {
      const { versions, runs, artifacts, removable } = await survey(storage, limitsOf(rules));
      const [models, downloads] = await Promise.all([env.uploadFolder, env.downloadFolder].map(foldersIn));
      const progress = await oldProgress(rules);
      return {
        holdings: {
          models,
          versions: totalOf(versions),
          runs: totalOf(runs),
          statistics: totalOf(artifacts),
          downloads,
          database: await sizeOfDatabase(env.databaseFile),
        },
        removable: totalsOf(
          removable,
          progress === null ? 0 : await storage.database.jobEvent.count({ where: progress }),
          await unfinished(new Set(removable.jobs)),
        ),
      };
    },
    clear: (rules) =>
      clearing.add(async () => {
        const garbage = await collectGarbage(storage, limitsOf(rules));
        const progress = await oldProgress(rules);
        const events =
          progress === null ? 0 : (await storage.database.jobEvent.deleteMany({ where: progress })).count;
        const folders = await unfinished(new Set());
        for (const { folder } of folders) await rm(folder, { recursive: true, force: true });
        const removed = totalsOf(garbage, events, folders);
        // SQLite keeps the pages of deleted rows in the file. Only a compaction returns them to the disk.
        if (removed.jobs + removed.events > 0) await compact(storage.database);
        return { removed };
      }),
  };
}

interface Unfinished {
  readonly folder: string;
  readonly sizeBytes: number;
}

function totalsOf(
  { jobs, blobs, artifacts }: Removable,
  events: number,
  unfinished: readonly Unfinished[],
): z.infer<typeof clearStorage.output>["removed"] {
  return {
    jobs: jobs.length,
    events,
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
export async function sizeOfDatabase(file: string): Promise<Total> {
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
