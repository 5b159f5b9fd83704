/** What commands share: a model host in this process, the data folder's history, and how results and failures are printed. */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { createRun, toWireError, type JsonObject, type Run, type WireError } from "../../lib/base";
import { createModelHost, type HostRecords, type ModelHost } from "../../lib/job";
import { openCheckpoint, type CheckpointFiles } from "../../lib/model";
import { createOrtRuntime, type Runtime } from "../../lib/runtime";
import { createArtifactFiles } from "../../lib/server/storage/artifact-files";
import { createBlobFiles } from "../../lib/server/storage/blob-files";
import { readEnv } from "../../lib/server/env";
import { localFiles } from "../../lib/server/files/folder-files";
import { createModelFiles } from "../../lib/server/files/model-files";
import { createModelRegistry, type ModelRegistry } from "../../lib/server/models";
import { createRecords } from "../../lib/server/records";
import { createPrismaStore } from "../../lib/server/storage/prisma-store";
import { createNativeRuntime } from "../../lib/server/worker/runtime";
import { createMemoryStore, type MethodChoice, type Store } from "../../lib/store";
import { createVersionGraph, distanceBetween, type VersionGraph } from "../../lib/version";
import { ensureClient } from "../generate-client";
import { printable, printableJson } from "./printable";

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly runtime: "native" | "wasm" | "webgpu";
  readonly threads?: number;
  readonly model: string;
  /** The server on which a command does its work; the data folder here when absent. */
  readonly server?: string;
}

export async function createRuntimeOf({
  runtime,
  threads,
}: Pick<CommonOptions, "runtime" | "threads">): Promise<Runtime> {
  if (runtime !== "wasm")
    return createNativeRuntime({ kind: runtime === "native" ? "native" : "native-webgpu", threads });
  const web = await import("onnxruntime-web");
  if (threads !== undefined) web.env.wasm.numThreads = threads;
  return createOrtRuntime(web, { kind: "wasm" });
}

/** The model a name means: an installed one, or the folder or GGUF file of a checkpoint. */
export function isFolder(model: string): boolean {
  return model.endsWith(".gguf") || model.includes("/") || model.includes(path.sep) || model === ".";
}

/** The files of the model that a name means. */
export function filesOfModel(model: string): CheckpointFiles {
  return isFolder(model) ? localFiles(path.resolve(model)) : createModelFiles(readEnv()).of(model);
}

/** A model host in this process. It reads the same files as the server's worker. */
export async function openModelHost(options: CommonOptions): Promise<ModelHost> {
  const { model } = options;
  const env = readEnv();
  const installed = createModelFiles(env);
  return createModelHost({
    runtime: await createRuntimeOf(options),
    files(id) {
      if (isFolder(model) && id === modelId(model)) return localFiles(path.resolve(model));
      // A folder may also be named where a method takes a model beside the edited one.
      return isFolder(id) ? localFiles(path.resolve(id)) : installed.of(id);
    },
    blobs: createBlobFiles(env.blobFolder),
    artifacts: createArtifactFiles(env.artifactFolder, env.shippedArtifactFolder),
    records: recordsOf(model),
  });
}

/** What a host looks up, read from the history when it is asked for. A folder has no records. */
export function recordsOf(model: string): HostRecords {
  if (isFolder(model)) return folderRecords(model);
  const ask = async <T>(question: (records: HostRecords) => Promise<T>): Promise<T> => {
    const { store, close } = await openStore();
    return question(createRecords(store, readEnv().judge)).finally(close);
  };
  return {
    overlaysOf: (input) => ask((records) => records.overlaysOf(input)),
    presetsOf: (input) => ask((records) => records.presetsOf(input)),
    askJudge: (input) => ask((records) => records.askJudge(input)),
  };
}

/** A folder that is only visited has no presets and no versions, but a shape. */
function folderRecords(model: string): HostRecords {
  const records = createRecords(createMemoryStore(), readEnv().judge);
  return {
    ...records,
    async presetsOf(input) {
      const { facts } = await openCheckpoint(input.model, localFiles(path.resolve(model)));
      return { ...(await records.presetsOf(input)), facts };
    },
  };
}

export function modelId(model: string): string {
  return isFolder(model) ? path.basename(path.resolve(model)) : model;
}

export interface History {
  readonly store: Store;
  readonly versions: VersionGraph;
  readonly models: ModelRegistry;
  close(): Promise<void>;
}

/** The tables in the data folder, brought up to date. The caller disconnects them. */
export async function openTables() {
  // Only commands that read the history need Prisma's client, which an installation does not bring with it.
  ensureClient();
  const { openDatabase } = await import("../../lib/server/storage/database");
  const { migrate } = await import("../../lib/server/storage/migrate");
  const env = readEnv();
  await mkdir(env.dataFolder, { recursive: true });
  await migrate(env.databaseFile, env.migrationFolder);
  return openDatabase(env.databaseFile);
}

/** The records in the data folder. */
async function openStore(): Promise<Pick<History, "store" | "close">> {
  const database = await openTables();
  const store = createPrismaStore(database, createBlobFiles(readEnv().blobFolder));
  return { store, close: () => database.$disconnect() };
}

/** The history in the data folder, with the embedded model listed. */
export async function openHistory(modelHost: ModelHost): Promise<History> {
  const { store, close } = await openStore();
  const versions = createVersionGraph(store, {
    fingerprintOf: async (model, overlays) =>
      (await modelHost.fingerprint({ model, overlays: [...overlays] })).fingerprint,
    distance: (_model, left, right) => distanceBetween(store.blobs, left, right),
  });
  const models = createModelRegistry({
    store,
    files: createModelFiles(readEnv()),
    versions,
    modelHost,
    onListed: () => undefined, // the first command that reads the history of a model prepares it
    forget: () => undefined,
  });
  await models.addEmbedded();
  return { store, versions, models, close };
}

/** Methods by id, all with the same parameters. */
export function chosenMethods(ids: string, parameters: JsonObject): MethodChoice[] {
  return ids.split(",").map((method) => ({ method, parameters }));
}

/** Between two lines of progress where standard error is no terminal. */
const LINE_EVERY_MS = 10_000;

/**
 * A run that Ctrl-C cancels and that reports on standard error, unless the output is for a program: in one line that changes
 * on a terminal, elsewhere in a line every ten seconds.
 */
export function terminalRun({ json }: CommonOptions, seed = 0): Run {
  const control = new AbortController();
  process.once("SIGINT", () => control.abort());
  let toldAt = Date.now();
  return createRun({
    seed,
    signal: control.signal,
    onProgress: ({ phase, step, steps }) => {
      if (json) return;
      const line = `${phase} ${step}${steps === undefined ? "" : `/${steps}`}`;
      if (process.stderr.isTTY) process.stderr.write(`${CLEAR_LINE}${printable(line)}`);
      else if (Date.now() - toldAt >= LINE_EVERY_MS) {
        toldAt = Date.now();
        tell(line);
      }
    },
  });
}

/** "340 ms", "12.5 s", "3 min 5 s", "2 h 10 min". */
export function durationText(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Takes away the line of progress. */
const CLEAR_LINE = "\r\x1b[K";

/** One JSON document, or lines for a person. */
export function print(
  options: Pick<CommonOptions, "json">,
  value: unknown,
  lines: () => readonly string[],
): void {
  if (process.stderr.isTTY && !options.json) process.stderr.write(CLEAR_LINE);
  if (options.json) process.stdout.write(`${printableJson(value, 2)}\n`);
  else for (const line of lines()) process.stdout.write(`${printable(line)}\n`);
}

/** Lines beside the result, which standard output has to itself. */
export function tell(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${printable(line)}\n`);
}

/** The wire form on standard error; a person also gets the stack of what was not expected. */
export function printError(error: unknown, asJson: boolean): void {
  const wire = toWireError(error);
  if (asJson) process.stderr.write(`${printableJson(wire)}\n`);
  else tell(...linesOfError(wire));
  if (wire.code === "internal" && error instanceof Error) tell(...(error.stack ?? "").split("\n"));
}

const Issues = z.object({
  field: z.string(),
  issues: z.array(z.object({ field: z.string(), message: z.string() })).default([]),
  count: z.int().optional(),
});

/** What is wrong, where, everything else that is wrong, and what to do. */
export function linesOfError({ code, message, hint, details }: WireError): string[] {
  const {
    field,
    issues,
    count = issues.length,
  } = Issues.safeParse(details).data ?? { field: "", issues: [] };
  const more = issues.slice(1).map((issue) => `  ${issue.field}: ${issue.message}`);
  const rest = count - issues.length;
  return [
    `${code}: ${message}`,
    ...(field === "" || message.startsWith(`${field}: `) ? [] : [`  field: ${field}`]),
    ...more,
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    ...(hint ? [`  ${hint}`] : []),
  ];
}

/** Columns padded to their widest cell; numbers to the right. */
export function table(header: readonly string[], body: readonly (readonly string[])[]): string[] {
  // A cell is as wide as it is printed.
  const rows = body.map((cells) => cells.map(printable));
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (/^[\d.,%±–\s-]+$/.test(cell) ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join("  ")
      .trimEnd();
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}
