/** Merging versions by a recipe: checking it, looking at one tensor, and doing it. */
import { z } from "zod";
import { RecipeCheck, type MergeSources } from "../../../merge";
import { MergeAsked, MergeJobInput, MergeJobOutput, TensorArithmetic } from "../../../store";
import { defineLongCall, defineQuestion } from "../call";

export const mergeCheck = defineQuestion({
  summary: "What is wrong with a recipe, by line, and what to do. Weights are not read.",
  input: MergeAsked,
  output: RecipeCheck,
  async perform(context, run, { recipe, sources }) {
    const { checkRecipe, readRecipe } = await import("../../../merge");
    const { openSources } = await import("../../merge/model-source");
    return checkRecipe(readRecipe(recipe), await openSources(context, sources, run.signal));
  },
});

export const mergeBase = defineQuestion({
  summary:
    "Which models of a recipe are too far from its base to have been trained from it. Weights are read.",
  input: MergeAsked,
  output: z.object({ problems: RecipeCheck.shape.problems }),
  async perform(context, run, { recipe, sources }) {
    const { checkBase, checkRecipe, readRecipe } = await import("../../../merge");
    const { openSources } = await import("../../merge/model-source");
    const read = readRecipe(recipe);
    const found = await openSources(context, sources, run.signal);
    const { problems } = checkRecipe(read, found);
    // A recipe with errors has no layout to compare by.
    if (problems.some(({ severity }) => severity === "error")) return { problems: [] };
    return { problems: [...(await checkBase(run, read, found as MergeSources))] };
  },
});

export const mergeTensor = defineQuestion({
  summary: "How a recipe merges one tensor: weights, shares, and the branch that ran.",
  input: MergeAsked.extend({ seed: z.int().min(0).default(0), tensor: z.string() }),
  output: TensorArithmetic,
  async perform(context, run, { tensor, ...asked }) {
    const { arithmeticOf, planned } = await import("../../merge/perform-merge");
    return arithmeticOf(await planned(context, asked, run.signal), tensor);
  },
});

export const merge = defineLongCall({
  summary: "Merge versions by a recipe. The result is a change of the version that is named.",
  input: MergeJobInput,
  output: MergeJobOutput,
  async perform(context, run, input) {
    const { performMerge, planned, scoresOf } = await import("../../merge/perform-merge");
    const merging = await planned(context, input, run.signal);
    const { model, version } = input;
    const onto = await context.openVersion({ model, version }, run.signal);
    const merged = await performMerge(run, merging, onto, context.blobs);
    const scores = await scoresOf(context, run, input, merging, merged.overlays);
    return { ...merged, ...(scores && { scores }), place: context.runtime.kind };
  },
});
