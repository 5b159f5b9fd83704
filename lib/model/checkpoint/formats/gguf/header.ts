/**
 * What a GGUF file says of itself before any weight is read: its keys, and the place and type of each tensor. The header is
 * parsed by @huggingface/gguf in ranges of two megabytes; the bounds that make it safe to read on are checked here.
 */
import { gguf, GGUFValueType, type GGUFTypedMetadata } from "@huggingface/gguf";
import { because, PalimpsestError } from "../../../../base";
import { sizeOf } from "../../../../tensor";
import type { CheckpointFiles } from "../../checkpoint-files";
import { BLOCK_TYPES, TYPE_NAMES, type BlockType } from "./block-types";
import { ggufPartNames } from "./file-names";

export interface GgufTensor {
  readonly name: string;
  /** Rows first, as everywhere else in Palimpsest; the file lists the fastest dimension first. */
  readonly shape: readonly number[];
  readonly type: BlockType;
  readonly file: string;
  /** Bytes [start, end) of the file. */
  readonly start: number;
  readonly end: number;
}

/** A key as it is stored, so that it can be written again unchanged. */
export interface GgufKey {
  readonly type: GGUFValueType;
  readonly subType?: GGUFValueType;
  readonly value: unknown;
}

export interface GgufHeader {
  readonly files: readonly string[];
  readonly keys: ReadonlyMap<string, GgufKey>;
  readonly tensors: ReadonlyMap<string, GgufTensor>;
  /** The byte of each file at which its tensors begin. */
  readonly dataStart: ReadonlyMap<string, number>;
}

/** Counts of the container, which the parser lists among the keys. */
const COUNTS = ["version", "tensor_count", "kv_count"];

const refuse = (
  code: "integrity" | "unsupported" | "invalid_input",
  file: string,
  message: string,
  hint: string,
) => new PalimpsestError(code, `${file}: ${message}`, { hint, details: { field: file } });

/** The GGUF file of a folder, or all parts of a split one, in order. Throws `invalid_input` when parts are missing. */
export function ggufFilesIn(names: readonly string[]): readonly string[] {
  const found = names.filter((name) => name.endsWith(".gguf")).sort();
  if (found.length === 0) return [];
  const expected = ggufPartNames(found[0]);
  if (found.some((name) => !expected.includes(name))) {
    throw refuse(
      "invalid_input",
      found[0],
      `It is one of ${found.length} GGUF files that do not belong together.`,
      "Give one model at a time: one file, or the parts NAME-00001-of-00003.gguf and so on.",
    );
  }
  const missing = expected.filter((name) => !found.includes(name));
  if (missing.length === 0) return expected;
  throw refuse(
    "invalid_input",
    missing[0],
    `The model has ${expected.length} parts, and ${missing.join(", ")} is missing.`,
    "Give all parts together.",
  );
}

/** Reads the headers of all files. Throws typed errors that name the file and what was found in it. */
export async function readGgufHeader(files: CheckpointFiles, names: readonly string[]): Promise<GgufHeader> {
  const sizes = new Map((await files.list()).map(({ name, sizeBytes }) => [name, sizeBytes]));
  const keys = new Map<string, GgufKey>();
  const tensors = new Map<string, GgufTensor>();
  const starts = new Map<string, number>();
  for (const [i, file] of names.entries()) {
    const sizeBytes = sizes.get(file) ?? 0;
    const parsed = await parse(files, file, sizeBytes);
    for (const [key, value] of Object.entries(parsed.typedMetadata)) {
      if (i === 0 && !COUNTS.includes(key)) keys.set(key, value as GgufKey);
    }
    checkPart(file, i, names.length, parsed.typedMetadata);
    const dataStart = Number(parsed.tensorDataOffset);
    starts.set(file, dataStart);
    for (const { name, shape, dtype, offset } of parsed.tensorInfos) {
      if (tensors.has(name)) throw damaged(file, `It lists ${name} twice.`);
      const rowsFirst = shape.map(Number).reverse();
      const type = typeOf(file, name, dtype, rowsFirst);
      const start = dataStart + Number(offset);
      const end = start + (sizeOf(rowsFirst) / type.size) * type.sizeBytes;
      if (end > sizeBytes) {
        throw damaged(file, `It ends at byte ${sizeBytes}; ${name} reaches to byte ${end}.`);
      }
      tensors.set(name, { name, shape: rowsFirst, type, file, start, end });
    }
  }
  return { files: names, keys, tensors, dataStart: starts };
}

const damaged = (file: string, message: string) =>
  refuse("integrity", file, message, "The file is cut off or damaged; copy it again.");

async function parse(files: CheckpointFiles, file: string, sizeBytes: number) {
  const magic = await files.read(file, 0, Math.min(8, sizeBytes));
  if (new TextDecoder().decode(magic.subarray(0, 4)) !== "GGUF" || magic.length < 8) {
    throw refuse("invalid_input", file, "It does not begin as a GGUF file does.", "Choose another file.");
  }
  const version = new DataView(magic.buffer, magic.byteOffset).getUint32(4, true);
  if (version !== 2 && version !== 3) {
    const isSwapped = version > 0xffff;
    throw refuse(
      "unsupported",
      file,
      isSwapped
        ? "It is stored with the largest byte first (big-endian)."
        : `It has version ${version} of the format.`,
      isSwapped
        ? "Convert it to the usual order of bytes."
        : "Palimpsest reads versions 2 and 3. Convert it again.",
    );
  }
  try {
    return await gguf(`https://files.invalid/${encodeURIComponent(file)}`, {
      typedMetadata: true,
      fetch: rangesOf(files, file, sizeBytes),
    });
  } catch (cause) {
    if (cause instanceof PalimpsestError) throw cause;
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new PalimpsestError("integrity", `${file}: Its header cannot be read: ${said.slice(0, 200)}`, {
      hint: "The file is cut off or damaged; copy it again.",
      details: { ...because("fileDamaged", { file }), field: file },
      cause,
    });
  }
}

/** Answers the parser's range requests from the files, wherever they are. */
function rangesOf(files: CheckpointFiles, file: string, sizeBytes: number): typeof fetch {
  return async (_address, init) => {
    const range = /bytes=(\d+)-(\d+)/.exec(new Headers(init?.headers).get("range") ?? "");
    const start = Math.min(Number(range?.[1] ?? 0), sizeBytes);
    const end = Math.min(Number(range?.[2] ?? sizeBytes - 1) + 1, sizeBytes);
    const bytes = start < end ? await files.read(file, start, end) : new Uint8Array();
    return new Response(bytes as BodyInit, {
      status: 206,
      headers: { "content-range": `bytes ${start}-${end - 1}/${sizeBytes}` },
    });
  };
}

function checkPart(file: string, index: number, count: number, keys: GGUFTypedMetadata): void {
  const number = (key: string) => (keys[key] ? Number(keys[key].value) : undefined);
  const [part, parts] = [number("split.no") ?? 0, number("split.count") ?? 1];
  if (part === index && Math.max(1, parts) === count) return;
  throw refuse(
    "invalid_input",
    file,
    `It says that it is part ${part + 1} of ${parts}, and was given as part ${index + 1} of ${count}.`,
    "Give all parts under the names they were made with.",
  );
}

function typeOf(file: string, tensor: string, id: number, shape: readonly number[]): BlockType {
  const type = BLOCK_TYPES.get(id);
  if (!type) {
    const known = [...BLOCK_TYPES.values()].map(({ name }) => name).join(", ");
    throw refuse(
      "unsupported",
      file,
      `${tensor} is stored as ${TYPE_NAMES[id] ?? `type ${id}`}.`,
      `Palimpsest reads ${known}. Choose a file of another quantization.`,
    );
  }
  const row = shape.at(-1) ?? 1;
  if (row % type.size === 0) return type;
  throw damaged(file, `A row of ${tensor} has ${row} numbers, which are no whole blocks of ${type.name}.`);
}

/** Reads keys by name and kind; what is there but of another kind is an error, never a default. */
export interface GgufKeys {
  number(key: string): number | undefined;
  text(key: string): string | undefined;
  flag(key: string): boolean | undefined;
  texts(key: string): readonly string[] | undefined;
  numbers(key: string): readonly number[] | undefined;
}

export function keysOf({ keys, files }: GgufHeader): GgufKeys {
  const read = <T>(key: string, kind: string, take: (value: unknown) => T | undefined): T | undefined => {
    const stored = keys.get(key);
    if (stored === undefined) return undefined;
    const value = take(stored.value);
    if (value !== undefined) return value;
    throw refuse(
      "integrity",
      files[0],
      `The key ${key} is ${GGUFValueType[stored.type].toLowerCase()}; ${kind} is expected.`,
      "The file was not written as llama.cpp expects it; convert it again.",
    );
  };
  const asNumber = (value: unknown) =>
    typeof value === "number" || typeof value === "bigint" ? Number(value) : undefined;
  const listOf = <T>(value: unknown, one: (value: unknown) => T | undefined) => {
    if (!Array.isArray(value)) return undefined;
    const all = value.map(one);
    return all.includes(undefined) ? undefined : (all as T[]);
  };
  const asText = (value: unknown) => (typeof value === "string" ? value : undefined);
  return {
    number: (key) => read(key, "a number", asNumber),
    text: (key) => read(key, "a text", asText),
    flag: (key) => read(key, "true or false", (value) => (typeof value === "boolean" ? value : undefined)),
    texts: (key) => read(key, "a list of texts", (value) => listOf(value, asText)),
    numbers: (key) => read(key, "a list of numbers", (value) => listOf(value, asNumber)),
  };
}
