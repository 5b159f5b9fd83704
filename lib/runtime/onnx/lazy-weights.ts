/**
 * Weights that are read when onnxruntime-web has a place for them. It takes weights as byte arrays that lie beside the model,
 * and copies each into its own memory with `subarray`. An array that knows its length and reads at that call makes one weight
 * at a time pass through memory of ours, instead of all of them lying there first. See decision 12.
 *
 * What this relies on in onnxruntime-web 1.30: that it takes any Uint8Array as it is, asks `byteLength` and `subarray` of it
 * and nothing else, has copied one before it asks for the next, and swallows what is thrown meanwhile.
 */
import type { Value } from "../../tensor";
import type { WeightSource } from "../runtime";
import { checked, frozenSize } from "./weight";

export interface LateWeights {
  /** The weight's bytes, in memory that the next one takes over. Throws as the source does, and ShapeError. */
  read(name: string, value: Value): Uint8Array;
  /** Why a weight could not be read: onnxruntime only says that one was not. */
  failure(): unknown;
  release(): void;
}

/** Undefined for a source that cannot be read without waiting. */
export async function lazyWeights(
  source: WeightSource,
  largestBytes: number,
): Promise<LateWeights | undefined> {
  const readSync = await source.openSync?.();
  if (!readSync) return undefined;
  // What it gives back when it is made smaller is free at once, with no collection of garbage.
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
        const into = new Float32Array(passage, 0, size / 4);
        checked({ dtype: "float32", shape: readSync(name, into) }, name, value);
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
