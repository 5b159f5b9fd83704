/** The recipes whose numbers a search may change: all founders at once, with a weight each, and a density where there is one. */
import { numbersIn, writeRecipe, type Recipe } from "@/lib/merge";

export const SEARCHED = ["task_arithmetic", "ties", "dare_ties"] as const;
export type Searched = (typeof SEARCHED)[number];

/** Where the search begins. The job names the model as trained "base". */
function startOf(operator: Searched, founders: readonly string[]): Recipe {
  const parameters = {
    weight: 1 / founders.length,
    ...(operator !== "task_arithmetic" && { density: 0.7 }),
  };
  return {
    merge_method: operator,
    base_model: "base",
    models: founders.map((model) => ({ model, parameters })),
    ...(operator === "ties" && { parameters: { normalize: false } }),
  };
}

export function searchedRecipe(operator: Searched, founders: readonly string[]): string {
  return writeRecipe(startOf(operator, founders));
}

/** How many numbers are searched, and how many children a generation has for it. */
export function sizeOfSearch(
  operator: Searched,
  founders: readonly string[],
): readonly [numbers: number, children: number] {
  const { length } = numbersIn(startOf(operator, founders));
  return [length, length === 0 ? 0 : 4 + Math.floor(3 * Math.log(length))];
}
