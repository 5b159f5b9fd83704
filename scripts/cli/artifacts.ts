/** artifacts: what methods make once for a model: listed, made ahead, taken out as a file and taken in again. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { invalidField, PalimpsestError } from "../../lib/base";
import { importArtifact, type ModelHost } from "../../lib/job";
import { openCheckpoint } from "../../lib/model";
import { createArtifactFiles } from "../../lib/server/storage/artifact-files";
import { readEnv } from "../../lib/server/env";
import {
  listArtifacts,
  ownTextsArtifact,
  WRITTEN_BY_MODEL,
  writtenTextsArtifact,
  type ArtifactFiles,
  type ArtifactSummary,
} from "../../lib/store";
import {
  chosenMethods,
  filesOfModel,
  modelId,
  openModelHost,
  print,
  table,
  terminalRun,
  type CommonOptions,
} from "./context";
import { parseParameterText } from "./files";

interface PrepareOptions {
  readonly method?: string;
  readonly facts?: boolean;
  readonly parameters?: string;
  readonly texts?: string;
}

export function addArtifactCommands(program: Command, common: () => CommonOptions): void {
  const artifacts = program
    .command("artifacts")
    .description("statistics and trained editors that methods make once for a model");
  artifacts
    .command("list")
    .description("every artifact, finished or begun, the newest first")
    .action(() => runList(common()));
  artifacts
    .command("prepare")
    .description("make what methods need of a model; Ctrl-C stops it, and the same command goes on")
    .option("--method <ids>", "methods, separated by commas")
    .option("--parameters <json>", "parameters for all of them")
    .option(
      "--texts <file>",
      'over which the model\'s statistics are taken from now on: plain text, JSON lines with "text", or "written" for what the model writes by itself',
    )
    .option("--facts", "ask the model which facts of the Atlas world it knows")
    .action((options: PrepareOptions) => runPrepare(common(), options));
  artifacts
    .command("export <id> <file>")
    .description("write an artifact as a safetensors file; the beginning of its id is enough")
    .action((id: string, file: string) => runExport(common(), id, file));
  artifacts
    .command("import <file>")
    .description("take in an exported artifact of the model, after checking it")
    .action((file: string) => runImport(common(), file));
}

export function openFiles(): ArtifactFiles {
  const env = readEnv();
  return createArtifactFiles(env.artifactFolder, env.shippedArtifactFolder);
}

async function runList(common: CommonOptions): Promise<void> {
  const listed = await listArtifacts(openFiles());
  print(common, listed, () =>
    listed.length === 0
      ? ["There are no artifacts yet."]
      : table(
          ["id", "what", "model", "layers", "samples", "error", "size", "made"],
          listed.map((artifact) => rowOf(artifact)),
        ),
  );
}

function rowOf({ id, sizeBytes, isShipped, manifest, fault }: ArtifactSummary): string[] {
  const samples = manifest?.progress
    ? `${manifest.progress.done} of ${manifest.progress.total}`
    : manifest?.samples &&
      `${manifest.samples.count} ${manifest.samples.unit}${manifest.known === undefined ? "" : `, ${manifest.known} known`}`;
  const error = manifest?.quality?.at(-1)?.relativeError;
  return [
    id.slice(0, 12),
    fault ?? manifest?.kind ?? "says nothing of itself",
    manifest?.checkpoint ?? "",
    manifest?.layers.join(" ") ?? "",
    samples ?? "",
    error === undefined ? "" : `${(100 * error).toFixed(1)} %`,
    `${(sizeBytes / 1e6).toFixed(1)} MB`,
    isShipped ? "came with Palimpsest" : (manifest?.createdAt.slice(0, 16).replace("T", " ") ?? ""),
  ];
}

async function runPrepare(
  common: CommonOptions,
  { method, parameters, texts, facts = false }: PrepareOptions,
): Promise<void> {
  if (!method && !facts && !texts) {
    throw invalidField(
      "--method",
      "Nothing was named to prepare.",
      "Give --method, --texts, --facts, or several.",
    );
  }
  const modelHost = await openModelHost(common);
  const brought = texts === undefined ? undefined : await takeTexts(common, modelHost, texts);
  if (brought && !method && !facts) {
    print(common, { texts: brought }, () => [`texts: ${brought}`]);
    return;
  }
  const set = parseParameterText(parameters);
  const output = await modelHost.prepare(terminalRun(common), {
    model: modelId(common.model),
    methods: method ? chosenMethods(method, set) : [],
    facts,
  });
  const seconds = (durationMs: number) => `${(durationMs / 1000).toFixed(1)} s`;
  print(common, { ...output, ...(brought && { texts: brought }) }, () => [
    ...(brought ? [`texts: ${brought}`] : []),
    ...(output.facts
      ? [
          `facts: ${common.model} knows ${output.facts.known} of ${output.facts.asked}, after ${seconds(output.facts.durationMs)}`,
        ]
      : []),
    ...output.methods.map((done) => `${done.method}: ready after ${seconds(done.durationMs)}`),
  ]);
}

async function runExport(common: CommonOptions, start: string, file: string): Promise<void> {
  const files = openFiles();
  const found = (await files.list()).filter(({ id }) => id.startsWith(start));
  if (found.length !== 1) {
    throw invalidField(
      "id",
      found.length === 0
        ? `No artifact's id begins with "${start}".`
        : `${found.length} artifacts' ids begin with "${start}".`,
      "`artifacts list` shows them; give more of the id.",
    );
  }
  const bytes = await files.get(found[0].id);
  if (!bytes) throw new PalimpsestError("not_found", "The artifact was deleted meanwhile.");
  await writeFile(file, bytes);
  print(common, { id: found[0].id, file, sizeBytes: bytes.length }, () => [`Wrote ${file}.`]);
}

/** In place of a file: what the model writes. */
const WRITTEN = "written";

/** Keeps the choice of texts for the statistics of the model, and gives the name by which artifacts know them. */
async function takeTexts(common: CommonOptions, modelHost: ModelHost, file: string): Promise<string> {
  const checkpoint = modelId(common.model);
  const { fingerprint: weights } = await modelHost.fingerprint({ model: checkpoint, overlays: [] });
  if (file === WRITTEN) {
    await take(common, modelHost, writtenTextsArtifact({ checkpoint, weights }));
    return WRITTEN_BY_MODEL;
  }
  const named = { name: path.basename(file), bytes: await bytesOf(file) };
  const kept = await take(common, modelHost, await ownTextsArtifact({ checkpoint, weights }, named));
  return kept.manifest.source ?? named.name;
}

async function runImport(common: CommonOptions, file: string): Promise<void> {
  const kept = await take(common, await openModelHost(common), await bytesOf(file));
  print(common, kept, () => [
    `Took in ${kept.id.slice(0, 12)}, a ${kept.manifest.kind} of ${modelId(common.model)}.`,
  ]);
}

async function take(common: CommonOptions, modelHost: ModelHost, bytes: Uint8Array) {
  const id = modelId(common.model);
  const { facts } = await openCheckpoint(id, filesOfModel(common.model));
  const fingerprint = async () => (await modelHost.fingerprint({ model: id, overlays: [] })).fingerprint;
  return importArtifact(openFiles(), bytes, [{ facts, fingerprint }]);
}

async function bytesOf(file: string): Promise<Uint8Array> {
  return new Uint8Array(
    await readFile(file).catch((cause: unknown) => {
      throw new PalimpsestError("not_found", `There is no file ${file}.`, {
        details: { field: file },
        cause,
      });
    }),
  );
}
