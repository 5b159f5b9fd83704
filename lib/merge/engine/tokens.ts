/**
 * Vocabularies that differ: the tokens of the merged model, and for each model the rows that stand for them. A model keeps its
 * own row. One that it lacks comes from the base if it is there, else from the only model that has it, else it is the mean of all
 * that have it. A recipe may name another source for a token, and force it on every model.
 */
import { PalimpsestError } from "../../base";
import type { Recipe } from "../recipe/schema";
import { modelsOf, referenceOf } from "./layout";
import { placeOf, shapeIn, sourceNamed, type MergeSources } from "./source";

export interface MergedTokens {
  /** In the order of their ids. */
  readonly tokens: readonly string[];
  /** Rows of the embedding: the tokens, and padding after them. */
  readonly rows: number;
  /** The table of a model with one row for each of these. `read` gives a model's own table. */
  tableFor(
    model: string,
    tensor: string,
    read: (model: string) => Promise<Float32Array>,
  ): Promise<Float32Array>;
}

/** undefined for a recipe that leaves tokenizers alone. */
export function mergedTokens(recipe: Recipe, sources: MergeSources): MergedTokens | undefined {
  const from = recipe.tokenizer?.source ?? recipe.tokenizer_source ?? undefined;
  if (from === undefined && !recipe.tokenizer) return undefined;
  const models = modelsOf(recipe);
  const reference = referenceOf(recipe);
  const vocabularyOf = (model: string) => {
    const { vocabulary } = sourceNamed(sources, model);
    if (vocabulary) return vocabulary;
    throw new PalimpsestError("invalid_input", `The tokenizer of ${model} is not known.`, {
      hint: "Put its tokenizer.json beside the weights, or leave tokenizer_source out.",
      details: { field: "tokenizer_source" },
    });
  };
  const byId = (vocabulary: ReadonlyMap<string, number>) =>
    [...vocabulary].sort(([, a], [, b]) => a - b).map(([token]) => token);

  const start = from === "base" || from === "union" || from == null ? reference : from;
  const order = from === "union" || from == null ? [start, ...models] : [start];
  const settings = recipe.tokenizer?.tokens ?? {};
  const tokens = [
    ...new Set([...order.flatMap((model) => byId(vocabularyOf(model))), ...Object.keys(settings)]),
  ];
  const step = recipe.tokenizer?.pad_to_multiple_of ?? 1;
  const rows = Math.ceil(tokens.length / step) * step;

  type Row = { readonly model: string; readonly id: number };
  /** The rows whose mean stands for a token; none for zero. */
  const defaultRows = (token: string): readonly Row[] => {
    const having = models.flatMap((model) => {
      const id = vocabularyOf(model).get(token);
      return id === undefined ? [] : [{ model, id }];
    });
    const ofBase = having.filter(({ model }) => model === recipe.base_model);
    return ofBase.length > 0 ? ofBase : having;
  };
  const rowsFor = (model: string, token: string): readonly Row[] => {
    const setting = Object.hasOwn(settings, token) ? settings[token] : undefined;
    const own = vocabularyOf(model).get(token);
    if (own !== undefined && !setting?.force) return [{ model, id: own }];
    const source = setting?.source;
    if (source === undefined) return defaultRows(token);
    if (typeof source === "string") {
      const id = vocabularyOf(source).get(token);
      return id === undefined ? [] : [{ model: source, id }];
    }
    if (source.kind === "zero") return [];
    const id = source.token_id ?? vocabularyOf(source.model).get(source.token ?? token);
    return id === undefined ? [] : [{ model: source.model, id }];
  };

  return {
    tokens,
    rows,
    async tableFor(model, tensor, read) {
      const source = sourceNamed(sources, model);
      const width = shapeIn(source, placeOf(source, tensor) ?? tensor)[1];
      const tables = new Map<string, Float32Array>();
      for (const name of models) tables.set(name, await read(name));
      const table = new Float32Array(rows * width);
      tokens.forEach((token, at) => {
        const found = rowsFor(model, token);
        for (const { model: other, id } of found) {
          const from = (tables.get(other) as Float32Array).subarray(id * width, (id + 1) * width);
          for (let k = 0; k < width; k++) table[at * width + k] += from[k] / found.length;
        }
      });
      if (rows > tokens.length) fillWithMean(table, tokens.length, width);
      return table;
    },
  };
}

/** Rows from `first` on become the mean of those before. */
function fillWithMean(table: Float32Array, first: number, width: number): void {
  for (let k = 0; k < width; k++) {
    let sum = 0;
    for (let row = 0; row < first; row++) sum += table[row * width + k];
    for (let at = first * width + k; at < table.length; at += width) table[at] = sum / first;
  }
}
