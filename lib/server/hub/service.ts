/**
 * Downloads models from a hub: preflight, pinning, and the download itself. Files are collected in a separate folder. It
 * becomes a model's folder only when all files are complete and checked, so that no model is ever partial.
 */
import { mkdir, readdir, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import { totalmem } from "node:os";
import type { getHub, hubShelf, HubChoices, HubReport } from "../../api";
import { because, checkCancelled, PalimpsestError } from "../../base";
import { reportOn, type Downloads } from "../../job";
import { CHECKPOINTS, shelfModels } from "../../model";
import type { DownloadJobInput, DownloadJobOutput, PlaceReport, Store } from "../../store";
import { openInstallable, reportCheckpoint } from "../files/checkpoint-check";
import { folderFiles } from "../files/folder-files";
import type { ModelFiles } from "../files/model-files";
import { asStorageError } from "../files/part-files";
import type { ModelRegistry } from "../models";
import type { Hub, HubList } from "./hosts";
import { createThroughput } from "./throughput";
import { listChoices, openSnapshot, snapshotFiles, type HubFile, type Snapshot } from "./repository";
import { createHubFetch, RETRY_POLICY, type HubFetch, type RetryPolicy } from "./request";
import { transfer } from "./transfer";

/** A repository as a person names it. */
interface HubSource {
  readonly host?: string;
  readonly repository: string;
  readonly revision: string;
  /** The GGUF file that is wanted, where the repository holds several models. */
  readonly file?: string;
}

interface PinCall extends HubSource {
  /** The commit that the revision resolved to in preflight. */
  readonly commit?: string;
  readonly modelId: string;
  readonly name: string;
}

export interface HubService extends Downloads {
  describe(): z.infer<typeof getHub.output>;
  /** Small models with what each needs here, from their published settings alone: no hub is asked. */
  shelf(): Promise<z.infer<typeof hubShelf.output>>;
  /** The GGUF files of a repository to choose from. */
  choices(source: Omit<HubSource, "file">, signal: AbortSignal): Promise<HubChoices>;
  /** Throws `invalid_input` for `file` when the repository holds several models and none is chosen. */
  preflight(source: HubSource, signal: AbortSignal): Promise<HubReport>;
  /** The input of a download job. Resolves the revision to a commit. Throws `conflict` if the id is taken. */
  pin(source: PinCall, signal: AbortSignal): Promise<DownloadJobInput>;
}

interface HubOptions {
  readonly list: HubList;
  readonly store: Pick<Store, "models">;
  readonly files: ModelFiles;
  readonly models: ModelRegistry;
  /** The folder of unfinished downloads. */
  readonly folder: string;
  readonly maxFileBytes: number;
  readonly retryPolicy?: RetryPolicy;
}

/** For questions that a person waits for: a hub that cannot be reached is told within seconds. */
const QUESTION_POLICY: RetryPolicy = { retries: 1, backoffMs: 500, longestWaitMs: 2_000, stallMs: 5_000 };

export function createHubService(options: HubOptions): HubService {
  const { list, store, files, models, folder, maxFileBytes, retryPolicy } = options;
  const patient = createHubFetch(list, retryPolicy ?? RETRY_POLICY);
  const hurried = createHubFetch(list, retryPolicy ?? QUESTION_POLICY);
  let shelf: Promise<z.infer<typeof hubShelf.output>> | undefined;
  const folderOf = (modelId: string): string => path.join(folder, modelId);

  const hubOf = (host: string | undefined): Hub => (host === undefined ? list.hubs[0] : list.get(host));

  const open = async (source: HubSource, fetch: HubFetch, signal: AbortSignal) => {
    const hub = hubOf(source.host);
    const snapshot = await openSnapshot({ hub, fetch, signal, ...source });
    return { hub, fetch, snapshot, remote: snapshotFiles(snapshot, { hub, fetch, signal }) };
  };

  const checkFree = async (modelId: string): Promise<void> => {
    if (!(await store.models.find(modelId))) return;
    throw new PalimpsestError("conflict", `There is already a model "${modelId}".`, {
      hint: "Choose another id, or remove that model first.",
      details: { ...because("modelIdTaken", { model: modelId }), field: "modelId" },
    });
  };

  return {
    describe: () => ({
      hosts: list.hubs.map(({ host, token }) => ({ host, hasToken: token !== undefined })),
      checkpoints: CHECKPOINTS.all.map((checkpoint) => ({ ...checkpoint })),
    }),

    shelf: () => (shelf ??= readShelf()),

    async choices(source, signal) {
      const found = await listChoices({ hub: hubOf(source.host), fetch: hurried, signal, ...source });
      const choices = found.choices.map((choice) => ({ ...choice, files: [...choice.files] }));
      return { ...found, choices };
    },

    async preflight(source, signal) {
      const { snapshot, remote } = await open(source, hurried, signal);
      const report = await reportCheckpoint(modelIdOf(source), remote);
      await mkdir(folder, { recursive: true });
      return {
        origin: snapshot.origin,
        files: snapshot.files.map(({ name, sizeBytes }) => ({ name, sizeBytes })),
        downloadBytes: totalOf(snapshot.files),
        freeBytes: await freeBytesOf(folder),
        report,
      };
    },

    async pin({ modelId, name, commit, ...source }, signal) {
      await checkFree(modelId);
      const { snapshot } = await open({ ...source, revision: commit ?? source.revision }, hurried, signal);
      const { file } = source;
      return {
        origin: { ...snapshot.origin, requested: source.revision },
        ...(file !== undefined && { file }),
        modelId,
        name,
      };
    },

    async download(run, { origin, file: wanted, modelId, name }) {
      await checkFree(modelId);
      run.progress({ phase: "Reading the headers", step: 0 });
      const { hub, fetch, snapshot, remote } = await open({ ...origin, file: wanted }, patient, run.signal);
      checkPinned(snapshot, origin.revision);
      await openInstallable(modelId, remote, { isHere: false }); // refuses an unusable checkpoint before its download
      const into = folderOf(modelId);
      await prepareFolder(into, snapshot.files, maxFileBytes);

      const totalBytes = totalOf(snapshot.files);
      const throughput = createThroughput();
      let before = 0;
      for (const file of smallestFirst(snapshot.files)) {
        checkCancelled(run.signal);
        const report = (phase: string, doneBytes = before): void =>
          run.progress({
            phase,
            step: doneBytes,
            steps: totalBytes,
            values: { bytesPerSecond: throughput.at(doneBytes) },
          });
        await transfer({
          hub,
          fetch,
          origin: snapshot.origin,
          file,
          folder: into,
          signal: run.signal,
          retryPolicy: retryPolicy ?? RETRY_POLICY,
          onBytes: (done) => report(`Downloading ${file.name}`, before + done),
          onCheck: () => report(`Checking ${file.name}`),
          onWait: (durationMs) => report(`Waiting ${Math.ceil(durationMs / 1000)} s for ${hub.host}`),
        });
        before += file.sizeBytes;
      }
      run.progress({ phase: "Listing the model", step: totalBytes, steps: totalBytes });
      await openInstallable(modelId, folderFiles(into), { isHere: true });
      await checkFree(modelId);
      await files.adopt(modelId, into);
      await models.add(modelId, name, { origin });
      return outputOf(modelId, snapshot.files);
    },

    async discard({ modelId }) {
      await rm(folderOf(modelId), { recursive: true, force: true });
    },
  };
}

async function readShelf(): Promise<z.infer<typeof hubShelf.output>> {
  const entries = shelfModels().map(async ({ checkpoint, shelf, facts }) => {
    const { id, name, revision, isGated } = checkpoint;
    const { licence, downloadBytes } = shelf;
    const { parameterCount, places } = await reportOn(facts, { serverMemoryBytes: totalmem() });
    return {
      id,
      name,
      revision,
      isGated,
      licence,
      ...(downloadBytes !== undefined && { downloadBytes }),
      parameterCount,
      places: places.map(({ place, memoryBytes, obstacles, methods }) => {
        const fitting = methods.filter((method) => method.blockers.length + method.obstacles.length === 0);
        const needs = fitting.map((method) => method.memoryBytes);
        return {
          place,
          openBytes: memoryBytes,
          obstacles,
          methods: { fitting: obstacles.length > 0 ? 0 : fitting.length, all: methods.length },
          ...(needs.length > 0 && {
            editBytes: [Math.min(...needs), Math.max(...needs)] as [number, number],
          }),
          editObstacles: needs.length > 0 ? [] : leastNeeded(methods),
        };
      }),
    };
  });
  return { models: await Promise.all(entries) };
}

/** Why no method fits: what the least demanding of those that could run would need. */
function leastNeeded(methods: PlaceReport["methods"]): PlaceReport["obstacles"] {
  const short = methods.filter(({ blockers }) => blockers.length === 0);
  return short.sort((a, b) => a.memoryBytes - b.memoryBytes).at(0)?.obstacles ?? [];
}

/** The id proposed for a repository, or for one of its files: "meta-llama/Meta-Llama-3-8B" becomes "meta-llama-3-8b". */
export function modelIdOf({ repository, file }: Pick<HubSource, "repository" | "file">): string {
  const name = file?.replace(/\.gguf$/, "") ?? repository.split("/").at(-1) ?? "";
  return name.toLowerCase().slice(0, 64);
}

function outputOf(modelId: string, files: readonly HubFile[]): DownloadJobOutput {
  return {
    modelId,
    files: files.map(({ name, sizeBytes, digest }) => ({
      name,
      sizeBytes,
      digest: `${digest.kind}:${digest.hex}`,
    })),
  };
}

/** Configuration and tokenizer are small and first, so that a failure there is found early. */
function smallestFirst(files: readonly HubFile[]): readonly HubFile[] {
  return [...files].sort((a, b) => a.sizeBytes - b.sizeBytes);
}

function totalOf(files: readonly HubFile[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

function checkPinned({ origin }: Snapshot, revision: string): void {
  if (origin.revision === revision) return;
  throw new PalimpsestError(
    "integrity",
    `${origin.host} gives ${origin.revision} for the commit ${revision}.`,
    {
      hint: "Look at the model again and start a new download.",
    },
  );
}

/**
 * Deletes files of other downloads from the folder. Throws `too_large` for a file above the limit, and `storage_full` when
 * the disk lacks space.
 */
async function prepareFolder(folder: string, files: readonly HubFile[], maxFileBytes: number): Promise<void> {
  const large = files.find(({ sizeBytes }) => sizeBytes > maxFileBytes);
  if (large) {
    throw new PalimpsestError(
      "too_large",
      `${large.name} is larger than ${Math.round(maxFileBytes / 1e6)} MB.`,
      {
        hint: "PALIMPSEST_MAX_UPLOAD_MB on the server sets the limit.",
        details: { ...because("uploadTooLarge", { mb: Math.round(maxFileBytes / 1e6) }), field: large.name },
      },
    );
  }
  await mkdir(folder, { recursive: true }).catch((error: unknown) => Promise.reject(asStorageError(error)));
  let presentBytes = 0;
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (
      files.some(
        (entry) => name === entry.name || name.startsWith(`${entry.name}.${entry.digest.hex.slice(0, 16)}`),
      )
    )
      presentBytes += (await stat(file)).size;
    else await rm(file, { recursive: true, force: true });
  }
  const missing = totalOf(files) - presentBytes;
  const free = await freeBytesOf(folder);
  if (missing <= free) return;
  throw new PalimpsestError(
    "storage_full",
    `The download needs ${Math.ceil(missing / 1e6)} MB more and the disk has ${Math.floor(free / 1e6)} MB.`,
    {
      hint: "Free some space, or set PALIMPSEST_DATA to a folder on another disk, and go on.",
      details: because("downloadTooLarge", {
        needed: Math.ceil(missing / 1e6),
        free: Math.floor(free / 1e6),
      }),
    },
  );
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
