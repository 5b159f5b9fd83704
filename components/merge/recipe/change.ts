/** Changes of a recipe by its form. A recipe never changes in place. */
import type { JsonValue } from "@/lib/base";
import { MERGE_OPERATORS, type MergeOperator, type Recipe } from "@/lib/merge";

type ModelEntry = NonNullable<Recipe["models"]>[number];
type Settings = NonNullable<Recipe["parameters"]>;

export function withModels(recipe: Recipe, models: readonly ModelEntry[]): Recipe {
  return { ...recipe, models: [...models] };
}

/** A parameter of a model or of the recipe set, or left out again. */
export function withSetting<T extends { readonly parameters?: Settings | null }>(
  of: T,
  id: string,
  value: JsonValue | undefined,
): T {
  const rest = Object.fromEntries(Object.entries(of.parameters ?? {}).filter(([name]) => name !== id));
  const parameters = value === undefined ? rest : { ...rest, [id]: value as Settings[string] };
  const { parameters: _, ...bare } = of;
  return (Object.keys(parameters).length > 0 ? { ...bare, parameters } : bare) as T;
}

/** The share of the way that an interpolation is given, and the weight that a model gets, where they must be given. */
const STARTS: Readonly<Record<string, number>> = { t: 0.5, weight: 1 };

/** The recipe with another operator: settings that it does not know are left out, those that it must be given are added. */
export function withOperator(recipe: Recipe, id: string): Recipe {
  const operator = MERGE_OPERATORS.get(id);
  const models = (recipe.models ?? []).map((entry) => ({
    ...entry,
    parameters: settingsFor(operator, "model", entry.parameters),
  }));
  const parameters = settingsFor(operator, "tensor", recipe.parameters);
  const { parameters: _, ...bare } = recipe;
  return {
    ...bare,
    merge_method: id,
    models: models.map(({ parameters: own, ...entry }) => (own ? { ...entry, parameters: own } : entry)),
    ...(parameters && { parameters }),
  };
}

function settingsFor(
  operator: MergeOperator,
  scope: "model" | "tensor",
  settings: Settings | null | undefined,
): Settings | undefined {
  const own = operator.parameters.filter((parameter) => parameter.scope === scope);
  const kept = own.flatMap(({ id, default: usual }) => {
    const value = settings?.[id] ?? (usual === undefined ? STARTS[id] : undefined);
    return value === undefined ? [] : [[id, value] as const];
  });
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
