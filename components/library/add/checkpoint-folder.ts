/** Reading a folder that a person chose: which of its files make a checkpoint, and what is missing for one. */
import { z } from "zod";
import { ggufPartsOf } from "@/lib/client/storage/checkpoint-heads";
import { isCheckpointFile, isGgufFile, isWeightFile } from "@/lib/store";

/** What is wrong with the folder, as a key of the messages. */
export type FolderProblem =
  | { readonly kind: "config" | "tokenizer" | "weights" | "pickle" }
  | { readonly kind: "shard" | "part"; readonly name: string };

export interface CheckpointFolder {
  readonly name: string;
  /** The files to send; weights last, so that a mistake in the small ones is found early. */
  readonly files: readonly File[];
  readonly ignored: number;
  readonly sizeBytes: number;
  readonly problems: readonly FolderProblem[];
}

const PICKLE = /\.(bin|pt|pth|ckpt)$/;

const ShardIndex = z.object({ weight_map: z.record(z.string(), z.string()) });

/** Sorts the files of a folder. Only those at its top are looked at. */
export async function readFolder(name: string, all: readonly File[]): Promise<CheckpointFolder> {
  const gguf = all.filter((file) => isGgufFile(file.name));
  if (gguf.length > 0) return readGguf(name, all, gguf);
  const known = all.filter((file) => isCheckpointFile(file.name));
  const text = known.filter((file) => !isWeightFile(file.name));
  const weights = known
    .filter((file) => isWeightFile(file.name))
    .sort((a, b) => a.name.localeCompare(b.name));
  const files = [...text, ...weights];
  const has = (wanted: string) => files.some((file) => file.name === wanted);

  const problems: FolderProblem[] = [];
  if (!has("config.json")) problems.push({ kind: "config" });
  if (!has("tokenizer.json") && !(has("vocab.json") && has("merges.txt")))
    problems.push({ kind: "tokenizer" });
  if (weights.length === 0) {
    problems.push({ kind: "weights" });
    if (all.some((file) => PICKLE.test(file.name))) problems.push({ kind: "pickle" });
  }
  for (const shard of await shardsOf(files)) {
    if (!has(shard)) problems.push({ kind: "shard", name: shard });
  }
  return {
    name,
    files,
    ignored: all.length - files.length,
    sizeBytes: files.reduce((sum, file) => sum + file.size, 0),
    problems,
  };
}

/** A GGUF file has everything in it, so other files of its folder are left alone. Its parts are numbered in their names. */
async function readGguf(
  name: string,
  all: readonly File[],
  gguf: readonly File[],
): Promise<CheckpointFolder> {
  const files = [...gguf].sort((a, b) => a.name.localeCompare(b.name));
  return {
    name,
    files,
    ignored: all.length - files.length,
    sizeBytes: files.reduce((sum, file) => sum + file.size, 0),
    problems: (await ggufPartsOf(files[0].name))
      .filter((part) => !files.some((file) => file.name === part))
      .map((part) => ({ kind: "part", name: part })),
  };
}

/** An id from a folder's name: "GPT-2 small" becomes "gpt-2-small". */
export function idFrom(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "")
    .slice(0, 64);
}

async function shardsOf(files: readonly File[]): Promise<readonly string[]> {
  const index = files.find((file) => file.name === "model.safetensors.index.json");
  if (!index) return [];
  const parsed = ShardIndex.safeParse(jsonOrNothing(await index.text()));
  // A damaged index is the server's to report: it reads the same file with the same schema and says where it breaks.
  return parsed.success ? [...new Set(Object.values(parsed.data.weight_map))].sort() : [];
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // reported by the server, as above
  }
}
