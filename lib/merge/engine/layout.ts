/**
 * The tensors of the merged model and where each comes from, by the recipe and the names of tensors alone. Layers are stacked as
 * the slices say; what comes before the layers is taken from the first slice, what comes after from the last.
 */
import { MERGE_OPERATORS } from "../operators";
import type { MergeOperator, ParameterValues } from "../operators/operator";
import type { Recipe, Settings } from "../recipe/schema";
import { inLayer, isBeforeLayers, isHead, layerOf } from "./names";
import { heightOf, resolveAll, type Position } from "./schedule";
import { placeOf, sourceNamed, type MergeSources } from "./source";

/** One model in a slice. */
export interface SliceSource {
  readonly model: string;
  readonly start: number;
  readonly end: number;
  readonly parameters?: Settings | null;
  /** The place of its entry in the recipe. */
  readonly path: readonly (string | number)[];
}

export interface RecipeSlice {
  readonly sources: readonly SliceSource[];
  readonly base?: string;
  /** From the nearest level to the farthest. */
  readonly parameters: readonly (Settings | null | undefined)[];
}

interface RecipeBody extends Pick<Recipe, "models" | "slices" | "parameters"> {
  /** Its place in the recipe. */
  readonly path: readonly string[];
}

/** What a recipe merges, written plainly or as its only module. */
export function bodyOf(recipe: Recipe): RecipeBody {
  if (recipe.modules) return { ...recipe.modules.default, path: ["modules", "default"] };
  const { models, slices } = recipe;
  return { models, slices, path: [] };
}

/** The recipe as slices. Whole models are one slice of all layers. */
export function slicesOf(recipe: Recipe, sources: MergeSources): readonly RecipeSlice[] {
  const { models, slices, parameters: ofModule, path } = bodyOf(recipe);
  const shared = [ofModule, recipe.parameters];
  const common = recipe.base_model ?? undefined;
  if (slices) {
    return slices.map((slice, s) => ({
      parameters: [slice.parameters, ...shared],
      base: slice.base_model ?? common,
      sources: slice.sources.map(({ model, layer_range: [start, end], parameters }, i) => ({
        model,
        start,
        end,
        parameters,
        path: [...path, "slices", s, "sources", i],
      })),
    }));
  }
  const whole = (models ?? []).map(({ model, parameters }, i) => ({
    model,
    start: 0,
    end: sources.get(model)?.layers ?? 0,
    parameters,
    path: [...path, "models", i],
  }));
  return [{ sources: whole, base: common, parameters: shared }];
}

/** The names of all models of a recipe, the base too, each once. */
export function modelsOf(recipe: Recipe): readonly string[] {
  const { models, slices } = bodyOf(recipe);
  const listed = [
    ...(models ?? []).map(({ model }) => model),
    ...(slices ?? []).flatMap(({ sources }) => sources.map(({ model }) => model)),
    ...(slices ?? []).flatMap(({ base_model: base }) => base ?? []),
  ];
  return [...new Set([...listed, ...(recipe.base_model ? [recipe.base_model] : [])])];
}

/** The model whose configuration and tokenizer the merged one has. */
export function referenceOf(recipe: Recipe): string {
  return recipe.base_model ?? modelsOf(recipe)[0];
}

export interface TensorInput {
  readonly model: string;
  /** The tensor in the model. */
  readonly tensor: string;
  readonly parameters: ParameterValues;
}

/** A tensor of the merged model. */
export interface TensorPlan {
  readonly name: string;
  /** In the order in which the operator takes them. */
  readonly inputs: readonly TensorInput[];
  readonly base?: { readonly model: string; readonly tensor: string };
  readonly parameters: ParameterValues;
}

/** Every tensor of the merged model, in the order of its names. */
export function layoutOf(recipe: Recipe, sources: MergeSources): readonly TensorPlan[] {
  const operator = MERGE_OPERATORS.get(recipe.merge_method);
  const slices = slicesOf(recipe, sources);
  const reference = sourceNamed(sources, referenceOf(recipe));
  const names = [...reference.tensors.keys()];
  const heads = modelsOf(recipe).flatMap((model) =>
    [...sourceNamed(sources, model).tensors.keys()].filter(isHead),
  );
  const outside = [...new Set([...names.filter((name) => layerOf(name) === undefined), ...heads])];
  const perLayer = names.filter((name) => layerOf(name) === 0);

  const plans = outside.map((name) => {
    const slice = isBeforeLayers(name) ? slices[0] : (slices.at(-1) as RecipeSlice);
    return planOf(operator, sources, slice, { name, height: 0, tensorIn: () => name });
  });
  let layer = 0;
  for (const slice of slices) {
    const [{ start, end }] = slice.sources;
    for (let i = 0; i < end - start; i++, layer++) {
      for (const template of perLayer) {
        plans.push(
          planOf(operator, sources, slice, {
            name: inLayer(template, layer),
            height: heightOf(i, end - start),
            tensorIn: (source) => inLayer(template, source.start + i),
          }),
        );
      }
    }
  }
  return plans.sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Place {
  readonly name: string;
  readonly height: number;
  tensorIn(source: Pick<SliceSource, "start">): string;
}

function planOf(
  operator: MergeOperator,
  sources: MergeSources,
  slice: RecipeSlice,
  { name, height, tensorIn }: Place,
): TensorPlan {
  const position: Position = { tensor: name, height };
  const { base, parameters: shared } = slice;
  const place = (model: string, tensor: string) => ({
    model,
    tensor: placeOf(sourceNamed(sources, model), tensor) ?? tensor,
  });
  const inputOf = (source: SliceSource): TensorInput => ({
    ...place(source.model, tensorIn(source)),
    parameters: resolveAll(operator.parameters, "model", [source.parameters, ...shared], position),
  });
  const isOrigin = operator.base === "required" || operator.base === "optional";
  const merged = isOrigin ? slice.sources.filter(({ model }) => model !== base) : slice.sources;
  const ordered =
    operator.base === "end"
      ? merged.toSorted((a, b) => Number(b.model === base) - Number(a.model === base))
      : merged;
  const own = slice.sources.find(({ model }) => model === base) ?? slice.sources[0];
  return {
    name,
    inputs: ordered.map(inputOf),
    ...(isOrigin && base !== undefined && { base: place(base, tensorIn(own)) }),
    parameters: resolveAll(operator.parameters, "tensor", shared, position),
  };
}

/** The number of layers of the merged model. */
export function layersOf(slices: readonly RecipeSlice[]): number {
  return slices.reduce((sum, { sources: [{ start, end }] }) => sum + end - start, 0);
}
