/** Models merged by a recipe: its check, the arithmetic of one tensor, and the merge itself. */
import { z } from "zod";
import { RecipeCheck } from "../../../merge/recipe/schema";
import { defineLongCall, defineQuestion } from "../call";
import { AskedRecipe, MergeJobInput, MergeJobOutput, TensorArithmetic } from "../../../store";

export const mergeCheck = defineQuestion({
  summary: "What is wrong with a recipe, line by line, before any weight is merged.",
  input: AskedRecipe.omit({ seed: true }),
  output: RecipeCheck,
  perform: async (context, run, input) =>
    (await import("../../merge/perform-merge")).checkAsked(context, run, input),
});

export const mergeTensor = defineQuestion({
  summary: "What a recipe does to one tensor: the factors of the models and the branch that runs.",
  input: AskedRecipe.extend({ tensor: z.string() }),
  output: TensorArithmetic,
  perform: async (context, run, input) =>
    (await import("../../merge/perform-merge")).arithmeticOf(context, run, input),
});

export const merge = defineLongCall({
  summary: "Merge models by a recipe, and ask the child and its parents the same tasks.",
  input: MergeJobInput,
  output: MergeJobOutput,
  perform: async (context, run, input) =>
    (await import("../../merge/perform-merge")).performMerge(context, run, input),
});
