/** models: what is installed, what a checkpoint would take, adding one from a folder, downloading one from a hub. */
import { openAsBlob } from "node:fs";
import path from "node:path";
import { Option, type Command } from "commander";
import { z } from "zod";
import { invalidField, PalimpsestError, type Run } from "../../lib/base";
import type { StatisticsTexts } from "../../lib/edit";
import { perplexity } from "../../lib/eval";
import { englishTexts } from "../../lib/job";
import { loadModel, type CheckpointFiles } from "../../lib/model";
import { reportCheckpoint } from "../../lib/server/files/checkpoint-check";
import { readEnv } from "../../lib/server/env";
import { localFiles } from "../../lib/server/files/folder-files";
import { hubList } from "../../lib/server/hub/hosts";
import { createHubService, modelIdOf, type HubService } from "../../lib/server/hub/service";
import { createModelFiles } from "../../lib/server/files/model-files";
import {
  BaseWeights,
  CheckpointWarning,
  ModelRecord,
  QuantizationNote,
  RepositoryId,
  Revision,
  type CheckpointReport,
} from "../../lib/store";
import {
  createRuntimeOf,
  openModelHost,
  openHistory,
  print,
  table,
  terminalRun,
  type CommonOptions,
  type History,
} from "./context";

interface HubOptions {
  readonly revision: string;
  readonly host?: string;
  readonly file?: string;
}

const FILE = ["--file <name>", "GGUF file of a repository that holds several, or one of its parts"] as const;

export function addModelCommands(program: Command, common: () => CommonOptions): void {
  const withHistory = async (work: (history: History) => Promise<void>): Promise<void> => {
    const history = await openHistory(await openModelHost(common()));
    try {
      await work(history);
    } finally {
      await history.close();
    }
  };
  const models = program.command("models").description("models that this installation can open");

  models.action(() =>
    withHistory(async (history) => {
      const list = await history.models.list();
      print(common(), list, () =>
        table(
          ["id", "name", "kind", "family", "source", "MB"],
          list.map(({ id, name, kind, family, source, sizeBytes }) => [
            id,
            name,
            kind,
            family,
            source,
            megabytes(sizeBytes),
          ]),
        ),
      );
    }),
  );

  models
    .command("add <path>")
    .description("add the checkpoint in a folder, or a GGUF file with its other parts")
    .option("--id <id>", "id of the model; the name of the folder or file when absent")
    .addOption(weightsOption())
    .action((given: string, { id, weights }: { id?: string; weights: BaseWeights }) =>
      withHistory(async (history) => {
        const resolved = path.resolve(given);
        const name = path.basename(resolved, ".gguf");
        const model = id ?? name.toLowerCase();
        const folder = resolved.endsWith(".gguf") ? path.dirname(resolved) : resolved;
        for (const file of await checkpointNames(resolved, given)) {
          const blob = await openAsBlob(path.join(folder, file));
          await history.models.receive(model, file, blob.stream() as ReadableStream<Uint8Array>);
        }
        const run = terminalRun(common());
        const added = await history.models.add(model, name, { weights, run });
        const record =
          weights === "float32" ? added : await withTextLoss(run, common(), history, added, resolved);
        print(common(), record, () => [
          `Added ${record.id}: ${record.family}, ${megabytes(record.sizeBytes)} MB.`,
          ...lossLines(record.facts.quantization),
          ...warningLines(z.array(CheckpointWarning).catch([]).parse(record.facts.warnings)),
        ]);
      }),
    );

  models
    .command("check <source>")
    .description(
      "what a folder, GGUF file or repository would take, from its configuration and headers alone",
    )
    .option("--revision <revision>", "branch, tag or commit of a repository", "main")
    .option(...FILE)
    .option("--host <host>", "hub or mirror; the first of the settings when absent")
    .addOption(weightsOption())
    .action(async (where: string, options: HubOptions & { weights: BaseWeights }) => {
      const files = localFiles(path.resolve(where));
      if ((await files.list()).length > 0) {
        const id = path.basename(path.resolve(where), ".gguf").toLowerCase();
        const report = await reportCheckpoint(id, files, { isHere: true, weights: options.weights });
        return print(common(), report, () => linesOf(report));
      }
      await withHistory(async (history) => {
        const found = await hubOf(history).preflight(sourceOf(where, options), terminalRun(common()).signal);
        print(common(), found, () => [
          `${found.origin.repository} at ${found.origin.revision} (${found.origin.requested}) on ${found.origin.host}`,
          `${megabytes(found.downloadBytes)} MB to download; ${megabytes(found.freeBytes)} MB free`,
          ...linesOf(found.report),
        ]);
      });
    });

  models
    .command("download <repository>")
    .description("download a repository and add it; run it again to go on after a stop")
    .option("--id <id>", "id of the model; made of the name of the repository or file when absent")
    .option("--revision <revision>", "branch, tag or commit", "main")
    .option(...FILE)
    .option("--host <host>", "hub or mirror; the first of the settings when absent")
    .action((repository: string, { id, ...options }: HubOptions & { id?: string }) =>
      withHistory(async (history) => {
        const run = terminalRun(common());
        const hub = hubOf(history);
        const source = sourceOf(repository, options);
        const modelId = ModelRecord.shape.id.safeParse(id ?? modelIdOf(source));
        if (!modelId.success) throw invalidField("--id", modelId.error.issues[0].message);
        const name = source.file ?? repository.split("/").at(-1) ?? repository;
        const input = await hub.pin({ ...source, modelId: modelId.data, name }, run.signal);
        const output = await hub.download(run, input);
        print(common(), output, () => [
          `Added ${output.modelId} from ${input.origin.repository} at ${input.origin.revision}.`,
        ]);
      }),
    );
}

function weightsOption(): Option {
  return new Option(
    "--weights <type>",
    "how the model holds its matrices: as they are, or in eight or four bits",
  )
    .choices(BaseWeights.options)
    .default("float32");
}

/** Passages of English that a quantised model and its original read. */
const READ_PASSAGES = 40;

/** The record with the perplexity of English texts before and after the model was quantised. */
async function withTextLoss(
  run: Run,
  options: CommonOptions,
  history: History,
  record: ModelRecord,
  original: string,
): Promise<ModelRecord> {
  const note = QuantizationNote.safeParse(record.facts.quantization);
  if (!note.success || record.kind !== "model") return record;
  const texts = (await englishTexts(NO_TEXTS).texts(run)).slice(0, READ_PASSAGES);
  const runtime = await createRuntimeOf(options);
  const read = async (files: CheckpointFiles): Promise<number> => {
    const model = await loadModel(record.id, files, runtime);
    const found = await perplexity(run, model, texts);
    await model.dispose();
    return found ?? NaN;
  };
  const before = await read(localFiles(original));
  const after = await read(createModelFiles(readEnv()).of(record.id));
  const quantization: QuantizationNote = { ...note.data, perplexity: { before, after } };
  const measured = { ...record, facts: { ...record.facts, quantization } };
  await history.store.models.put(measured);
  return measured;
}

const NO_TEXTS: StatisticsTexts = { name: "", texts: async () => [] };

function lossLines(quantization: unknown): string[] {
  const note = QuantizationNote.safeParse(quantization);
  if (!note.success) return [];
  const { weights, error, matrices, perplexity: read } = note.data;
  const worst = matrices.reduce((most, matrix) => (matrix.error > most.error ? matrix : most));
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
  return [
    `${weights}: the weights differ by ${percent(error)} of their norm, ${worst.parameter} most by ${percent(worst.error)}.`,
    ...(read
      ? [`Perplexity of English texts: ${read.before.toFixed(2)} before, ${read.after.toFixed(2)} after.`]
      : []),
  ];
}

function hubOf(history: History): HubService {
  const env = readEnv();
  return createHubService({
    list: hubList(env.hubMirrors, env.hubToken),
    store: history.store,
    files: createModelFiles(env),
    models: history.models,
    folder: env.downloadFolder,
    maxFileBytes: env.maxUploadBytes,
  });
}

function sourceOf(repository: string, { revision, host, file }: HubOptions) {
  const id = RepositoryId.safeParse(repository);
  if (!id.success)
    throw invalidField(
      "repository",
      `"${repository}" is neither a folder with a checkpoint, a GGUF file nor owner/name.`,
    );
  const at = Revision.safeParse(revision);
  if (!at.success) throw invalidField("--revision", at.error.issues[0].message);
  return { repository, revision, ...(host !== undefined && { host }), ...(file !== undefined && { file }) };
}

async function checkpointNames(resolved: string, asGiven: string): Promise<string[]> {
  const files = await localFiles(resolved).list();
  if (files.length > 0) return files.map(({ name }) => name);
  throw new PalimpsestError("not_found", `${asGiven} holds no checkpoint.`, {
    hint: "Give a folder with config.json, tokenizer.json and model.safetensors, or a GGUF file.",
    details: { field: "path" },
  });
}

function linesOf(report: CheckpointReport): string[] {
  const { places } = report;
  return [
    ...warningLines(report.warnings),
    `${report.familyName}, ${report.parameterCount.toLocaleString("en")} parameters stored as ${report.storedAs}`,
    ...places.map(({ place, memoryBytes, obstacles }) => {
      const reasons = obstacles.map(
        ({ kind, neededBytes, limitBytes }) =>
          `${kind} ${megabytes(neededBytes)} MB, at most ${megabytes(limitBytes)} MB`,
      );
      return `${place}: ${reasons.length > 0 ? `no (${reasons.join("; ")})` : `yes, about ${megabytes(memoryBytes)} MB`}`;
    }),
    "",
    ...(report.kind === "model"
      ? methodLines(report)
      : ["A sentence encoder: no method edits it. IKE takes it as its retriever, by id or folder."]),
  ];
}

function warningLines(warnings: readonly CheckpointWarning[]): string[] {
  const sentences = {
    unreadSettings: "Settings of config.json that are not read",
    tokensBeyond: "Tokens without a row in the embedding",
  };
  return warnings.map(({ kind, names }) => `Note: ${sentences[kind]}: ${names.join(", ")}.`);
}

function methodLines({ places }: CheckpointReport): string[] {
  return [
    ...table(
      ["method", ...places.map(({ place }) => place)],
      places[0].methods.map(({ name }, i) => [name, ...places.map((place) => cellOf(place, i))]),
    ),
    "",
    ...places[0].methods.flatMap(({ name, blockers }) => blockers.map((blocker) => `${name}: ${blocker}`)),
  ];
}

function cellOf({ obstacles, methods }: CheckpointReport["places"][number], i: number): string {
  const { blockers, obstacles: methodObstacles, durationMs } = methods[i];
  if (obstacles.length > 0) return "the model does not fit";
  if (blockers.length > 0) return "not as it is set";
  if (methodObstacles.length > 0) return "not enough memory";
  const [low, high] = durationMs.map((ms) => (ms / 1000).toPrecision(2));
  return `${low}–${high} s`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
