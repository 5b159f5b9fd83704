/** Recipes to begin with: of the siblings that are shipped, where there are any. */
import type { Recipe } from "@/lib/merge";
import { scoreOfSibling, type Lineup } from "../use-lineup";

export const EXAMPLES = ["slerp", "ties", "dare", "arithmetic"] as const;
export type ExampleId = (typeof EXAMPLES)[number];

/** `names` are of the models at hand, the best first to be merged. */
export function exampleRecipe(id: ExampleId, base: string, names: readonly string[]): Recipe {
  const models = names.slice(0, 3).map((model) => ({ model }));
  switch (id) {
    case "slerp":
      return {
        merge_method: "slerp",
        base_model: names[0],
        models: models.slice(0, 2),
        parameters: { t: 0.5 },
      };
    case "ties":
      return weighted("ties", base, models, { weight: 1, density: 0.7 }, { normalize: false });
    case "dare":
      return weighted("dare_ties", base, models, { weight: 1, density: 0.8 });
    case "arithmetic":
      return weighted("task_arithmetic", base, models.slice(0, 2), { weight: 1 });
  }
}

function weighted(
  method: string,
  base: string,
  models: readonly { readonly model: string }[],
  parameters: Record<string, number>,
  common?: Recipe["parameters"],
): Recipe {
  return {
    merge_method: method,
    base_model: base,
    models: models.map(({ model }) => ({ model, parameters })),
    ...(common && { parameters: common }),
  };
}

/** Names of models to merge: the best sibling, then those that learnt most of what it did not; other models after them. */
export function complementary({ entries, card }: Pick<Lineup, "entries" | "card">): string[] {
  const all = entries.filter(({ kind }) => kind !== "model");
  const siblings = all.flatMap((entry) =>
    entry.sibling ? [{ name: entry.name, sibling: entry.sibling }] : [],
  );
  const scored = siblings
    .map((one) => ({ ...one, score: scoreOfSibling(card, one.sibling) }))
    .sort((a, b) => b.score - a.score);
  const shared = (learnt: readonly string[]) =>
    learnt.filter((task) => scored[0].sibling.learnt.includes(task)).length;
  const rest = scored
    .slice(1)
    .sort((a, b) => shared(a.sibling.learnt) - shared(b.sibling.learnt) || b.score - a.score);
  const others = all.filter(({ sibling }) => !sibling);
  return [...scored.slice(0, 1), ...rest, ...others].map(({ name }) => name);
}
