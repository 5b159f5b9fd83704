/** versions, undo, export, import: the version graph. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { Option, type Command } from "commander";
import { undo, versionGraph } from "../../lib/api";
import { PalimpsestError, type Run } from "../../lib/base";
import { callEndpoint } from "../../lib/client/queries/http";
import { readEnv } from "../../lib/server/env";
import { folderOfVersion, ggufOfVersion, importFile } from "../../lib/server/exchange";
import { createModelFiles } from "../../lib/server/files/model-files";
import { writeFolder, writeWhole } from "../../lib/server/files/write-folder";
import { GgufType, WeightType, type Branch, type ListedVersion, type Version } from "../../lib/store";
import { branchId } from "../../lib/version";
import {
  modelId,
  openModelHost,
  openHistory,
  print,
  table,
  terminalRun,
  type CommonOptions,
  type History,
} from "./context";
import { elsewhere } from "./remote/servers";

/** What is asked of a graph of versions, here or on a server. */
interface Graph {
  graph(model: string): Promise<{
    readonly branches: readonly Branch[];
    readonly versions: readonly ListedVersion[];
  }>;
  undo(branch: string): Promise<Version>;
}

export function addHistoryCommands(program: Command, common: () => CommonOptions): void {
  /** Runs with the history of the chosen model, and closes it whatever happens. */
  const withHistory = async (work: (history: History, model: string) => Promise<void>): Promise<void> => {
    const history = await openHistory(await openModelHost(common()));
    try {
      const model = modelId(common().model);
      await history.models.prepare(model);
      await work(history, model);
    } finally {
      await history.close();
    }
  };

  /** The same with the graph of a server, where one is named. */
  const withGraph = async (work: (graph: Graph, model: string) => Promise<void>): Promise<void> => {
    const { server, model } = common();
    if (server === undefined) return withHistory(({ versions }, id) => work(versions, id));
    const at = await elsewhere(server);
    return work(
      {
        graph: (id) => callEndpoint(versionGraph, { input: { model: id } }, undefined, at),
        undo: (branch) => callEndpoint(undo, { params: { branchId: branch } }, undefined, at),
      },
      model,
    );
  };

  program
    .command("versions")
    .description("kept versions, newest first, and the branches")
    .action(() =>
      withGraph(async (versions, model) => {
        const graph = await versions.graph(model);
        print(common(), graph, () => [
          ...graph.branches.map(({ name, head }) => `${name} → ${head.slice(0, 12)}`),
          "",
          ...table(
            ["version", "when (UTC)", "change", "reason"],
            graph.versions.map((version) => [
              version.id.slice(0, 12),
              version.createdAt.slice(0, 19),
              describe(version),
              version.reason,
            ]),
          ),
        ]);
      }),
    );

  program
    .command("undo")
    .description("move a branch back to its head's parent")
    .option("--branch <name>", "branch", "main")
    .action(({ branch }: { branch: string }) =>
      withGraph(async (versions, model) => {
        const version = await versions.undo(branchId(model, branch));
        print(common(), version, () => [`${branch} is at ${version.id.slice(0, 12)}: ${describe(version)}.`]);
      }),
    );

  program
    .command("export <version>")
    .description("write a version: its changes alone, or a whole checkpoint that other programs open")
    .addOption(
      new Option(
        "--as <form>",
        "delta is safetensors with a manifest; folder is a whole checkpoint; gguf is one file for llama.cpp",
      )
        .choices(["delta", "folder", "gguf"])
        .default("delta"),
    )
    .addOption(
      new Option("--dtype <type>", "type of the weights; float32 and F32 lose nothing")
        .choices([...WeightType.options, ...GgufType.options])
        .default("float32"),
    )
    .requiredOption("--out <path>", "file or folder to write")
    .action(async (id: string, { as, dtype, out }: ExportOptions) =>
      withHistory(async ({ store, versions }) => {
        const version = await wholeId(store, id);
        const run = terminalRun(common());
        const bytes =
          as === "folder"
            ? await writeCheckpoint(run, store, version, { dtype: weightType(dtype), out })
            : as === "gguf"
              ? await writeGguf(run, store, version, { type: ggufType(dtype), out })
              : await writeDelta(await versions.export(version), out);
        print(common(), { [as === "folder" ? "folder" : "file"]: out, bytes }, () => [
          `Wrote ${out}, ${bytes} bytes.`,
        ]);
      }),
    );

  program
    .command("import <file>")
    .description("keep an exported file as a new version on a branch")
    .option("--branch <name>", "branch", "main")
    .option("--author <name>", "author", "")
    .action((file: string, { branch, author }: { branch: string; author: string }) =>
      withHistory(async ({ store, versions }, model) => {
        const bytes = await readFile(file).catch((cause: unknown) => {
          throw new PalimpsestError("not_found", `There is no file ${file}.`, {
            details: { field: "file" },
            cause,
          });
        });
        const modelHost = await openModelHost(common());
        const blob = await store.blobs.put(new Uint8Array(bytes));
        const version = await importFile(
          { store, versions, modelHost },
          { branchId: branchId(model, branch), blob, author },
        );
        print(common(), version, () => [`Imported as ${version.id.slice(0, 12)} on ${branch}.`]);
      }),
    );
}

interface ExportOptions {
  readonly as: "delta" | "folder" | "gguf";
  readonly dtype: WeightType | GgufType;
  readonly out: string;
}

/** Either form understands the words of the other for the same type. */
const SAME: readonly (readonly [WeightType, GgufType])[] = [
  ["float32", "F32"],
  ["float16", "F16"],
  ["bfloat16", "BF16"],
];

function ggufType(dtype: WeightType | GgufType): GgufType {
  return SAME.find(([weight]) => weight === dtype)?.[1] ?? (dtype as GgufType);
}

function weightType(dtype: WeightType | GgufType): WeightType {
  const same = SAME.find(([weight, block]) => weight === dtype || block === dtype);
  if (same) return same[0];
  throw new PalimpsestError("invalid_input", `A folder has no weights of the type ${dtype}.`, {
    hint: `Choose ${WeightType.options.join(", ")}, or --as gguf.`,
    details: { field: "dtype" },
  });
}

async function writeGguf(
  run: Run,
  store: History["store"],
  version: string,
  { type, out }: { readonly type: GgufType; readonly out: string },
): Promise<number> {
  const file = await ggufOfVersion(run, { store, modelFiles: createModelFiles(readEnv()) }, version, type);
  await writeWhole(run, out, file);
  return file.sizeBytes;
}

async function writeDelta(bytes: Uint8Array, out: string): Promise<number> {
  const unfinished = `${out}.part`;
  await writeFile(unfinished, bytes);
  await rename(unfinished, out);
  return bytes.byteLength;
}

async function writeCheckpoint(
  run: Run,
  store: History["store"],
  version: string,
  { dtype, out }: { readonly dtype: WeightType; readonly out: string },
): Promise<number> {
  const modelFiles = createModelFiles(readEnv());
  const { files } = await folderOfVersion(run, { store, modelFiles }, version, dtype);
  await writeFolder(run, out, files);
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** The full id that begins with what was given, of whichever model it is: an id names one version of all. */
async function wholeId(store: History["store"], start: string): Promise<string> {
  const found = (await store.versions.list()).filter(({ id }) => id.startsWith(start));
  if (found.length === 1) return found[0].id;
  throw new PalimpsestError("not_found", `${found.length} versions begin with "${start}".`, {
    hint: "`--model <id> versions` lists those of a model.",
    details: { field: "version" },
  });
}

function describe({ change }: Pick<Version, "change">): string {
  switch (change.kind) {
    case "checkpoint":
      return "checkpoint";
    case "edit":
      return `${change.method}: ${change.requests.map(({ subject, targetNew }) => `${subject} → ${targetNew}`).join("; ")}`;
    case "without":
      return `without ${change.removed.map((id) => id.slice(0, 12)).join(", ")}`;
    case "import":
      return "imported";
    case "union":
      return "edits of two branches";
    case "merge":
      return `merge of ${Object.keys(change.sources).join(", ")}`;
  }
}
