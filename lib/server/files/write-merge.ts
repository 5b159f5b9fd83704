/**
 * A merged model as a folder. Its weights are written tensor by tensor at places that are known before, so that a merge that was
 * stopped goes on at the tensor where it stopped, and the same recipe gives the same bytes. The folder gets its name at the end.
 */
import { access, mkdir, open, readFile, rename, rm, writeFile, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { checkCancelled, hashJson, PalimpsestError, type JsonObject, type Run } from "../../base";
import {
  extendedTokenizer,
  isEmbedding,
  isHead,
  planMerge,
  type MergedTensor,
  type Merging,
  writeRecipe,
  type Recipe,
} from "../../merge";
import type { CheckpointFiles } from "../../model";
import { NUMBER_TYPES, safetensorsHead, sizeOf } from "../../tensor";
import { asStorageError } from "./part-files";
import type { FolderSource } from "./merge-sources";

/** As transformers divides a model into files. */
const LARGEST_SHARD_BYTES = 5e9;
const PROGRESS = "merge-progress.json";
const INDEX = "model.safetensors.index.json";

export interface FolderMerge {
  readonly recipe: Recipe;
  readonly sources: ReadonlyMap<string, FolderSource>;
  readonly seed: number;
  readonly out: string;
  readonly largestShardBytes?: number;
}

/** How a tensor was merged. */
export interface TensorNote {
  readonly name: string;
  readonly facts: Readonly<Record<string, number | string>>;
}

export interface FolderMerged {
  readonly tensors: number;
  readonly sizeBytes: number;
  /** Tensors that an earlier call had written. */
  readonly resumedAt: number;
  readonly notes: readonly TensorNote[];
}

/** A weight file that will be written: its tensors and where each begins. */
interface Shard {
  readonly file: string;
  readonly head: Uint8Array;
  readonly tensors: readonly {
    readonly tensor: MergedTensor;
    readonly start: number;
    readonly sizeBytes: number;
  }[];
}

/** Throws `conflict` when the name is taken. What a cancelled call wrote stays beside it, for the next one with the same recipe. */
export async function writeMerge(run: Run, merge: FolderMerge): Promise<FolderMerged> {
  const { recipe, sources, seed, out, largestShardBytes = LARGEST_SHARD_BYTES } = merge;
  if (await isThere(out)) {
    throw new PalimpsestError("conflict", `${out} already exists.`, {
      hint: "Choose a new name. Existing files are never overwritten.",
      details: { field: "out" },
    });
  }
  const merging = planMerge(recipe, sources, { seed });
  const shards = shardsOf(merging.tensors, largestShardBytes);
  const unfinished = `${path.resolve(out)}.${(await identityOf(merge)).slice(0, 12)}.part`;
  try {
    await mkdir(unfinished, { recursive: true });
    const done = await doneIn(unfinished);
    const notes: TensorNote[] = [];
    let count = 0;
    for (const shard of shards) {
      const handle = await openShard(path.join(unfinished, shard.file), shard.head);
      try {
        for (const { tensor, start } of shard.tensors) {
          count++;
          if (count <= done) continue;
          checkCancelled(run.signal);
          run.progress({ phase: `Merging ${tensor.name}`, step: count, steps: merging.tensors.length });
          const { values, facts = {} } = await merging.merge(tensor);
          notes.push({ name: tensor.name, facts });
          await writeAt(handle, NUMBER_TYPES[tensor.type].encode(values), start);
          await writeFile(path.join(unfinished, PROGRESS), JSON.stringify({ done: count }));
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
    }
    await writeOthers(unfinished, merge, merging, shards);
    await rm(path.join(unfinished, PROGRESS), { force: true });
    await rename(unfinished, out);
    const sizeBytes = shards.flatMap(({ tensors }) => tensors).reduce((sum, one) => sum + one.sizeBytes, 0);
    return { tensors: merging.tensors.length, sizeBytes, resumedAt: done, notes };
  } catch (error) {
    throw asStorageError(error);
  }
}

/** What decides the bytes of the result. */
async function identityOf({
  recipe,
  sources,
  seed,
  largestShardBytes = LARGEST_SHARD_BYTES,
}: FolderMerge): Promise<string> {
  const files = await Promise.all(
    [...sources].map(async ([name, source]) => [name, await source.files.list()]),
  );
  return hashJson(JSON.parse(JSON.stringify({ recipe, seed, files, largestShardBytes })) as JsonObject);
}

function shardsOf(tensors: readonly MergedTensor[], largestBytes: number): readonly Shard[] {
  const groups: MergedTensor[][] = [[]];
  let size = 0;
  const bytesOf = ({ shape, type }: MergedTensor) => sizeOf(shape) * NUMBER_TYPES[type].bytes;
  // A large number first, so that every tensor begins at a multiple of its own size.
  const sorted = tensors.toSorted((a, b) => NUMBER_TYPES[b.type].bytes - NUMBER_TYPES[a.type].bytes);
  for (const tensor of sorted) {
    if (size > 0 && size + bytesOf(tensor) > largestBytes) {
      groups.push([]);
      size = 0;
    }
    (groups.at(-1) as MergedTensor[]).push(tensor);
    size += bytesOf(tensor);
  }
  const number = (n: number) => String(n).padStart(5, "0");
  return groups.map((group, i) => {
    const places = group.map(({ name, shape, type }) => ({
      name,
      dtype: NUMBER_TYPES[type].file,
      shape,
      sizeBytes: sizeOf(shape) * NUMBER_TYPES[type].bytes,
    }));
    const head = safetensorsHead(places, { format: "pt" });
    let start = head.byteLength;
    const placed = group.map((tensor) => {
      const entry = { tensor, start, sizeBytes: bytesOf(tensor) };
      start += entry.sizeBytes;
      return entry;
    });
    const file =
      groups.length === 1
        ? "model.safetensors"
        : `model-${number(i + 1)}-of-${number(groups.length)}.safetensors`;
    return { file, head, tensors: placed };
  });
}

async function openShard(file: string, head: Uint8Array): Promise<FileHandle> {
  if (await isThere(file)) return open(file, "r+");
  const handle = await open(file, "wx+");
  await writeAt(handle, head, 0);
  return handle;
}

/** The system writes at most 2 GB at once. */
const LARGEST_WRITE = 2 ** 30;

async function writeAt(handle: FileHandle, bytes: Uint8Array, start: number): Promise<void> {
  for (let at = 0; at < bytes.byteLength;) {
    const length = Math.min(bytes.byteLength - at, LARGEST_WRITE);
    at += (await handle.write(bytes, at, length, start + at)).bytesWritten;
  }
}

async function doneIn(folder: string): Promise<number> {
  try {
    const { done } = JSON.parse(await readFile(path.join(folder, PROGRESS), "utf8")) as { done?: number };
    return Number.isInteger(done) ? (done as number) : 0;
  } catch {
    return 0;
  }
}

/** Configuration, tokenizer, the index of several weight files, and the recipe itself. */
async function writeOthers(
  folder: string,
  { recipe, sources }: FolderMerge,
  merging: Merging,
  shards: readonly Shard[],
): Promise<void> {
  const reference = sources.get(merging.reference) as FolderSource;
  const write = (name: string, content: string | Uint8Array) => writeFile(path.join(folder, name), content);
  const asked = recipe.tokenizer?.source ?? recipe.tokenizer_source;
  const tokenizer = (sources.get(asked ?? "") ?? reference).files;
  for (const { name } of await tokenizer.list()) {
    if (/\.(safetensors|gguf)$/.test(name) || name === INDEX || name === "config.json") continue;
    await write(name, await tokenizer.read(name));
  }
  if (merging.tokens) {
    const own = await tokenizerJson(tokenizer);
    const others = await Promise.all([...sources.values()].map(({ files }) => tokenizerJson(files)));
    const known = others.filter((other) => other !== undefined);
    if (own)
      await write(
        "tokenizer.json",
        `${JSON.stringify(extendedTokenizer(own, merging.tokens.tokens, known), null, 2)}\n`,
      );
  }
  if (recipe.chat_template && recipe.chat_template !== "auto")
    await write("chat_template.jinja", recipe.chat_template);
  const config = new TextDecoder().decode(await reference.files.read("config.json"));
  await write("config.json", mergedConfig(config, merging));
  await write("mergekit_config.yml", writeRecipe(recipe));
  if (shards.length === 1) return;
  const map = shards.flatMap(({ file, tensors }) =>
    tensors.map(({ tensor }) => [tensor.name, file] as const),
  );
  const total = shards.flatMap(({ tensors }) => tensors).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  await write(
    INDEX,
    `${JSON.stringify({ metadata: { total_size: total }, weight_map: Object.fromEntries(map) }, null, 2)}\n`,
  );
}

type TokenizerJson = Parameters<typeof extendedTokenizer>[0];

async function tokenizerJson(files: CheckpointFiles): Promise<TokenizerJson | undefined> {
  const names = (await files.list()).map(({ name }) => name);
  if (!names.includes("tokenizer.json")) return undefined;
  return JSON.parse(new TextDecoder().decode(await files.read("tokenizer.json"))) as TokenizerJson;
}

/** The reference's configuration with what the merge changed. Its text is kept: JSON would write 10000.0 as a whole number. */
function mergedConfig(text: string, { layers, tensors }: Merging): string {
  const set = (config: string, keys: string, value: string) =>
    config.replace(
      new RegExp(`"(${keys})"(\\s*:\\s*)("[^"]*"|null|true|false|[-\\d.eE+]+)`, "g"),
      `"$1"$2${value}`,
    );
  const hasHead = tensors.some(({ name }) => isHead(name));
  const rows = tensors.find(({ name }) => isEmbedding(name))?.shape[0];
  const changes = [
    ["num_hidden_layers|n_layer|num_layers", String(layers)],
    ["torch_dtype|dtype", JSON.stringify(tensors[0].type)],
    ...(rows === undefined ? [] : [["vocab_size", String(rows)]]),
    ...(hasHead ? [["tie_word_embeddings", "false"]] : []),
  ];
  return changes.reduce((config, [keys, value]) => set(config, keys, value), text);
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
