/**
 * Named tensors as safetensors bytes, and the cache of expensive results.
 *
 * The format: 8 bytes little-endian header length, a JSON header {name: {dtype, shape, data_offsets}}, the raw data. A
 * header may be wrong, so all of it is checked against the actual bytes before use.
 */
import { because, PalimpsestError, parseJson, type JsonObject } from "../base";
import {
  bytesOf,
  float32,
  float32ToBfloat16,
  float32ToFloat16,
  fromBytes,
  sizeOf,
  type DType,
  type Tensor,
  type TensorBundle,
} from "./tensor";

/** Expensive intermediate results (covariances, projections, trained editors), addressed by their inputs. */
export interface ArtifactCache {
  /**
   * `key` contains everything the result depends on; equal keys name the same artifact on every machine. The interface
   * shows the fields `artifact` (its kind), `checkpoint`, `layer` or `layers`, `texts` and `training`. Concurrent callers
   * share one computation; `signal` cancels this caller alone.
   */
  getOrMake(
    key: JsonObject,
    make: (making: Making) => Promise<TensorBundle>,
    signal?: AbortSignal,
  ): Promise<TensorBundle>;
  has(key: JsonObject): Promise<boolean>;
  /**
   * Values that are quick to compute from an artifact but worth caching while the process lives: a factor, sampled
   * contexts. They are shared and cancelled like artifacts.
   */
  remember<T>(key: JsonObject, make: () => Promise<T>, options?: RememberOptions<T>): Promise<T>;
}

export interface RememberOptions<T> {
  readonly signal?: AbortSignal;
  /** Memory of a value, when it is more than a few kilobytes. */
  readonly sizeBytes?: (value: T) => number;
}

/** Services for the computation of an artifact. */
export interface Making {
  /** The partial result that `keep` stored when this computation was last stopped. */
  kept(): Promise<TensorBundle | null>;
  /** Stores a partial result, so that a stopped computation resumes there. It is removed when the artifact is complete. */
  keep(part: TensorBundle, progress: Samples): Promise<void>;
  /** Facts about the result for a person; the last call counts. */
  note(notes: ArtifactNotes): void;
}

/** How much has been read, of how much. */
export interface Samples {
  readonly done: number;
  readonly total: number;
}

export interface ArtifactNotes {
  /** Number of samples: tokens of texts, edits of a training set, facts that were asked for. */
  readonly samples?: { readonly count: number; readonly unit: "tokens" | "edits" | "facts" };
  /** Of facts that were asked for: how many the model knows. */
  readonly known?: number;
  /** Convergence of the result: its relative error after so many samples, estimated from two halves of them. */
  readonly quality?: readonly { readonly samples: number; readonly relativeError: number }[];
  /** The share of a matrix's trace that its largest coordinates hold. */
  readonly largest?: { readonly coordinates: number; readonly share: number };
}

/** One entry of a safetensors header. `dtype` is the file's spelling. */
interface SafetensorsEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Byte range in the file. */
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Bytes of the header with its length prefix; tensors start here. */
  readonly headerBytes: number;
}

/** Bytes of a number, by the file's spelling of its type. */
const SAFETENSORS_BYTES: Readonly<Record<string, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  U8: 1,
  BOOL: 1,
};

const NAME_OF: Readonly<Record<DType, string>> = {
  float32: "F32",
  float64: "F64",
  float16: "F16",
  int64: "I64",
  int32: "I32",
  uint8: "U8",
  bool: "BOOL",
};
const DTYPE_OF = Object.fromEntries(Object.entries(NAME_OF).map(([dtype, name]) => [name, dtype as DType]));

/** The types that weights are written in, in transformers' words; `file` is that of safetensors. */
export const NUMBER_TYPES = {
  float32: {
    file: "F32",
    bytes: 4,
    largest: 3.4028234663852886e38,
    encode: (values: Float32Array) => bytesOf(float32([values.length], values)),
  },
  float16: {
    file: "F16",
    bytes: 2,
    largest: 65_504,
    encode: (values: Float32Array) => new Uint8Array(float32ToFloat16(values).buffer),
  },
  bfloat16: {
    file: "BF16",
    bytes: 2,
    largest: 3.3895313892515355e38,
    encode: (values: Float32Array) => new Uint8Array(float32ToBfloat16(values).buffer),
  },
} as const;

/** Largest header we read; the largest public checkpoints stay far below. */
const LARGEST_HEADER = 64 * 1024 * 1024;

/**
 * Parses a header from the first bytes of a file. `fileBytes` is the size of the whole file; `head` must hold the header.
 * Throws `integrity` for a truncated file, offsets outside it, overlaps, or sizes that disagree with the shape.
 */
export function parseSafetensorsHeader(
  head: Uint8Array,
  fileBytes: number,
  file = "file",
): SafetensorsHeader {
  const broken = (what: string) =>
    new PalimpsestError("integrity", `${file} is not a sound safetensors file: ${what}.`, {
      hint: "Download or copy the file again; a cut transfer is the usual cause.",
      details: { ...because("fileDamaged", { file }), field: file },
    });
  const length = safetensorsHeaderLength(head, fileBytes, file);
  if (head.byteLength < 8 + length) throw broken(`its header of ${length} bytes is cut short`);

  let parsed: unknown;
  try {
    parsed = parseJson(new TextDecoder("utf-8", { fatal: true }).decode(head.subarray(8, 8 + length)));
  } catch {
    throw broken("its header is not JSON");
  }
  if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed))
    throw broken("its header is not an object");

  const dataStart = 8 + length;
  const entries = new Map<string, SafetensorsEntry>();
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(parsed as Record<string, unknown>)) {
    if (name === "__metadata__") {
      if (entry !== null && !isTexts(entry)) throw broken("its metadata are not texts by name");
      metadata = entry ?? {};
      continue;
    }
    const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
    const isShape = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
    const isRange = Array.isArray(offsets) && offsets.length === 2 && offsets.every(Number.isSafeInteger);
    if (typeof dtype !== "string" || !isShape || !isRange) throw broken(`the entry of ${name} is malformed`);
    const [start, end] = offsets as [number, number];
    // Checkpoints may contain unused tensors of unsupported types. These are refused only when they are read.
    const bytes = SAFETENSORS_BYTES[dtype];
    if (start < 0 || end < start || dataStart + end > fileBytes) {
      throw broken(`${name} should end at byte ${dataStart + end} but the file has ${fileBytes}`);
    }
    if (bytes !== undefined && end - start !== bytes * sizeOf(shape as number[])) {
      throw broken(`${name} is ${dtype} of shape [${shape}] but has ${end - start} bytes`);
    }
    entries.set(name, { dtype, shape: shape as number[], start: dataStart + start, end: dataStart + end });
  }

  const ranges = [...entries].sort(([, a], [, b]) => a.start - b.start);
  for (let i = 1; i < ranges.length; i++) {
    if (ranges[i][1].start < ranges[i - 1][1].end)
      throw broken(`${ranges[i - 1][0]} and ${ranges[i][0]} overlap`);
  }
  return { entries, metadata, headerBytes: dataStart };
}

function isTexts(value: unknown): value is Record<string, string> {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === "string");
}

/** The length of the JSON header, from the first eight bytes. */
export function safetensorsHeaderLength(head: Uint8Array, fileBytes: number, file = "file"): number {
  const length = head.byteLength < 8 ? 0n : new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
  if (head.byteLength < 8 || length > BigInt(LARGEST_HEADER) || Number(length) + 8 > fileBytes) {
    throw new PalimpsestError(
      "integrity",
      `${file} is not a safetensors file: it announces a header of ${length} bytes and has ${fileBytes} in all.`,
      {
        hint: "Download or copy the file again; a cut transfer is the usual cause.",
        details: { ...because("fileDamaged", { file }), field: file },
      },
    );
  }
  return Number(length);
}

/** The place of a tensor in a file that is written. `dtype` is the file's spelling. */
interface SafetensorsPlace {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly sizeBytes: number;
}

/** The bytes of a file before its tensors, which follow in this order and without gaps. */
export function safetensorsHead(
  places: readonly SafetensorsPlace[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) {
    header.__metadata__ = Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  let offset = 0;
  for (const { name, dtype, shape, sizeBytes } of places) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + sizeBytes] };
    offset += sizeBytes;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(json.byteLength / 8) * 8; // tensors start at a multiple of eight, so they can be viewed in place
  const bytes = new Uint8Array(8 + padded).fill(0x20, 8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(json, 8);
  return bytes;
}

/** Deterministic bytes: names in order, metadata keys in order. Equal bundles have equal bytes. */
export function writeSafetensors(
  bundle: TensorBundle,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const names = Object.keys(bundle).sort();
  const places = names.map((name) => {
    const { dtype, shape, data } = bundle[name];
    return { name, dtype: NAME_OF[dtype], shape, sizeBytes: data.byteLength };
  });
  const head = safetensorsHead(places, metadata);
  const bytes = new Uint8Array(places.reduce((sum, { sizeBytes }) => sum + sizeBytes, head.byteLength));
  bytes.set(head);
  let position = head.byteLength;
  for (const name of names) {
    bytes.set(bytesOf(bundle[name]), position);
    position += bundle[name].data.byteLength;
  }
  return bytes;
}

export function readSafetensors(
  bytes: Uint8Array,
  file?: string,
): { readonly bundle: TensorBundle; readonly metadata: Readonly<Record<string, string>> } {
  const header = parseSafetensorsHeader(bytes, bytes.byteLength, file);
  const bundle: Record<string, Tensor> = {};
  for (const [name, { dtype, shape, start, end }] of header.entries) {
    const ours = DTYPE_OF[dtype];
    if (!ours) {
      throw new PalimpsestError("unsupported", `${file ?? "file"}: ${name} is stored as ${dtype}.`, {
        hint: `Tensors of ${Object.keys(DTYPE_OF).join(", ")} can be read; convert the file to one of them.`,
      });
    }
    bundle[name] = fromBytes(ours, shape, bytes.subarray(start, end));
  }
  return { bundle, metadata: header.metadata };
}
