/**
 * Whether the models of a recipe were trained from its base: how far each is from it, as a share of the base's own size. Between
 * models that were not, differences mean nothing as changes. Weights are read, one tensor of each model at a time.
 */
import { checkCancelled, type Run } from "../../base";
import { layoutOf } from "../engine/layout";
import { sourceNamed, type MergeSources } from "../engine/source";
import { ownSumsOf } from "../kinship/accumulate";
import { MERGE_OPERATORS } from "../operators";
import { pathOf } from "./check";
import type { ReadRecipe } from "./read";
import type { Recipe, RecipeProblem } from "./schema";
import { problemOf } from "./sentences";

/** Fine-tuned models are a few hundredths from their base, models of their own about as far as they are large, or farther. */
export const FARTHEST = 0.2;

/** ‖δ‖/‖θ‖ of each model from the base of a checked recipe; none for an operator that takes no differences from one. */
export async function distancesFromBase(
  run: Run,
  recipe: Recipe,
  sources: MergeSources,
): Promise<ReadonlyMap<string, number>> {
  const { base: use } = MERGE_OPERATORS.get(recipe.merge_method);
  if (use !== "required" && use !== "optional") return new Map();
  const totals = new Map<string, { delta: number; base: number }>();
  const plans = layoutOf(recipe, sources);
  for (const [step, { name, inputs, base }] of plans.entries()) {
    if (!base) continue;
    checkCancelled(run.signal);
    run.progress({ phase: `Comparing ${name} with the base`, step: step + 1, steps: plans.length });
    const origin = await sourceNamed(sources, base.model).read(base.tensor);
    const { squares } = ownSumsOf(origin);
    for (const { model, tensor } of inputs) {
      const values = await sourceNamed(sources, model).read(tensor);
      // Rows that only one of them has say nothing.
      const shared = Math.min(values.length, origin.length);
      for (let i = 0; i < shared; i++) values[i] -= origin[i];
      const total = totals.get(model) ?? { delta: 0, base: 0 };
      total.delta += ownSumsOf(values.subarray(0, shared)).squares;
      total.base += squares;
      totals.set(model, total);
    }
  }
  return new Map(
    [...totals].map(([model, { delta, base }]) => [model, base > 0 ? Math.sqrt(delta / base) : Infinity]),
  );
}

/** A warning for each model that is farther from the base than a model trained from it would be. */
export async function checkBase(
  run: Run,
  { recipe, lineOf }: ReadRecipe,
  sources: MergeSources,
): Promise<readonly RecipeProblem[]> {
  if (!recipe) return [];
  const distances = await distancesFromBase(run, recipe, sources);
  return [...distances]
    .filter(([, share]) => share > FARTHEST)
    .map(([name, share]) => {
      const path = pathOf(recipe, name);
      return problemOf(
        { severity: "warning", line: lineOf(path), field: path.map(String).join(".") },
        "notCommonBase",
        { name, base: recipe.base_model ?? "", share: Number(share.toPrecision(2)), most: FARTHEST },
      );
    });
}
