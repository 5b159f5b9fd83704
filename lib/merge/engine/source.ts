/** A model as merging sees it: named tensors that can be read one at a time, and what decides whether models fit together. */
import { PalimpsestError } from "../../base";
import { isEmbedding, isHead } from "./names";

export interface SourceTensor {
  readonly shape: readonly number[];
  /** As stored, in the file's spelling: "BF16". */
  readonly dtype: string;
}

export interface MergeSource {
  /** model_type of its configuration. */
  readonly architecture: string;
  readonly layers: number;
  readonly tensors: ReadonlyMap<string, SourceTensor>;
  /** Ids by token; absent where the tokenizer is not known. */
  readonly vocabulary?: ReadonlyMap<string, number>;
  /** A tensor in float32, as the checkpoint lays it out. The array is the caller's. */
  read(tensor: string): Promise<Float32Array>;
}

/** Models by the names that a recipe has for them. */
export type MergeSources = ReadonlyMap<string, MergeSource>;

/** The model that a name of a checked recipe means. */
export function sourceNamed(sources: MergeSources, name: string): MergeSource {
  const source = sources.get(name);
  if (source) return source;
  throw new PalimpsestError("not_found", `There is no model "${name}".`, {
    hint: "Check the recipe first: it names every model that is missing.",
    details: { field: "recipe" },
  });
}

/** Where a model keeps a tensor: a tied head lies in the embedding. undefined when it has none. */
export function placeOf(source: MergeSource, tensor: string): string | undefined {
  if (source.tensors.has(tensor)) return tensor;
  return isHead(tensor) ? [...source.tensors.keys()].find(isEmbedding) : undefined;
}

/** The shape of a tensor that is known to be there. */
export function shapeIn(source: MergeSource, tensor: string): readonly number[] {
  return (source.tensors.get(tensor) as SourceTensor).shape;
}
