/** Wrong recipes: each must be refused before a weight is read, naming a line and a remedy. */
import { z } from "zod";
import {
  checkRecipe,
  modelsOf,
  readRecipe,
  writeRecipe,
  type FoundSources,
  type Recipe,
} from "../../../lib/merge";
import { check, type Check } from "../report";

export const MistakesFixture = z.object({
  kind: z.literal("merge-mistakes"),
  mistakes: z.array(z.object({ mistake: z.string(), recipe: z.unknown() })),
});

export async function checkMistakes(
  { mistakes }: z.infer<typeof MistakesFixture>,
  open: (names: readonly string[]) => Promise<FoundSources>,
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { mistake, recipe } of mistakes) {
    const read = readRecipe(writeRecipe(recipe as Recipe));
    const found = read.recipe ? await open(modelsOf(read.recipe)) : new Map();
    const errors = checkRecipe(read, found).problems.filter(({ severity }) => severity === "error");
    const isTold = errors.some(({ line, remedy }) => line !== undefined && remedy !== "");
    checks.push(check(mistake, "refused with line and remedy", isTold ? 0 : 1, 0, "recipes"));
  }
  return checks;
}
