/** The engine: the tensors of the merged model one at a time, so that memory holds one tensor of each model and no more. */
import { because, PalimpsestError, seededRandom, type Random } from "../../base";
import { NUMBER_TYPES, sizeOf } from "../../tensor";
import { MERGE_OPERATORS } from "../operators";
import type { Merged, MergeOperator, OperatorInput } from "../operators/operator";
import type { NumberType, Recipe } from "../recipe/schema";
import { layersOf, layoutOf, referenceOf, slicesOf, type TensorPlan } from "./layout";
import { hasTokenRows } from "./names";
import { placeOf, shapeIn, sourceNamed, type MergeSources } from "./source";
import { mergedTokens, type MergedTokens } from "./tokens";

export interface MergeOptions {
  readonly seed: number;
  /** In place of random numbers from the seed, for comparing with masks that were drawn elsewhere. */
  readonly randomOf?: (tensor: string, model: string) => Random;
}

export interface MergedTensor extends TensorPlan {
  readonly shape: readonly number[];
  /** The type that it is written in. */
  readonly type: NumberType;
}

export interface Merging {
  readonly operator: MergeOperator;
  readonly tensors: readonly MergedTensor[];
  readonly layers: number;
  /** The model whose configuration and tokenizer the merged one has. */
  readonly reference: string;
  /** Where the recipe merges vocabularies. */
  readonly tokens?: MergedTokens;
  /** A merged tensor, in float32 before it is rounded to its type. */
  merge(tensor: MergedTensor): Promise<Merged>;
}

/** Plans the merge of a checked recipe. Reads no weight. */
export function planMerge(recipe: Recipe, sources: MergeSources, { seed, randomOf }: MergeOptions): Merging {
  const operator = MERGE_OPERATORS.get(recipe.merge_method);
  const reference = referenceOf(recipe);
  const tokens = mergedTokens(recipe, sources);
  const random = randomOf ?? ((tensor, model) => seededRandom(`merge/${seed}/${tensor}/${model}`));
  const tensors = layoutOf(recipe, sources).map((plan): MergedTensor => {
    const shapes = shapesOf(plan, sources);
    const common = commonShape(plan.name, operator, shapes);
    const shape = tokens && hasTokenRows(plan.name) ? [tokens.rows, ...common.slice(1)] : common;
    return { ...plan, shape, type: typeOf(recipe, plan, sources) };
  });

  /** A tensor of one model in the shape of the merged one. */
  const read = async (model: string, tensor: string, into: MergedTensor): Promise<Float32Array> => {
    const source = sourceNamed(sources, model);
    if (tokens && hasTokenRows(into.name)) {
      return tokens.tableFor(model, tensor, (name) => {
        const other = sourceNamed(sources, name);
        return other.read(placeOf(other, into.name) ?? tensor);
      });
    }
    return cut(await source.read(tensor), shapeIn(source, tensor), into.shape);
  };

  return {
    operator,
    tensors,
    reference,
    layers: layersOf(slicesOf(recipe, sources)),
    ...(tokens && { tokens }),
    async merge(tensor) {
      const inputs: OperatorInput[] = [];
      for (const { model, tensor: place, parameters } of tensor.inputs) {
        inputs.push({ model, parameters, values: await read(model, place, tensor) });
      }
      const { name, shape, parameters, base } = tensor;
      const merged = operator.merge({
        inputs,
        shape,
        parameters,
        ...(base && { base: await read(base.model, base.tensor, tensor) }),
        random: (input) => random(name, inputs[input].model),
      });
      for (let i = 0; i < merged.values.length; i++) {
        if (!Number.isFinite(merged.values[i])) throw notFinite(name);
      }
      return merged;
    },
  };
}

/** Shapes of a tensor in all models that take part, by the model's name. */
export function shapesOf(plan: TensorPlan, sources: MergeSources): ReadonlyMap<string, readonly number[]> {
  const places = [...plan.inputs, ...(plan.base ? [plan.base] : [])];
  return new Map(
    places.flatMap(({ model, tensor }) => {
      const found = sourceNamed(sources, model).tensors.get(tensor);
      return found ? [[model, found.shape] as const] : [];
    }),
  );
}

/** The part that all have in common; of the operators on differences, the shape of the base. */
function commonShape(
  name: string,
  operator: MergeOperator,
  shapes: ReadonlyMap<string, readonly number[]>,
): readonly number[] {
  const all = [...shapes.values()];
  if (all.length === 0) {
    throw new PalimpsestError("invalid_input", `No model has the tensor ${name}.`, {
      details: { field: "models" },
    });
  }
  if (operator.cuts === "base") return all.at(-1) as readonly number[];
  return all[0].map((_, axis) => Math.min(...all.map((shape) => shape[axis])));
}

/** The first rows and columns of a tensor. */
function cut(values: Float32Array, from: readonly number[], to: readonly number[]): Float32Array {
  if (sizeOf(from) === sizeOf(to)) return values;
  const [width, kept] = [from.at(-1) as number, to.at(-1) as number];
  const part = new Float32Array(sizeOf(to));
  for (let row = 0; row < part.length / kept; row++) {
    part.set(values.subarray(row * width, row * width + kept), row * kept);
  }
  return part;
}

const TYPES = Object.entries(NUMBER_TYPES) as [NumberType, { readonly file: string }][];

/** What the recipe says, or the type of the tensor in the base or the first model. */
function typeOf(recipe: Recipe, { inputs, base }: TensorPlan, sources: MergeSources): NumberType {
  const asked = recipe.out_dtype ?? recipe.dtype;
  if (asked) return asked;
  const { model, tensor } = base ?? inputs[0];
  const stored = sourceNamed(sources, model).tensors.get(tensor)?.dtype;
  return TYPES.find(([, { file }]) => file === stored)?.[0] ?? "float32";
}

function notFinite(tensor: string): PalimpsestError {
  return new PalimpsestError("numerical", `The merged ${tensor} is not finite.`, {
    hint: "Weights that add up to nearly nothing are the usual cause; change them or switch normalize off.",
    details: { ...because("mergeNotFinite", { weight: tensor }), field: "recipe", parameter: tensor },
  });
}
