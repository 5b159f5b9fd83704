/** The files of a checkpoint from any source: a folder, a request, a drop on the page. */
import { because, PalimpsestError, parseJson } from "../../base";

/** Read access to the files of one checkpoint. Names are plain file names. */
export interface CheckpointFiles {
  list(): Promise<readonly { readonly name: string; readonly sizeBytes: number }[]>;
  /** The bytes [start, end) of a file, or all of it. Throws `not_found`. */
  read(name: string, start?: number, end?: number): Promise<Uint8Array>;
  /** For platforms that can read files synchronously. Throws `not_found`. */
  openSync?(name: string): Promise<ReadSync>;
}

/** Fills `into` with the bytes of a file from `start` on. */
export type ReadSync = (start: number, into: Uint8Array) => void;

/** Names and sizes of the files. */
export async function sizesIn(files: CheckpointFiles): Promise<ReadonlyMap<string, number>> {
  return new Map((await files.list()).map(({ name, sizeBytes }) => [name, sizeBytes]));
}

/** Far above any published file, and far below what a process can hold as parsed values. */
const MOST_BYTES: Readonly<Record<string, number>> = { "tokenizer.json": 256e6, "vocab.json": 64e6 };
const MOST_OTHER_BYTES = 32e6;

/** A whole file of text. Its size is checked before it is read. Throws `not_found` and `too_large`. */
export async function readText(files: CheckpointFiles, name: string): Promise<string> {
  const sizeBytes = (await sizesIn(files)).get(name) ?? 0;
  const limit = MOST_BYTES[name] ?? MOST_OTHER_BYTES;
  if (sizeBytes > limit) {
    throw new PalimpsestError(
      "too_large",
      `${name} has ${Math.round(sizeBytes / 1e6)} MB; at most ${limit / 1e6} MB are read.`,
      {
        hint: "A file of that name is smaller in every published checkpoint. Copy it again.",
        details: {
          ...because("fileTooLarge", { file: name, mb: Math.round(sizeBytes / 1e6), most: limit / 1e6 }),
          field: name,
        },
      },
    );
  }
  return new TextDecoder("utf-8", { fatal: true }).decode(await files.read(name));
}

/** Throws `invalid_input` that names a file which is missing or not JSON, and as `readText`. */
export async function readJson(files: CheckpointFiles, name: string): Promise<unknown> {
  const listed = await sizesIn(files);
  if (!listed.has(name)) {
    throw new PalimpsestError("invalid_input", `The folder has no ${name}.`, {
      hint: "Choose the folder of a Hugging Face checkpoint: config.json, tokenizer.json (or vocab.json and merges.txt) and model.safetensors.",
      details: {
        ...because("folderLacks", { file: name }),
        field: name,
        found: [...listed.keys()].slice(0, 20),
      },
    });
  }
  try {
    return parseJson(await readText(files, name));
  } catch (cause) {
    if (cause instanceof PalimpsestError) throw cause;
    throw new PalimpsestError("invalid_input", `${name} is not JSON.`, {
      hint: "Copy the file again from the checkpoint.",
      details: { ...because("fileNotJson", { file: name }), field: name },
      cause,
    });
  }
}

/** As `readJson`; a missing file gives undefined. */
export async function readJsonIfThere(files: CheckpointFiles, name: string): Promise<unknown> {
  return (await sizesIn(files)).has(name) ? readJson(files, name) : undefined;
}
