/** The numbers among the parameters of a recipe, in their order: what a search may change. */
import { MERGE_OPERATORS } from "../operators";
import type { OperatorParameter } from "../operators/operator";
import type { Recipe } from "./schema";

export function numbersIn(recipe: Recipe): number[] {
  const numbers: number[] = [];
  eachNumber(recipe, "outside", (value) => {
    numbers.push(value);
    return value;
  });
  return numbers;
}

/** The recipe with these numbers in place of its own, each as near as its parameter allows. */
export function withNumbers(recipe: Recipe, numbers: readonly number[]): Recipe {
  const { parameters } = MERGE_OPERATORS.get(recipe.merge_method);
  let at = 0;
  return eachNumber(recipe, "outside", (_, id) =>
    allowed(
      parameters.find((one) => one.id === id),
      numbers[at++],
    ),
  ) as Recipe;
}

/** A share of nothing would leave nothing to search. */
const SMALLEST_SHARE = 0.01;

function allowed(parameter: OperatorParameter | undefined, value: number): number {
  const { min = -Infinity, max = Infinity } = parameter ?? {};
  return Math.min(max, Math.max(max === 1 && min === 0 ? SMALLEST_SHARE : min, value));
}

type Place = "outside" | "inside" | { readonly parameter: string };

/** A copy in which numbers below a key "parameters" are replaced. */
function eachNumber(
  value: unknown,
  place: Place,
  replace: (value: number, parameter: string) => number,
): unknown {
  if (typeof value === "number") return typeof place === "object" ? replace(value, place.parameter) : value;
  if (Array.isArray(value)) return value.map((entry) => eachNumber(entry, place, replace));
  if (typeof value !== "object" || value === null) return value;
  const below = (key: string): Place => {
    if (place === "inside") return { parameter: key };
    if (place === "outside" && key === "parameters") return "inside";
    return place;
  };
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, eachNumber(inner, below(key), replace)]),
  );
}
