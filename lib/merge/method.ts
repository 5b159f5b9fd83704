/** The contract of a merge method: changes of one weight made into one. A method is data and one pure function of arrays. */

export interface MergeCall {
  /** Changes from the base, of one weight, flat and alike in length. None of them is written to. */
  readonly deltas: readonly Float32Array[];
  /** Of each change. */
  readonly weight: number;
  /** The share of its entries that a sparse method keeps of a change. */
  readonly density: number;
  /** The weight before any change; asked for by methods that need it. */
  readonly base: () => Float32Array;
}

export interface MergeMethod {
  readonly id: string; // "ties"
  readonly needsBase?: boolean;
  /** The merged change. */
  merge(call: MergeCall): Float32Array;
}

/** Fixes the type of a method where it is written. */
export function defineMergeMethod(method: MergeMethod): MergeMethod {
  return method;
}
