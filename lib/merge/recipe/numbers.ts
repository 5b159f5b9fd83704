/** The numbers among the parameters of a recipe, in their order: what a search may change. */
import type { Recipe } from "./schema";

export function numbersIn(recipe: Recipe): number[] {
  const numbers: number[] = [];
  eachNumber(recipe, false, (value) => {
    numbers.push(value);
    return value;
  });
  return numbers;
}

/** The recipe with these numbers in place of its own. */
export function withNumbers(recipe: Recipe, numbers: readonly number[]): Recipe {
  let at = 0;
  return eachNumber(recipe, false, () => numbers[at++]) as Recipe;
}

/** A copy in which numbers below a key "parameters" are replaced. */
function eachNumber(value: unknown, isInside: boolean, replace: (value: number) => number): unknown {
  if (typeof value === "number") return isInside ? replace(value) : value;
  if (Array.isArray(value)) return value.map((entry) => eachNumber(entry, isInside, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      eachNumber(inner, isInside || key === "parameters", replace),
    ]),
  );
}
