/** The contract of a place where programs run. Backends differ only behind it. */
import type { DType, Program, Tensor } from "../tensor";

/** "webgpu" is that of a browser, "native-webgpu" that of Node. */
export type RuntimeKind = "webgpu" | "wasm" | "native" | "native-webgpu" | "reference";

export interface RuntimeLimits {
  /** Largest single buffer the device accepts. */
  readonly bufferBytes: number;
  /** Largest sum of weights we are willing to place; WASM stops at 4 GiB of address space. */
  readonly weightBytes: number;
  readonly dtypes: readonly DType[];
}

/** Runs are queued: browser backends do not promise to overlap them. */
export interface Runtime {
  readonly kind: RuntimeKind;
  readonly limits: RuntimeLimits;
  /** Throws `out_of_memory` or `runtime_unavailable`. The caller disposes the executable. */
  compile(
    program: Program,
    frozen: WeightSource,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Executable>;
  dispose(): Promise<void>;
}

/** Weights are asked for by name while an executable is built, never held twice. One source is one set of weights. */
export interface WeightSource {
  read(name: string): Promise<Tensor>;
  /** Where a source can be read without waiting: a runtime that copies weights then has little beside its copies. */
  openSync?(): Promise<ReadWeight>;
}

/**
 * Fills `into` with the numbers of a weight in float32, from the one at index `from` on (the first unless told). Gives the
 * shape of the whole weight.
 */
export type ReadWeight = (name: string, into: Float32Array, from?: number) => readonly number[];

export type Feeds = Readonly<Record<string, Tensor>>;

export interface Executable {
  /** Inputs and live parameters by name; outputs by name. */
  run(feeds: Feeds, options?: { readonly signal?: AbortSignal }): Promise<Record<string, Tensor>>;
  dispose(): Promise<void>;
}
