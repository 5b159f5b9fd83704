/**
 * Garbage collection of the data folder: removes old finished jobs, and blobs and artifacts that no record names. It marks
 * all that records name, and removes the rest. Jobs may run meanwhile, so files that were written lately stay, named or not.
 */
import {
  addressesIn,
  readHeader,
  readManifest,
  type ArtifactEntry,
  type ArtifactFiles,
  type ArtifactManifest,
  type BlobEntry,
  type Store,
} from "../../store";

export interface RetentionLimits {
  /** Jobs that ended before this are removed, with their input and output. */
  readonly endedBefore: Date;
  /** Blobs and artifacts written before this, and before every running job, are removed: a job names its blobs at its end. */
  readonly writtenBefore: Date;
  /** Artifacts of models that are here were made before this and are removed too: they can be made again. None where absent. */
  readonly madeBefore?: Date;
}

export interface Removable {
  /** Ids of jobs. */
  readonly jobs: readonly string[];
  readonly blobs: readonly BlobEntry[];
  readonly artifacts: readonly ArtifactEntry[];
}

interface Holdings {
  /** Blobs that a version names. */
  readonly versions: readonly BlobEntry[];
  /** All other blobs: results of jobs and lifelong runs. */
  readonly runs: readonly BlobEntry[];
  readonly artifacts: readonly ArtifactEntry[];
  /** The part of all these that may be removed. */
  readonly removable: Removable;
}

interface Place {
  readonly store: Store;
  readonly artifacts: ArtifactFiles;
}

/** Baseline answers are quick to compute again, so they are removed at the age of old jobs. */
const CACHED_KIND = "answers";
const LIFELONG_KIND = "lifelong-run";
/** Blobs removed in one transaction. */
const BLOBS_AT_ONCE = 500;

/** Lists the content of the data folder, and the part that may be removed. Changes nothing. */
export async function survey({ store, artifacts }: Place, limits: RetentionLimits): Promise<Holdings> {
  const { blobs, transaction: _, versions, ...others } = store;
  const jobs = await store.jobs.list();
  const runs = await store.lifelong.listWithout(["state"]);
  const needed = new Set(runs.map(({ job }) => job));
  const oldJobs = jobs.filter(
    ({ id, endedAt }) => endedAt !== undefined && new Date(endedAt) < limits.endedBefore && !needed.has(id),
  );
  const old = new Set(oldJobs.map(({ id }) => id));
  const writtenBefore = writtenLimit(jobs, limits);

  const models = new Set((await store.models.list()).map(({ id }) => id));
  const runIds = new Set(runs.map(({ id }) => id));
  const isNeeded = ({ kind, checkpoint, createdAt, key }: ArtifactManifest): boolean => {
    if (new Date(createdAt) >= writtenBefore) return true;
    if (kind === LIFELONG_KIND) return runIds.has(String(key.run));
    if (kind === CACHED_KIND && new Date(createdAt) < limits.endedBefore) return false;
    if (limits.madeBefore && new Date(createdAt) < limits.madeBefore) return false;
    return checkpoint === "" || models.has(checkpoint);
  };

  const byVersions = await versions.addresses();
  const byRecords = new Set<string>();
  for (const repository of Object.values(others))
    for (const address of await repository.addresses(old)) byRecords.add(address);
  const written = (await artifacts.list()).filter(({ isShipped }) => !isShipped);
  const unneeded: ArtifactEntry[] = [];
  for (const entry of written) {
    const metadata = await metadataOf(entry);
    const manifest = metadata && manifestIn(metadata);
    if (manifest && !isNeeded(manifest)) {
      unneeded.push(entry);
      continue;
    }
    for (const address of addressesIn(JSON.stringify(metadata))) byRecords.add(address);
  }

  const entries = await blobs.list();
  const ofVersions = entries.filter(({ address }) => byVersions.has(address));
  const rest = entries.filter(({ address }) => !byVersions.has(address));
  const isFree = ({ address, putAt }: BlobEntry): boolean => !byRecords.has(address) && putAt < writtenBefore;
  return {
    versions: ofVersions,
    runs: rest,
    artifacts: written,
    removable: { jobs: [...old], blobs: rest.filter(isFree), artifacts: unneeded },
  };
}

/** Removes jobs, blobs and artifacts that may be removed. Returns those that it removed. */
export async function collectGarbage(storage: Place, limits: RetentionLimits): Promise<Removable> {
  const { store, artifacts } = storage;
  const writtenBefore = writtenLimit(await store.jobs.list({ where: { status: "running" } }), limits);
  const { removable } = await survey(storage, limits);
  for (const id of removable.jobs) await store.jobs.delete(id);
  const gone: BlobEntry[] = [];
  for (let from = 0; from < removable.blobs.length; from += BLOBS_AT_ONCE) {
    await store.transaction(async (inside) => {
      // A version that was kept since the survey may name a blob. No version can be kept during this transaction.
      const named = await inside.versions.addresses();
      for (const blob of removable.blobs.slice(from, from + BLOBS_AT_ONCE)) {
        if (named.has(blob.address)) continue;
        if (await store.blobs.delete(blob.address, writtenBefore)) gone.push(blob);
      }
    });
  }
  for (const { id } of removable.artifacts) await artifacts.remove(id);
  return { ...removable, blobs: gone };
}

function writtenLimit(
  jobs: Awaited<ReturnType<Store["jobs"]["list"]>>,
  { writtenBefore }: RetentionLimits,
): Date {
  const starts = jobs
    .filter(({ status }) => status === "running")
    .map(({ startedAt, createdAt }) => Date.parse(startedAt ?? createdAt));
  return new Date(Math.min(writtenBefore.getTime(), ...starts));
}

/** Metadata of the file's header. Null for a damaged file. */
async function metadataOf(entry: ArtifactEntry): Promise<Record<string, string> | null> {
  const header = await readHeader(entry).catch(() => null);
  return header && header.metadata;
}

function manifestIn(metadata: Record<string, string>): ArtifactManifest | null {
  try {
    return readManifest(metadata);
  } catch {
    return null; // written by another release, so it stays
  }
}
