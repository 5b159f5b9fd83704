/**
 * A changed model as the files of a whole checkpoint, for any program that opens the original one. Names, layouts and the
 * tie of the head are those of the original. Weights are read, changed and written a few rows at a time. Tensors that do
 * not change and already have the wanted type are copied byte by byte.
 *
 * All that can be refused is refused before the first byte: the files are planned first, and a tensor that the wanted type
 * cannot hold is named.
 */
import { checkCancelled, PalimpsestError, type Run } from "../../../base";
import {
  createPause,
  inStretches,
  NUMBER_TYPES,
  safetensorsHead,
  sizeOf,
  transposedData,
} from "../../../tensor";
import type { ParameterSpec } from "../../family";
import { addDeltas, orientation, rankOf, type WeightDelta } from "../../overlay/overlay";
import type { CheckpointFiles } from "../checkpoint-files";
import { blockType, quantizedName, type QuantizedType } from "../formats/quantized";
import { openCheckpoint, tieCopies, type NamedTensor } from "../weights";
import {
  isQuantization,
  quantized,
  quantizedBytes,
  quantizedType,
  type Quantization,
  type QuantizationLoss,
} from "./quantize";

export type ExportType = keyof typeof NUMBER_TYPES;

/** As transformers divides a model into files. */
const LARGEST_SHARD_BYTES = 5e9;
/** Bytes that are copied at once. */
const COPY_BYTES = 16 * 1024 * 1024;
/** Numbers that are read and converted at once. */
const PASSAGE = 2 ** 20;
/** Multiplications between two looks at the clock. */
const STRETCH = 2 ** 20;

const CONFIG = "config.json";
const INDEX = "model.safetensors.index.json";

/** A file that can be written any number of times. Its bytes are exactly `sizeBytes`. */
export interface FolderFile {
  readonly name: string;
  readonly sizeBytes: number;
  bytes(run: Run): AsyncIterable<Uint8Array>;
}

/** The deltas of each parameter that changes, in order; they are looked up when their parameter is written. */
export type Changes = ReadonlyMap<string, () => Promise<readonly WeightDelta[]>>;

export interface FolderOptions {
  /** With a number of bits, matrices and embedding are quantised and all else is float32: a folder for this program alone. */
  readonly dtype: ExportType | Quantization;
  /** Called for each quantised weight when it has been written. */
  readonly onLoss?: (loss: QuantizationLoss) => void;
  /** Weights beyond this size are divided into files; a larger tensor has a file of its own. */
  readonly largestShardBytes?: number;
}

interface Planned extends NamedTensor {
  readonly spec?: ParameterSpec;
  /** The type of the written tensor, in the file's spelling. */
  readonly writtenAs: string;
  /** The type of its blocks, where it is quantised. */
  readonly quantizedAs?: QuantizedType;
  readonly sizeBytes: number;
  readonly changed?: () => Promise<readonly WeightDelta[]>;
}

/**
 * The files of the changed checkpoint: weights, configuration, and everything else that lies in its folder. Throws
 * `invalid_input` naming the tensor when a number does not fit the type, `unsupported` for a change that the checkpoint's
 * form cannot hold.
 */
export async function checkpointFolder(
  run: Run,
  id: string,
  source: CheckpointFiles,
  changes: Changes,
  { dtype: wanted, onLoss, largestShardBytes = LARGEST_SHARD_BYTES }: FolderOptions,
): Promise<readonly FolderFile[]> {
  const quantization = isQuantization(wanted) ? wanted : undefined;
  const dtype = isQuantization(wanted) ? "float32" : wanted;
  const { tensors, facts, files } = await tieCopies(await openCheckpoint(id, source));
  const specs = new Map(facts.parameters.map((spec) => [spec.name, spec]));
  checkChanges(id, specs, changes);
  const byParameter = new Map(tensors.map((tensor) => [tensor.parameter, tensor]));
  const planned = tensors.map((tensor) => planOf(tensor, byParameter, specs, changes, dtype, quantization));
  const { largest } = NUMBER_TYPES[dtype];
  const bounded = planned.map((tensor) => ({ ...tensor, largest, type: dtype }));
  await checkRange(run, files, bounded, "bfloat16 or float32");

  // A large number first, so that every tensor begins at a multiple of its own size.
  const inOrder = planned.toSorted((a, b) => bytesOfNumber(b) - bytesOfNumber(a));
  const rest = (await files.list()).filter(({ name }) => !isWritten(name));
  const config = withType(await text(files, CONFIG), dtype);
  return [
    wholeFile(CONFIG, new TextEncoder().encode(config)),
    ...rest.map(({ name, sizeBytes }) => copiedFile(files, name, sizeBytes)),
    ...weightFiles(files, shards(inOrder, largestShardBytes), dtype, onLoss),
  ];
}

/** Whether the export has its own form of a file of the original. */
function isWritten(name: string): boolean {
  return name === CONFIG || name === INDEX || /\.(safetensors|gguf)$/.test(name);
}

/** Refuses changes of weights that the checkpoint does not have, or has no tensor of its own for. */
export function checkChanges(id: string, specs: ReadonlyMap<string, ParameterSpec>, changes: Changes): void {
  for (const name of changes.keys()) {
    const spec = specs.get(name);
    if (spec && spec.tiedTo === undefined) continue;
    if (!spec) {
      throw new PalimpsestError("integrity", `The version changes ${name}, which ${id} does not have.`, {
        details: { field: "version", parameter: name },
      });
    }
    throw new PalimpsestError(
      "unsupported",
      `The version changes ${name} alone, and the checkpoint has one tensor for it and for ${spec.tiedTo}.`,
      {
        hint: "Take that edit out of a branch and export the branch, or export the delta.",
        details: { field: "version", parameter: name },
      },
    );
  }
}

function planOf(
  tensor: NamedTensor,
  byParameter: ReadonlyMap<string | undefined, NamedTensor>,
  specs: ReadonlyMap<string, ParameterSpec>,
  changes: Changes,
  dtype: ExportType,
  quantization?: Quantization,
): Planned {
  const spec = tensor.parameter === undefined ? undefined : specs.get(tensor.parameter);
  // Buffers and whatever else no program reads stay as they are.
  if (!spec) return { ...tensor, writtenAs: tensor.dtype, sizeBytes: tensor.end - tensor.start };
  // A tied tensor that has numbers of its own gets those of the tensor that the model reads in its place.
  const source = byParameter.get(spec.tiedTo ?? spec.name) ?? tensor;
  const changed = changes.get(spec.tiedTo ?? spec.name);
  const type = quantization && quantizedType(spec, source.dtype, quantization);
  if (type) {
    const name = quantizedName(tensor.name, type, spec.layout === "in-out");
    const sizeBytes = quantizedBytes(spec, type);
    return { ...source, name, spec, writtenAs: "U8", quantizedAs: type, sizeBytes, changed };
  }
  const { file, bytes } = NUMBER_TYPES[dtype];
  return {
    ...source,
    name: tensor.name,
    spec,
    writtenAs: file,
    sizeBytes: bytes * sizeOf(tensor.shape),
    changed,
  };
}

/** A tensor to be written, with the largest finite number of its type there. */
export interface Bounded extends NamedTensor {
  readonly spec?: ParameterSpec;
  readonly changed?: () => Promise<readonly WeightDelta[]>;
  readonly largest: number;
  /** The written type, as the person named it. */
  readonly type: string;
}

/**
 * Reads every tensor that might not fit its type, which costs as much as writing it. Throws `invalid_input` naming the first
 * with a number beyond.
 */
export async function checkRange(
  run: Run,
  files: CheckpointFiles,
  tensors: readonly Bounded[],
  wider: string,
): Promise<void> {
  const doubtful = tensors.filter(({ dtype, spec, changed, largest }) => {
    const stored = Object.values(NUMBER_TYPES).find(({ file }) => file === dtype);
    const isWide = !stored || stored.largest > largest; // a scaled block may hold any number of float32
    return spec !== undefined && (changed !== undefined || isWide);
  });
  for (const [step, tensor] of doubtful.entries()) {
    const { name, largest, type } = tensor;
    run.progress({ phase: `Checking ${name}`, step: step + 1, steps: doubtful.length });
    for await (const values of changedRows(run, files, tensor)) {
      const beyond = firstBeyond(values, largest);
      if (beyond === undefined) continue;
      throw new PalimpsestError(
        "invalid_input",
        `${name} holds ${beyond}; the largest number of ${type} is ${largest}.`,
        {
          hint:
            largest < NUMBER_TYPES.bfloat16.largest
              ? `Export in ${wider}.`
              : "An edit drove this weight out of range: take it out of a branch and export the branch.",
          details: { field: "dtype", parameter: name },
        },
      );
    }
  }
}

/** A plain loop: `find` with a callback takes seconds for the weights of a large model. */
function firstBeyond(values: Float32Array, largest: number): number | undefined {
  for (const value of values) if (!(Math.abs(value) <= largest)) return value; // NaN too
  return undefined;
}

/** The changed tensor in float32, whole, as the hub lays it out. */
export async function changedTensor(
  run: Run,
  files: CheckpointFiles,
  tensor: NamedTensor,
  spec: ParameterSpec,
  changed: (() => Promise<readonly WeightDelta[]>) | undefined,
): Promise<Float32Array> {
  const values = new Float32Array(sizeOf(tensor.shape));
  let filled = 0;
  for await (const rows of changedRows(run, files, { ...tensor, spec, changed })) {
    values.set(rows, filled);
    filled += rows.length;
  }
  return values;
}

/** The changed tensor in float32, some rows after another. */
async function* changedRows(
  { signal }: Run,
  files: CheckpointFiles,
  {
    file,
    start,
    end,
    decode,
    arrange,
    shape,
    spec,
    changed,
  }: NamedTensor & Pick<Planned, "spec" | "changed">,
): AsyncGenerator<Float32Array> {
  const pause = createPause(signal);
  const deltas = (await changed?.()) ?? [];
  const rank = deltas.reduce((sum, delta) => sum + (rankOf(delta) ?? 1), 0);
  const numbers = sizeOf(shape);
  const row = numbers / Math.max(shape[0] ?? 1, 1);
  const bytes = (end - start) / Math.max(numbers, 1);
  // A tensor that is stored in another order is put in order as a whole.
  const step = arrange ? numbers : row * Math.max(1, Math.floor(PASSAGE / Math.max(row, 1)));
  for (let from = 0; from < numbers; from += step) {
    const to = Math.min(from + step, numbers);
    const read = await files.read(file, start + from * bytes, start + to * bytes);
    const stored = decode?.(read) ?? new Float32Array();
    const values = arrange?.(stored) ?? stored;
    if (deltas.length > 0) {
      const stretch = row * Math.max(1, Math.floor(STRETCH / (row * rank)));
      await inStretches(pause, values.length, stretch, (first, last) =>
        addDeltas(spec as ParameterSpec, deltas, values.subarray(first, last), (from + first) / row),
      );
    }
    yield values;
    await pause();
  }
}

async function* tensorBytes(
  run: Run,
  files: CheckpointFiles,
  tensor: Planned,
  dtype: ExportType,
  onLoss: (loss: QuantizationLoss) => void,
): AsyncGenerator<Uint8Array> {
  const { spec, quantizedAs } = tensor;
  if (spec && quantizedAs) {
    yield* quantized(spec.name, quantizedAs, rowsOf(run, files, tensor, spec), onLoss);
    return;
  }
  if (tensor.writtenAs === tensor.dtype && !tensor.changed && !tensor.arrange) {
    yield* copied(run, files, tensor.file, tensor.start, tensor.end);
    return;
  }
  for await (const values of changedRows(run, files, tensor)) yield NUMBER_TYPES[dtype].encode(values);
}

/** Rows [out, in] of a tensor, some after another. */
async function* rowsOf(
  run: Run,
  files: CheckpointFiles,
  tensor: Planned,
  spec: ParameterSpec,
): AsyncGenerator<Float32Array> {
  if (spec.layout === "in-out") {
    const [into, out] = tensor.shape;
    yield transposedData(await changedTensor(run, files, tensor, spec, tensor.changed), into, out);
  } else yield* changedRows(run, files, tensor);
}

async function* copied(
  { signal }: Run,
  files: CheckpointFiles,
  name: string,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  for (let from = start; from < end; from += COPY_BYTES) {
    checkCancelled(signal);
    yield files.read(name, from, Math.min(from + COPY_BYTES, end));
  }
}

/** Tensors in order, each in the file before it while that has room. */
function shards(tensors: readonly Planned[], largestBytes: number): readonly (readonly Planned[])[] {
  const made: Planned[][] = [[]];
  let size = 0;
  for (const tensor of tensors) {
    if (size > 0 && size + tensor.sizeBytes > largestBytes) {
      made.push([]);
      size = 0;
    }
    (made.at(-1) as Planned[]).push(tensor);
    size += tensor.sizeBytes;
  }
  return made;
}

/** The weight files and, when there are several, their index. */
function weightFiles(
  files: CheckpointFiles,
  parts: readonly (readonly Planned[])[],
  dtype: ExportType,
  onLoss: (loss: QuantizationLoss) => void = () => undefined,
): readonly FolderFile[] {
  const total = parts.flat().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let before = 0;
  const number = (n: number) => String(n).padStart(5, "0");
  const nameOf = (i: number) =>
    parts.length === 1
      ? "model.safetensors"
      : `model-${number(i + 1)}-of-${number(parts.length)}.safetensors`;
  const written = parts.map((tensors, i): FolderFile => {
    const places = tensors.map((tensor) => ({
      name: tensor.name,
      dtype: tensor.writtenAs,
      shape: writtenShape(tensor),
      sizeBytes: tensor.sizeBytes,
    }));
    const head = safetensorsHead(places, { format: "pt" });
    const weightBytes = tensors.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const offset = before;
    before += weightBytes;
    return {
      name: nameOf(i),
      sizeBytes: head.byteLength + weightBytes,
      async *bytes(run) {
        yield head;
        let done = offset;
        for (const tensor of tensors) {
          run.progress({ phase: `Writing ${tensor.name}`, step: done, steps: total });
          yield* tensorBytes(run, files, tensor, dtype, onLoss);
          done += tensor.sizeBytes;
        }
      },
    };
  });
  if (parts.length === 1) return written;
  const map = parts.flatMap((tensors, i) => tensors.map(({ name }) => [name, nameOf(i)] as const));
  const index = { metadata: { total_size: total }, weight_map: Object.fromEntries(map) };
  return [...written, wholeFile(INDEX, new TextEncoder().encode(`${JSON.stringify(index, null, 2)}\n`))];
}

/** Blocks are bytes [out, blocks, bytes of a block]. */
function writtenShape({ shape, spec, quantizedAs }: Planned): readonly number[] {
  if (!spec || !quantizedAs) return shape;
  const [out, into] = orientation(spec);
  const { size, sizeBytes } = blockType(quantizedAs);
  return [out, into / size, sizeBytes];
}

function bytesOfNumber({ sizeBytes, shape }: Planned): number {
  return sizeBytes / Math.max(sizeOf(shape), 1);
}

function wholeFile(name: string, content: Uint8Array): FolderFile {
  return {
    name,
    sizeBytes: content.byteLength,
    async *bytes() {
      yield content;
    },
  };
}

function copiedFile(files: CheckpointFiles, name: string, sizeBytes: number): FolderFile {
  return { name, sizeBytes, bytes: (run) => copied(run, files, name, 0, sizeBytes) };
}

async function text(files: CheckpointFiles, name: string): Promise<string> {
  return new TextDecoder().decode(await files.read(name));
}

/**
 * The configuration with another type of weights. Its text is kept: written again by JavaScript, the number 10000.0 would be
 * a whole one, which some configurations of transformers refuse.
 */
function withType(config: string, dtype: ExportType): string {
  const stated = /"(torch_dtype|dtype)"(\s*:\s*)("[^"]*"|null)/g;
  if (config.search(stated) >= 0) return config.replace(stated, `"$1"$2"${dtype}"`);
  return config.replace("{", `{\n  "torch_dtype": "${dtype}",`);
}
