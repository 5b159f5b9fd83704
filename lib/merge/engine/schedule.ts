/**
 * Parameters that vary over layers and tensors. The first setting that says something counts: that of a source, of its slice, of
 * the recipe, and last the operator's default.
 */
import type { OperatorParameter, ParameterValue, ParameterValues } from "../operators/operator";
import type { Setting, Settings } from "../recipe/schema";

/** Where a tensor is: its name, and how far up its slice it lies, from 0 to 1. */
export interface Position {
  readonly tensor: string;
  readonly height: number;
}

type Gradient = ParameterValue | readonly ParameterValue[];
type Filtered = { readonly filter?: string | null; readonly value: Gradient };

/** The height of a layer in a slice of so many. */
export function heightOf(layer: number, layers: number): number {
  return layers === 1 ? 1 : layer / (layers - 1);
}

export function isFiltered(setting: Setting): setting is Extract<Setting, readonly { value: unknown }[]> {
  return Array.isArray(setting) && typeof setting[0] === "object";
}

export function matches({ filter }: Pick<Filtered, "filter">, tensor: string): boolean {
  return filter == null || filter === "*" || tensor.includes(filter);
}

/** The value of a setting at a place; undefined where no filter matches. */
export function valueAt(setting: Setting, { tensor, height }: Position): ParameterValue | undefined {
  if (!isFiltered(setting)) return along(setting as Gradient, height);
  const found = setting.find((entry) => matches(entry, tensor));
  return found && along(found.value, height);
}

/** Numbers of a list are interpolated; of other values, the nearest counts. */
function along(gradient: Gradient, height: number): ParameterValue {
  if (!Array.isArray(gradient)) return gradient as ParameterValue;
  const values = gradient as readonly ParameterValue[];
  const at = height * (values.length - 1);
  const [below, above] = [values[Math.floor(at)], values[Math.ceil(at)]];
  if (typeof below !== "number" || typeof above !== "number") return values[Math.round(at)];
  const share = at - Math.floor(at);
  return (1 - share) * below + share * above;
}

/** The value of a parameter at a place, from the nearest level that has one. */
export function resolve(
  parameter: Pick<OperatorParameter, "id" | "default">,
  levels: readonly (Settings | null | undefined)[],
  position: Position,
): ParameterValue | undefined {
  for (const level of levels) {
    const setting = level?.[parameter.id];
    const value = setting === undefined ? undefined : valueAt(setting, position);
    if (value !== undefined) return value;
  }
  return parameter.default;
}

/** All parameters of a scope at a place. Those without a value are left out: a checked recipe has none. */
export function resolveAll(
  parameters: readonly OperatorParameter[],
  scope: OperatorParameter["scope"],
  levels: readonly (Settings | null | undefined)[],
  position: Position,
): ParameterValues {
  const values = parameters
    .filter((parameter) => parameter.scope === scope)
    .flatMap((parameter) => {
      const value = resolve(parameter, levels, position);
      return value === undefined ? [] : [[parameter.id, value] as const];
    });
  return Object.fromEntries(values);
}
