/** The services that requests use, opened once for the server process. */
import { mkdir } from "node:fs/promises";
import { PalimpsestError, stackOf } from "../base";
import {
  ALL_JOB_KINDS,
  createRunner,
  type AnyJobKind,
  type HostRecords,
  type ModelHost,
  type Runner,
} from "../job";
import type { ArtifactFiles, BlobStore, ModelRecord, Store } from "../store";
import { createVersionGraph, distanceBetween, type VersionGraph } from "../version";
import { createArtifactFiles } from "./storage/artifact-files";
import { createBlobFiles } from "./storage/blob-files";
import { openAccounts } from "./accounts/open";
import type { Accounts } from "./accounts/accounts";
import { createDataFolder, type DataFolder } from "./storage/data-folder";
import { openDatabase } from "./storage/database";
import { checkShared, readEnv, type Env } from "./env";
import { hubList } from "./hub/hosts";
import { headSays } from "./knowledge/teach";
import { createKnowledge, GUARDS, type Knowledge } from "./knowledge/service";
import { createHubService, type HubService } from "./hub/service";
import { createJobReader, type JobReader } from "./front/job-reader";
import { startPulse } from "./front/pulse";
import { createRoom, createSlots, type Room, type Slots } from "./front/slots";
import { createLog, type ServerLog } from "./http/log";
import { lockFolder } from "./storage/folder-lock";
import { migrate } from "./storage/migrate";
import { createModelFiles, type ModelFiles } from "./files/model-files";
import { createModelRegistry, type ModelRegistry } from "./models";
import { createOperations, type Operations } from "./operations/operations";
import { createQuotas, type Quotas } from "./operations/quotas";
import { createRecords } from "./records";
import { createPrismaStore } from "./storage/prisma-store";
import { createModelProcess } from "./worker/model-process";

export interface Services {
  readonly env: Env;
  readonly log: ServerLog;
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly artifacts: ArtifactFiles;
  readonly modelHost: ModelHost;
  readonly records: HostRecords;
  readonly versions: VersionGraph;
  readonly knowledge: Knowledge;
  readonly runner: Runner;
  readonly models: ModelRegistry;
  readonly modelFiles: ModelFiles;
  readonly hub: HubService;
  readonly dataFolder: DataFolder;
  readonly jobReader: JobReader;
  /** Files of models that arrive, and streams of jobs that are watched. */
  readonly uploads: Slots;
  readonly streams: Slots;
  /** Bodies of requests that are in memory. */
  readonly bodies: Room;
  /** People who sign in; null where there are no accounts. */
  readonly accounts: Accounts | null;
  /** What they may use; null where there are no accounts. */
  readonly quotas: Quotas | null;
  readonly operations: Operations;
  /** State of the process that runs models. */
  workerState(): "stopped" | "starting" | "ready";
  close(): Promise<void>;
}

/** A list of ten thousand edits, and beside it those of some others. */
const BODY_BYTES = 256_000_000;

/** Opens the data folder: migrates the database, marks interrupted jobs, and starts the worker and the queue. */
async function openServices(env: Env, kinds: readonly AnyJobKind[] = ALL_JOB_KINDS): Promise<Services> {
  const log = createLog(env.logLevel);
  checkShared(env);
  if (env.isShared && !env.hasAccounts)
    log.warn("Other machines can connect: whoever has the token may read and change everything here", {
      hosts: [...env.hosts],
    });
  await mkdir(env.dataFolder, { recursive: true });
  const lock = await lockFolder(env.dataFolder);
  const applied = await migrate(env.databaseFile, env.migrationFolder);
  if (applied.length > 0) log.info("Brought the database up to date", { applied: [...applied] });
  const database = await openDatabase(env.databaseFile);
  const accounts = env.hasAccounts ? await openAccounts(database, env) : null;

  const blobs = createBlobFiles(env.blobFolder);
  const store = createPrismaStore(database, blobs);
  const records = createRecords(store, env.judge);
  const modelProcess = createModelProcess({
    records,
    file: env.workerFile,
    variables: env.childVariables,
    place: env.place,
    log,
  });
  const { modelHost } = modelProcess;
  const versions = createVersionGraph(store, {
    fingerprintOf: async (model, overlays) =>
      (await modelHost.fingerprint({ model, overlays: [...overlays] })).fingerprint,
    distance: (_model, left, right) => distanceBetween(blobs, left, right),
  });
  const modelFiles = createModelFiles(env);
  const models = createModelRegistry({
    store,
    files: modelFiles,
    versions,
    modelHost,
    onListed: (model) => prepare([model]),
    forget: () => modelProcess.reset(),
  });
  /** A fingerprint takes long, so models are prepared in the background and the server answers meanwhile. */
  const prepare = (listed: readonly ModelRecord[]): void => {
    for (const { id, kind } of listed) {
      if (kind !== "model") continue;
      models
        .prepare(id)
        .catch((error: unknown) => log.warn("A model is not ready", { model: id, error: stackOf(error) }));
    }
  };
  const hub = createHubService({
    list: hubList(env.hubMirrors, env.hubToken),
    store,
    files: modelFiles,
    models,
    folder: env.downloadFolder,
    maxFileBytes: env.maxUploadBytes,
  });
  const quotas = accounts && createQuotas({ database, store, modelHost });
  const runner = createRunner({
    store,
    kinds,
    ...(quotas && { admit: (asked) => quotas.admit(asked) }),
    context: { modelHost, records, downloads: hub, presets: store.presets, lifelong: store.lifelong },
    log,
  });

  const artifacts = createArtifactFiles(env.artifactFolder, env.shippedArtifactFolder);
  const dataFolder = createDataFolder({ env, store, artifacts, database });
  const removed = await dataFolder.tidy();
  if (removed > 0)
    log.info("Removed files that were half-written when the server stopped", { files: removed });

  const jobReader = createJobReader({ file: env.readerFile, blobFolder: env.blobFolder, blobs });
  const uploads = createSlots({ what: "uploads", inAll: 32, ofClient: 8 });
  const streams = createSlots({ what: "event streams", inAll: 2_000, ofClient: 500 });
  await runner.open();
  modelProcess.start();
  const open = () => ({ streams: streams.taken, uploads: uploads.taken });
  const workerState = () => modelProcess.state;
  const pulse = startPulse({
    log,
    store,
    modelProcess: () => modelProcess.pid,
    counts: () => ({ ...open(), worker: workerState() }),
  });
  const operations = createOperations({ env, store, database, pulse, open, workerState });
  await models
    .addEmbedded()
    .catch((error: unknown) => log.warn("The embedded model is not listed", { error: stackOf(error) }));
  prepare(await models.list());
  return {
    env,
    log,
    store,
    blobs,
    artifacts,
    modelHost,
    records,
    versions,
    knowledge: createKnowledge({
      store,
      versions,
      policy: GUARDS[env.guards],
      says: (branch, prompts) => headSays({ store, models, modelHost }, branch, prompts),
    }),
    runner,
    models,
    modelFiles,
    hub,
    dataFolder,
    jobReader,
    uploads,
    streams,
    bodies: createRoom(BODY_BYTES),
    accounts,
    quotas,
    operations,
    workerState,
    async close() {
      pulse.stop();
      await runner.stop();
      await jobReader.close();
      await modelProcess.stop();
      await database.$disconnect();
      await lock.release();
    },
  };
}

/**
 * Next loads the start-up hook and each route as separate modules, and loads them again after every change in development.
 * A module variable would exist several times, so the services are kept on `globalThis`.
 */
const HOLDER = globalThis as { [key: symbol]: Promise<Services> | undefined };
const KEY = Symbol.for("palimpsest.services");

/** The services of this process. After a failed start the next request tries again. */
export function getServices(): Promise<Services> {
  HOLDER[KEY] ??= openServices(readEnv()).catch((error: unknown) => {
    HOLDER[KEY] = undefined;
    throw error;
  });
  return HOLDER[KEY];
}

/** As the server starts. One that cannot work as it is set up says why, and ends. */
export async function startServices(): Promise<void> {
  try {
    await getServices();
  } catch (error) {
    if (!(error instanceof PalimpsestError)) throw error;
    process.stderr.write(`${[error.message, error.hint].filter(Boolean).join("\n")}\n`);
    process.exit(1);
  }
}
