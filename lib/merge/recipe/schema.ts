/**
 * A recipe, as mergekit writes it: which models, by which operator, with which parameters. Schemas are strict, so that a key that
 * nobody reads is named instead of ignored.
 */
import { z } from "zod";
import type { SentenceCode } from "./sentences";

const Scalar = z.union([z.number(), z.boolean(), z.string()]);
/** One value, or values along the layers of a slice, between which numbers are interpolated. */
const Gradient = z.union([Scalar, z.array(Scalar)]);
/** For tensors whose name contains the filter; for all others without one. */
const Filtered = z.strictObject({ filter: z.string().nullish(), value: Gradient });

/** A parameter's setting: a value, a list over layers, or a list of filters of which the first that matches counts. */
export const Setting = z.union([Scalar, z.array(Scalar), z.array(Filtered)]);
export type Setting = z.infer<typeof Setting>;

export const Settings = z.record(z.string(), Setting);
export type Settings = z.infer<typeof Settings>;

const ModelEntry = z.strictObject({ model: z.string().min(1), parameters: Settings.nullish() });

const Source = z.strictObject({
  model: z.string().min(1),
  /** From the first layer to the one after the last. */
  layer_range: z.tuple([z.int(), z.int()]),
  parameters: Settings.nullish(),
});

const Slice = z.strictObject({
  sources: z.array(Source).min(1),
  /** In place of the recipe's. */
  base_model: z.string().min(1).nullish(),
  parameters: Settings.nullish(),
});

/** Models in parallel, or slices of them. */
const Body = {
  /** All layers of these models. */
  models: z.array(ModelEntry).min(1).nullish(),
  /** Ranges of layers, one on top of the other. */
  slices: z.array(Slice).min(1).nullish(),
};

const TokenSource = z.union([
  z.string(),
  z.strictObject({ kind: z.literal("zero") }),
  z.strictObject({
    kind: z.literal("model_token"),
    model: z.string(),
    token: z.string().optional(),
    token_id: z.int().min(0).optional(),
  }),
]);

const TokenizerSettings = z.strictObject({
  /** "union", "base", or one of the models. */
  source: z.string().nullish(),
  tokens: z
    .record(z.string(), z.strictObject({ source: TokenSource, force: z.boolean().nullish() }))
    .nullish(),
  pad_to_multiple_of: z.int().min(1).nullish(),
});

/** A type of numbers, in transformers' words. */
export const NumberType = z.enum(["float32", "float16", "bfloat16"]);
export type NumberType = z.infer<typeof NumberType>;

export const Recipe = z.strictObject({
  merge_method: z.string(),
  ...Body,
  /** mergekit's form for models of several parts; language models have one. */
  modules: z.strictObject({ default: z.strictObject({ ...Body, parameters: Settings.nullish() }) }).nullish(),
  base_model: z.string().min(1).nullish(),
  parameters: Settings.nullish(),
  /** The type that inputs are rounded to and the result is kept in; arithmetic is in float32 always. */
  dtype: NumberType.nullish(),
  out_dtype: NumberType.nullish(),
  tokenizer_source: z.string().nullish(),
  tokenizer: TokenizerSettings.nullish(),
  chat_template: z.string().nullish(),
});
export type Recipe = z.infer<typeof Recipe>;

/** What is wrong with a recipe, or worth a second look, and what to do. */
export const RecipeProblem = z.object({
  severity: z.enum(["error", "warning"]),
  /** Of the YAML text, from 1; absent for a recipe that has none. */
  line: z.int().min(1).optional(),
  /** The place inside the recipe: "models.1.parameters.density". */
  field: z.string(),
  /** Which sentence it is (they are not listed here, where each page would load them), and its names and numbers: pages in other languages say it by these. */
  code: z.string() as unknown as z.ZodType<SentenceCode, SentenceCode>,
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The sentence in English. */
  what: z.string(),
  remedy: z.string(),
});
export type RecipeProblem = z.infer<typeof RecipeProblem>;

/** The answer to a check. A recipe with errors is never merged. */
export const RecipeCheck = z.object({
  /** Absent when the text could not be read as a recipe. */
  recipe: Recipe.optional(),
  problems: z.array(RecipeProblem),
});
export type RecipeCheck = z.infer<typeof RecipeCheck>;
