/**
 * GGUF, the format of llama.cpp: settings, tokenizer and weights in one file, or in numbered parts. Read header.ts, then
 * architectures.ts; block-types.ts has the bytes and tokenizer-files.ts the tokenizer.
 */
import { PalimpsestError, type JsonObject } from "../../../../base";
import type { CheckpointFiles } from "../../checkpoint-files";
import type { CheckpointFolder, StoredTensor, WeightFormat } from "../format";
import {
  changeOf,
  GGUF_ARCHITECTURES,
  headsOf,
  hubName,
  type GgufArchitecture,
  type Settings,
  type ValueChange,
} from "./architectures";
import { decodeBlocks } from "./block-types";
import {
  ggufFilesIn,
  keysOf,
  readGgufHeader,
  type GgufHeader,
  type GgufKeys,
  type GgufTensor,
} from "./header";
import { tokenizerFiles } from "./tokenizer-files";

export const ggufFormat: WeightFormat = {
  id: "gguf",
  matches: (names) => names.some((name) => name.endsWith(".gguf")),
  open,
};

/** Tensors that are settings. */
const TABLES = ["rope_freqs.weight", "rope_factors_long.weight", "rope_factors_short.weight"];

async function open(files: CheckpointFiles): Promise<CheckpointFolder> {
  const names = ggufFilesIn((await files.list()).map(({ name }) => name));
  const header = await readGgufHeader(files, names);
  const keys = keysOf(header);
  const architecture = architectureOf(header, keys);
  const tables = new Map<string, readonly number[]>();
  for (const name of TABLES) {
    const tensor = header.tensors.get(name);
    if (tensor) {
      const bytes = await files.read(tensor.file, tensor.start, tensor.end);
      tables.set(name, [...decodeBlocks(tensor.type, bytes)]);
    }
  }
  const settings = settingsOf(header, keys, architecture.id, tables);
  const { tokenizer, tokenizerConfig, generationConfig } = tokenizerFiles(keys);
  const made = {
    "config.json": architecture.config(settings),
    "tokenizer.json": tokenizer,
    "tokenizer_config.json": tokenizerConfig,
    "generation_config.json": generationConfig,
  };
  const tensors = tensorsOf(header, architecture, settings);
  return {
    files: withFiles(files, made),
    tensors: async () => ({ files: names, tensors, isExact: true }),
    gguf: header,
  };
}

/** The bytes [start, end) of each file that are read before any weight is: enough to say what the model would take. */
export async function ggufHeadRanges(
  files: CheckpointFiles,
): Promise<readonly { readonly file: string; readonly start: number; readonly end: number }[]> {
  const names = ggufFilesIn((await files.list()).map(({ name }) => name));
  const { dataStart, tensors } = await readGgufHeader(files, names);
  return [
    ...[...dataStart].map(([file, end]) => ({ file, start: 0, end })),
    ...TABLES.flatMap((name) => tensors.get(name) ?? []).map(({ file, start, end }) => ({
      file,
      start,
      end,
    })),
  ];
}

function architectureOf({ files: [file], keys: stored }: GgufHeader, keys: GgufKeys): GgufArchitecture {
  const id = keys.text("general.architecture") ?? "";
  const kind = keys.text("general.type") ?? "model";
  const architecture = GGUF_ARCHITECTURES.get(id);
  if (architecture && kind === "model") return architecture;
  const known = [...GGUF_ARCHITECTURES.keys()].join(", ");
  const found =
    kind === "model" ? `the architecture ${JSON.stringify(id)}` : `the kind ${JSON.stringify(kind)}`;
  throw new PalimpsestError("unsupported", `${file} has ${stored.size > 0 ? found : "no keys"}.`, {
    hint: `Palimpsest reads whole language models of these architectures of llama.cpp: ${known}.`,
    details: { field: file },
  });
}

function settingsOf(
  header: GgufHeader,
  keys: GgufKeys,
  prefix: string,
  tables: ReadonlyMap<string, readonly number[]>,
): Settings {
  const [file] = header.files;
  // Some converters write a list with one number for each layer.
  const optional = (key: string): number | undefined => {
    const name = `${prefix}.${key}`;
    if (!Array.isArray(header.keys.get(name)?.value)) return keys.number(name);
    const values = new Set(keys.numbers(name));
    if (values.size === 1) return [...values][0];
    throw new PalimpsestError("unsupported", `${file} has layers with different ${name}.`, {
      hint: "Palimpsest reads models whose layers all have the same shape.",
      details: { field: file },
    });
  };
  return {
    text: (key) => keys.text(`${prefix}.${key}`),
    flag: (key) => keys.flag(`${prefix}.${key}`),
    has: (tensor) => header.tensors.has(tensor),
    table: (tensor) => tables.get(tensor),
    tokens: keys.texts("tokenizer.ggml.tokens")?.length ?? 0,
    optional,
    number(key) {
      const value = optional(key);
      if (value !== undefined) return value;
      throw new PalimpsestError("integrity", `${file} lacks the key ${prefix}.${key}.`, {
        hint: "The file is not whole, or was written by a converter of another kind; convert it again.",
        details: { field: file },
      });
    },
  };
}

function tensorsOf(
  header: GgufHeader,
  architecture: GgufArchitecture,
  settings: Settings,
): ReadonlyMap<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  for (const tensor of header.tensors.values()) {
    if (TABLES.includes(tensor.name)) continue;
    const change = changeOf(architecture, tensor.name, headsOf(settings));
    // A name that the architecture does not have stays as it is, and is refused as one too many.
    const name = hubName(architecture, tensor.name) ?? tensor.name;
    tensors.set(name, stored(tensor, change));
  }
  return tensors;
}

function stored(
  { shape, type, file, start, end }: GgufTensor,
  change: ValueChange | undefined,
): StoredTensor {
  const isTransposed = change?.kind === "transposed" && shape.length === 2;
  const arrange =
    change && (!isTransposed && change.kind === "transposed" ? undefined : arranging(change, shape));
  return {
    file,
    start,
    end,
    shape: isTransposed ? [...shape].reverse() : shape,
    dtype: type.name,
    block: { size: type.size, sizeBytes: type.sizeBytes },
    decode: (bytes, into) => decodeBlocks(type, bytes, into),
    ...(arrange && { arrange }),
  };
}

/** Undoes a change of the converter. `shape` is the file's. */
function arranging(change: ValueChange, shape: readonly number[]): (values: Float32Array) => Float32Array {
  const [rows, columns = 1] = shape;
  if (change.kind === "plus one") return (values) => values.map((value) => value - 1);
  return (values) => {
    const arranged = new Float32Array(values.length);
    if (change.kind === "rows") {
      for (let row = 0; row < rows; row++) {
        const from = change.from(row) * columns;
        arranged.set(values.subarray(from, from + columns), row * columns);
      }
    } else {
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++)
          arranged[column * rows + row] = values[row * columns + column];
    }
    return arranged;
  };
}

/** The files, and beside them some that are made. */
function withFiles(files: CheckpointFiles, made: Readonly<Record<string, JsonObject>>): CheckpointFiles {
  const texts = new Map<string, Uint8Array>();
  const textOf = (name: string) => {
    const known = texts.get(name) ?? new TextEncoder().encode(JSON.stringify(made[name]));
    texts.set(name, known);
    return known;
  };
  return {
    ...(files.openSync && { openSync: files.openSync.bind(files) }),
    async list() {
      const listed = (await files.list()).filter(({ name }) => !(name in made));
      return [...listed, ...Object.keys(made).map((name) => ({ name, sizeBytes: textOf(name).byteLength }))];
    },
    read: async (name, start, end) =>
      name in made ? textOf(name).slice(start ?? 0, end) : files.read(name, start, end),
  };
}
