/** The contract of a backend that runs programs. */
import type { DType, Program, Tensor } from "../tensor";

/** "webgpu" is that of a browser, "native-webgpu" that of Node. */
export type RuntimeKind = "webgpu" | "wasm" | "native" | "native-webgpu" | "reference";

export interface RuntimeLimits {
  /** Largest single buffer the device accepts. */
  readonly bufferBytes: number;
  /** Largest sum of weights that we load; WASM has 4 GiB of address space. */
  readonly weightBytes: number;
  /** What the kept programs of one model may own together: their copies of weights, mostly. */
  readonly programBytes: number;
  readonly dtypes: readonly DType[];
}

/** Runs are queued, because browser backends do not guarantee concurrent runs. */
export interface Runtime {
  readonly kind: RuntimeKind;
  readonly limits: RuntimeLimits;
  /** Throws `out_of_memory` or `runtime_unavailable`. The caller disposes the executable. */
  compile(
    program: Program,
    frozen: WeightSource,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Executable>;
  /** Bytes that the executable of a program will own, weights that are shared left out. */
  ownedBytes(program: Program): number;
  dispose(): Promise<void>;
}

/**
 * An executable requests weights by name while it is built, so that none is in memory twice. One source is one set of
 * weights.
 */
export interface WeightSource {
  read(name: string): Promise<Tensor>;
  /**
   * For sources that can be read synchronously. A runtime that copies weights then needs little memory besides its copies.
   */
  openSync?(): Promise<ReadWeight>;
}

/**
 * Fills `into` with the numbers of a weight, starting at index `from` (default 0). Returns the shape of the whole weight.
 * `into` is of the weight's type: float32, or bytes for the numbers of a quantised one.
 */
export type ReadWeight = (name: string, into: Float32Array | Uint8Array, from?: number) => readonly number[];

export type Feeds = Readonly<Record<string, Tensor>>;

export interface ExecuteOptions {
  readonly signal?: AbortSignal;
  /** Outputs that are not wanted, by name. They are not copied out of the backend. */
  readonly without?: readonly string[];
}

export interface Executable {
  /** Inputs and live parameters by name; outputs by name. */
  run(feeds: Feeds, options?: ExecuteOptions): Promise<Record<string, Tensor>>;
  dispose(): Promise<void>;
}
