/**
 * Weights that are read lazily while onnxruntime-web copies them. It takes weights as byte arrays beside the model and
 * copies each into its own memory with `subarray`. An array that knows its length and reads the file at that call keeps one
 * weight at a time in our memory instead of all of them. See decision 12.
 *
 * This relies on onnxruntime-web 1.30, which accepts any Uint8Array unchanged, uses only its `byteLength` and `subarray`,
 * copies one array before it reads the next, and swallows exceptions meanwhile.
 */
import type { Value } from "../../tensor";
import type { WeightSource } from "../runtime";
import { checked, frozenSize } from "./weight";

export interface LateWeights {
  /** The weight's bytes, in a buffer that the next weight reuses. Throws as the source does, and ShapeError. */
  read(name: string, value: Value): Uint8Array;
  /** Why a weight could not be read; onnxruntime reports only that it failed. */
  failure(): unknown;
  release(): void;
}

/** Undefined for a source that cannot be read synchronously. */
export async function lazyWeights(
  source: WeightSource,
  largestBytes: number,
): Promise<LateWeights | undefined> {
  const readSync = await source.openSync?.();
  if (!readSync) return undefined;
  // A buffer that shrinks frees its memory at once, without a garbage collection.
  const passage = new ArrayBuffer(0, { maxByteLength: largestBytes });
  let failure: unknown;
  return {
    failure: () => failure,
    release: () => passage.resize(0),
    read(name, value) {
      try {
        const size = frozenSize(value);
        passage.resize(size);
        // Of fixed length: with views that follow the buffer's size a tab peaked 25 MB higher.
        const into =
          value.dtype === "uint8" ? new Uint8Array(passage, 0, size) : new Float32Array(passage, 0, size / 4);
        checked({ dtype: value.dtype, shape: readSync(name, into) }, name, value);
        return new Uint8Array(passage, 0, size);
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  };
}

export class LazyExternalData extends Uint8Array<ArrayBuffer> {
  readonly #length: number;
  readonly #read: () => Uint8Array;

  constructor(length: number, read: () => Uint8Array) {
    super(new ArrayBuffer(0));
    this.#length = length;
    this.#read = read;
  }

  override get byteLength(): number {
    return this.#length;
  }

  override subarray(start?: number, end?: number): Uint8Array<ArrayBuffer> {
    return this.#read().subarray(start, end) as Uint8Array<ArrayBuffer>;
  }
}
