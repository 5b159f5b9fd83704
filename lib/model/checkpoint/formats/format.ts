/**
 * A file format of weights. Whatever the format, a checkpoint is read as a folder of Hugging Face: config.json, the
 * tokenizer's files, and tensors under the hub's names and in the hub's layout.
 */
import type { CheckpointFiles } from "../checkpoint-files";
import type { GgufHeader } from "./gguf/header";
import type { QuantizedType } from "./quantized";

export interface WeightFormat {
  readonly id: string;
  /** Whether these are the names of a folder whose weights have this format. */
  matches(names: readonly string[]): boolean;
  open(files: CheckpointFiles): Promise<CheckpointFolder>;
}

export interface CheckpointFolder {
  /** The settings and the tokenizer; made from the weights' file where the format stores them there. */
  readonly files: CheckpointFiles;
  /** Reads the headers of the weights. Throws typed errors that name the file at fault. */
  tensors(): Promise<TensorList>;
  /** The header of a GGUF file, of which an export in the same format keeps what no edit touched. */
  readonly gguf?: GgufHeader;
}

export interface TensorList {
  /** The files that hold weights, in order. */
  readonly files: readonly string[];
  /** By the hub's names. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Whether a tensor that the family has no place for is an error: true where such a tensor changes what is computed. */
  readonly isExact: boolean;
}

/** A tensor in a file, located and not read. */
export interface StoredTensor {
  readonly file: string;
  /** Bytes [start, end) of the file. */
  readonly start: number;
  readonly end: number;
  /** As the hub lays it out. */
  readonly shape: readonly number[];
  /** In the file's spelling: "F16". */
  readonly dtype: string;
  /** Numbers and bytes that are decoded together; a tensor is a whole number of these. */
  readonly block: { readonly size: number; readonly sizeBytes: number };
  /** The numbers of whole blocks, in `into` where it is given. Absent for a type that is not read. */
  readonly decode?: (bytes: Uint8Array, into?: Float32Array) => Float32Array;
  /** From the file's order or values to the hub's, for the whole tensor; absent where they agree. */
  readonly arrange?: (values: Float32Array) => Float32Array;
  /** The type of its blocks, for a weight whose rows [out, in] programs hold as they are. */
  readonly blocks?: QuantizedType;
}
