/** What a short sweep of a method goes over on a model: one parameter after another, and the values of each. */
import { canonicalJson, type JsonObject, type JsonValue } from "../../base";
import {
  namedParameters,
  parseParameters,
  proposedSettings,
  type AnyEditMethod,
  type ModelShape,
} from "../../edit";
import { ProposeJobInput } from "../../store";

/** Layers are tried in steps of this share of the depth. */
const STEP_SHARE = 1 / 10;

/** One parameter and the values to try. */
export type Axis = readonly [name: string, values: readonly JsonValue[]];

/** What is tried, in order. What was given as common to all is left alone. */
export function axesOf(
  method: AnyEditMethod,
  base: JsonObject,
  spreads: readonly (readonly number[])[],
  { parameters, clampFactors }: ProposeJobInput,
): Axis[] {
  const given = namedParameters(method, parameters);
  return [
    ["layers", spreads.map((layers) => [...layers])] as const,
    ["clampFactor", "clampFactor" in base ? clampFactors : []] as const,
    ...Object.entries(method.searchSpace ?? {}).map(([name, values]) => [name, values ?? []] as const),
  ].filter(([name, values]) => !(name in given) && values.length > 0);
}

interface Untried {
  /** The first setting: the first of the layers, and of everything else what is proposed. */
  readonly start: JsonObject;
  readonly untried: readonly Axis[];
  /** Settings that a sweep tries. */
  readonly count: number;
}

export function untriedOf(base: JsonObject, axes: readonly Axis[]): Untried {
  const start = Object.fromEntries(
    axes.map(([name, values]) => [name, name === "layers" ? values[0] : base[name]]),
  );
  const untried = axes.map(([name, values]): Axis => [
    name,
    values.filter((value) => canonicalJson(value) !== canonicalJson(start[name])),
  ]);
  return { start, untried, count: 1 + untried.reduce((sum, [, values]) => sum + values.length, 0) };
}

/** How many settings a sweep with the usual choices tries; one where there is nothing to try. */
export function settingsTried(
  method: AnyEditMethod,
  facts: ModelShape,
  choices: Partial<ProposeJobInput> = {},
): number {
  const input = ProposeJobInput.parse({ model: facts.checkpoint, method: method.id, ...choices });
  const base = parseParameters(method, input.parameters, proposedSettings(method, facts).parameters);
  const spreads = around(base, facts.dimensions.layers, input.layers);
  return untriedOf(base, axesOf(method, base, spreads, input)).count;
}

/** The proposed layers, and as many together a tenth of the depth above and below them, and so on. */
export function around(base: JsonObject, depth: number, count: number): number[][] {
  if (!hasLayers(base)) return [];
  const layers = base.layers as number[];
  const step = Math.max(1, Math.round(depth * STEP_SHARE));
  const shifts = Array.from({ length: 2 * depth }, (_, i) => Math.ceil(i / 2) * (i % 2 === 0 ? -step : step));
  return shifts
    .map((shift) => layers.map((layer) => layer + shift))
    .filter((shifted) => shifted.every((layer) => layer >= 0 && layer < depth))
    .slice(0, count);
}

/** Whether it is set to certain layers; none mean all, or are located by the method itself. */
export function hasLayers({ layers }: JsonObject): boolean {
  return Array.isArray(layers) && layers.length > 0;
}
