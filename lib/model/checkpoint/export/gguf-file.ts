/**
 * A changed model as a GGUF file, for llama.cpp and the programs that are built on it. Of a model that was opened from such a
 * file, keys and untouched tensors are copied as they are: quantizing again what was dequantized would change it.
 */
import { PalimpsestError, type Run } from "../../../base";
import { sizeOf } from "../../../tensor";
import { readJson, type CheckpointFiles } from "../checkpoint-files";
import { openFolder } from "../formats";
import { changeOf, ggufName, GGUF_ARCHITECTURES, type ValueChange } from "../formats/gguf/architectures";
import { BLOCK_TYPES, type BlockType } from "../formats/gguf/block-types";
import type { GgufHeader, GgufKey } from "../formats/gguf/header";
import { tokenizerKeys } from "../formats/gguf/tokenizer-keys";
import { architectureFor, writtenKeys } from "../formats/gguf/written-keys";
import { ggufHead, KEY_TYPES, padded, tensorBytes, type WrittenTensor } from "../formats/gguf/write";
import { readTokenizer } from "../../tokenizer/read-tokenizer";
import { checkpointIn, tieCopies, type Checkpoint, type NamedTensor } from "../weights";
import {
  changedTensor,
  checkChanges,
  checkRange,
  type Bounded,
  type Changes,
  type FolderFile,
} from "./checkpoint-folder";

/** Types of the weights, in llama.cpp's words, with the number that `general.file_type` has for them. */
const FILE_TYPES = { F32: 0, F16: 1, BF16: 32, Q8_0: 7 } as const;
export type GgufType = keyof typeof FILE_TYPES;

/** The largest finite number of a type; blocks of Q8_0 have half-precision scales of up to 127 steps. */
const LARGEST: Readonly<Record<GgufType, number>> = {
  F32: 3.4028234663852886e38,
  F16: 65_504,
  BF16: 3.3895313892515355e38,
  Q8_0: 65_504 * 127,
};

export interface GgufOptions {
  readonly type: GgufType;
  /** Of the file, without its ending, and of the model in it. */
  readonly name: string;
}

interface Planned extends WrittenTensor {
  bytes(run: Run): Promise<Uint8Array>;
  /** What is converted, and may not fit; absent for what is copied. */
  readonly bounded?: Bounded;
}

/**
 * The file, planned and not written. Throws `unsupported` naming a family, setting or tokenizer that the format has no place
 * for, and `invalid_input` naming a tensor with a number beyond the type.
 */
export async function ggufFile(
  run: Run,
  id: string,
  source: CheckpointFiles,
  changes: Changes,
  { type, name }: GgufOptions,
): Promise<FolderFile> {
  const folder = await openFolder(source);
  const checkpoint = await tieCopies(await checkpointIn(id, folder));
  const specs = new Map(checkpoint.facts.parameters.map((spec) => [spec.name, spec]));
  checkChanges(id, specs, changes);
  const base = folder.gguf;
  const { keys, tables } = base ? kept(base, type) : await made(checkpoint, type, name);
  const settings: Planned[] = [...tables].map(([table, values]) => ({
    name: table,
    shape: [values.length],
    type: blockType("F32"),
    bytes: async () => encoded(blockType("F32"), values),
  }));
  const weights = checkpoint.tensors
    .filter(({ parameter = "" }) => specs.has(parameter) && specs.get(parameter)?.tiedTo === undefined)
    .map((tensor) => planOf(checkpoint, tensor, changes, type, base));
  const tensors = [...settings, ...weights];
  await checkRange(
    run,
    checkpoint.files,
    weights.flatMap(({ bounded }) => bounded ?? []),
    "BF16 or F32",
  );
  const head = ggufHead(keys, tensors);
  return {
    name: `${name}.gguf`,
    sizeBytes: head.byteLength + tensors.reduce((sum, tensor) => sum + padded(tensorBytes(tensor)), 0),
    async *bytes(run) {
      yield head;
      for (const [i, tensor] of tensors.entries()) {
        run.progress({ phase: `Writing ${tensor.name}`, step: i + 1, steps: tensors.length });
        const bytes = await tensor.bytes(run);
        yield bytes;
        const rest = padded(bytes.byteLength) - bytes.byteLength;
        if (rest > 0) yield new Uint8Array(rest);
      }
    },
  };
}

const blockType = (name: string) => [...BLOCK_TYPES.values()].find((type) => type.name === name) as BlockType;

interface Keys {
  readonly keys: ReadonlyMap<string, GgufKey>;
  readonly tables: ReadonlyMap<string, Float32Array>;
}

/** The keys of the original, in their types. Its tables are tensors like the others. */
function kept({ keys }: GgufHeader, type: GgufType): Keys {
  const carried = [...keys].filter(([key]) => key !== "general.alignment" && !key.startsWith("split."));
  return { keys: new Map([...carried, ...general(type)]), tables: new Map() };
}

const general = (type: GgufType): readonly (readonly [string, GgufKey])[] => [
  ["general.file_type", { type: KEY_TYPES.uint32, value: FILE_TYPES[type] }],
  ["general.quantization_version", { type: KEY_TYPES.uint32, value: 2 }],
];

async function made(
  { facts, family, config, files }: Checkpoint,
  type: GgufType,
  name: string,
): Promise<Keys> {
  const architecture = architectureFor(family.id);
  const { keys, tables } = writtenKeys(architecture, config, facts);
  const { special, chat } = await readTokenizer(files);
  const tokenizer = tokenizerKeys(
    await readJson(files, "tokenizer.json"),
    special,
    chat?.source,
    facts.dimensions.vocabulary,
  );
  const text = (value: string): GgufKey => ({ type: KEY_TYPES.string, value });
  return {
    keys: new Map([
      ["general.architecture", text(architecture)],
      ["general.type", text("model")],
      // llama.cpp reads texts of a model with "phi-3" or "phi3" in its name in another way.
      ["general.name", text(name.replace(/phi-?3/gi, "phi_3"))],
      ...general(type),
      ...keys,
      ...tokenizer,
    ]),
    tables,
  };
}

function planOf(
  checkpoint: Checkpoint,
  tensor: NamedTensor,
  changes: Changes,
  wanted: GgufType,
  base: GgufHeader | undefined,
): Planned {
  const { files, family, facts } = checkpoint;
  const spec = facts.parameters.find(({ name }) => name === tensor.parameter);
  if (!spec) throw new PalimpsestError("internal", `${tensor.name} is no parameter.`);
  const architecture = GGUF_ARCHITECTURES.get(architectureFor(family.id));
  const name = architecture && ggufName(architecture, spec.name);
  if (!architecture || !name)
    throw new PalimpsestError("unsupported", `${spec.name} has no name in GGUF.`, {
      hint: "Export a folder instead.",
      details: { field: "as", parameter: spec.name },
    });
  const stored = base?.tensors.get(name);
  const changed = changes.get(spec.tiedTo ?? spec.name);
  if (stored && !changed) {
    const { file, start, end, shape, type } = stored;
    return { name, shape, type, bytes: () => files.read(file, start, end) };
  }
  const { heads, headWidth } = facts.dimensions;
  const change = changeOf(architecture, name, { heads, headWidth });
  const shape =
    change?.kind === "transposed" && tensor.shape.length === 2 ? tensor.shape.toReversed() : tensor.shape;
  const type = typeFor(name, shape, wanted);
  return {
    name,
    shape,
    type,
    bounded: { ...tensor, spec, changed, type: type.name, largest: LARGEST[type.name as GgufType] },
    bytes: async (run) =>
      encoded(type, applied(change, await changedTensor(run, files, tensor, spec, changed), shape)),
  };
}

/** Vectors, and the positions of GPT-2, are always in full precision; a row of other width than whole blocks is in half. */
function typeFor(name: string, shape: readonly number[], wanted: GgufType): BlockType {
  if (shape.length < 2 || name.startsWith("position_embd")) return blockType("F32");
  const type = blockType(wanted);
  return (shape.at(-1) ?? 1) % type.size === 0 ? type : blockType("F16");
}

const encoded = (type: BlockType, values: Float32Array) => type.encode?.(values) ?? new Uint8Array();

/** From the hub's layout and values to the file's: the opposite of `arrange`. `shape` is the file's. */
function applied(
  change: ValueChange | undefined,
  values: Float32Array,
  shape: readonly number[],
): Float32Array {
  const [rows, columns = 1] = shape;
  if (!change || (change.kind === "transposed" && shape.length < 2)) return values;
  if (change.kind === "plus one") return values.map((value) => value + 1);
  const file = new Float32Array(sizeOf(shape));
  for (let row = 0; row < rows; row++) {
    if (change.kind === "rows") {
      file.set(values.subarray(row * columns, (row + 1) * columns), change.from(row) * columns);
    } else {
      for (let column = 0; column < columns; column++) {
        file[row * columns + column] = values[column * rows + row];
      }
    }
  }
  return file;
}
