/** The parameters of a recipe: known, of the right type and size, given for every tensor, and together possible. */
import { nearest } from "../../base";
import { bodyOf, layoutOf, slicesOf, type TensorPlan } from "../engine/layout";
import { groupOf } from "../engine/names";
import { isFiltered, matches } from "../engine/schedule";
import type { MergeSource, MergeSources } from "../engine/source";
import type { MergeOperator, OperatorParameter, ParameterValue } from "../operators/operator";
import type { Report } from "./check";
import type { Recipe, Setting, Settings } from "./schema";
import type { SentenceCode, SentenceValues } from "./sentences";

/** A mapping of parameters and its place in the recipe. */
interface Level {
  readonly settings: Settings;
  readonly path: readonly PropertyKey[];
}

export function checkParameters(
  recipe: Recipe,
  operator: MergeOperator,
  sources: MergeSources,
  report: Report,
): void {
  const plans = layoutOf(recipe, sources);
  const levels = levelsOf(recipe);
  let isSound = true;
  const fail: Report = (...problem) => {
    isSound = false;
    report(...problem);
  };
  for (const { settings, path } of levels) {
    for (const [id, setting] of Object.entries(settings)) {
      const parameter = operator.parameters.find((one) => one.id === id);
      if (parameter) checkSetting(parameter, setting, [...path, id], plans, fail);
      else failUnknown(operator, id, [...path, id], fail);
    }
  }
  if (isSound) checkPlans(recipe, operator, sources, plans, report);
}

function failUnknown(
  { id: method, parameters }: MergeOperator,
  parameter: string,
  path: readonly PropertyKey[],
  fail: Report,
): void {
  const names = parameters.map(({ id }) => id);
  if (names.length === 0) return fail(path, "noParameters", { method, parameter });
  const [near] = nearest(parameter, names);
  fail(path, "unknownParameter", { method, parameter, nearest: near, known: names.join(", ") });
}

function levelsOf(recipe: Recipe): Level[] {
  const { models, slices, parameters, path } = bodyOf(recipe);
  const level = (settings: Settings | null | undefined, at: readonly PropertyKey[]): Level[] =>
    settings ? [{ settings, path: [...at, "parameters"] }] : [];
  return [
    ...level(recipe.parameters, []),
    ...(path.length > 0 ? level(parameters, path) : []),
    ...(models ?? []).flatMap((entry, i) => level(entry.parameters, [...path, "models", i])),
    ...(slices ?? []).flatMap((slice, s) => [
      ...level(slice.parameters, [...path, "slices", s]),
      ...slice.sources.flatMap((entry, i) => level(entry.parameters, [...path, "slices", s, "sources", i])),
    ]),
  ];
}

function checkSetting(
  parameter: OperatorParameter,
  setting: Setting,
  path: readonly PropertyKey[],
  plans: readonly TensorPlan[],
  report: Report,
): void {
  const values = (gradient: ParameterValue | readonly ParameterValue[], at: readonly PropertyKey[]): void => {
    if (Array.isArray(gradient) && gradient.length === 0) {
      report(at, "emptyList", { parameter: parameter.id });
    }
    for (const value of [gradient].flat() as ParameterValue[]) {
      const fault = valueFault(parameter, value);
      if (fault) report(at, ...fault);
    }
  };
  if (!isFiltered(setting)) {
    values(setting as ParameterValue | readonly ParameterValue[], path);
    return;
  }
  for (const [i, entry] of setting.entries()) {
    values(entry.value as ParameterValue, [...path, i, "value"]);
    const isDefault = entry.filter == null || entry.filter === "*";
    if (isDefault && i < setting.length - 1) {
      report([...path, i], "defaultBefore", { parameter: parameter.id });
    }
    if (!isDefault && !meansSomething(String(entry.filter), plans)) {
      report([...path, i, "filter"], "idleFilter", {
        filter: String(entry.filter),
        example: plans.find(({ name }) => /attn|mlp/.test(name))?.name ?? plans[0].name,
      });
    }
  }
}

/** Whether a filter picks a tensor, and one of the kind that it names: "attention" is also in the name of a norm after it. */
function meansSomething(filter: string, plans: readonly TensorPlan[]): boolean {
  const kind = groupOf(filter);
  const picked = plans.filter(({ name }) => matches({ filter }, name));
  return picked.some(({ name }) => kind === "other" || groupOf(name) === kind);
}

/** What is wrong with a value. */
function valueFault(
  { id: parameter, type, min, max, options }: OperatorParameter,
  value: ParameterValue,
): readonly [SentenceCode, SentenceValues] | undefined {
  if (type === "choice") {
    if (typeof value === "boolean" || options?.includes(String(value))) return undefined;
    return ["notAChoice", { parameter, value: String(value), options: options?.join(", ") ?? "" }];
  }
  if (type === "boolean") {
    return typeof value === "boolean" ? undefined : ["notAFlag", { parameter, value: JSON.stringify(value) }];
  }
  if (typeof value !== "number") {
    const isNumber = typeof value === "string" && value !== "" && Number.isFinite(Number(value));
    return isNumber
      ? ["quotedNumber", { parameter, value }]
      : ["notANumber", { parameter, value: JSON.stringify(value) }];
  }
  if (type === "integer" && !Number.isInteger(value)) return ["notWhole", { parameter, value }];
  if (max !== undefined && value > max) {
    return max === 1
      ? ["shareTooLarge", { parameter, value }]
      : ["tooLarge", { parameter, value, most: max }];
  }
  if (min !== undefined && value < min) return ["tooSmall", { parameter, value, least: min }];
  return undefined;
}

/** Values for every tensor, and what the operator says of them together. Each fault is told once. */
function checkPlans(
  recipe: Recipe,
  operator: MergeOperator,
  sources: MergeSources,
  plans: readonly TensorPlan[],
  report: Report,
): void {
  const entries = new Map(
    slicesOf(recipe, sources).flatMap((slice) =>
      slice.sources.map(({ model, path }) => [model, path] as const),
    ),
  );
  const told = new Set<string>();
  const once = (key: string, ...problem: Parameters<Report>) => {
    if (told.has(key)) return;
    told.add(key);
    report(...problem);
  };
  for (const { name, inputs, parameters, base } of plans) {
    for (const parameter of operator.parameters) {
      const missing =
        parameter.scope === "model"
          ? inputs.filter((input) => !(parameter.id in input.parameters)).map(({ model }) => model)
          : parameter.id in parameters
            ? []
            : [""];
      for (const model of missing) {
        const path = settingPath(recipe, parameter.id, entries.get(model));
        once(`missing ${parameter.id} ${model}`, path, model ? "missingOfModel" : "missingValue", {
          parameter: parameter.id,
          model,
          tensor: name,
        });
      }
      if (missing.length > 0) return;
    }
    const place = base ?? inputs[0];
    const shape = (sources.get(place.model) as MergeSource).tensors.get(place.tensor)?.shape ?? [];
    const fault = operator.check?.({ shape, inputs: inputs.map((input) => input.parameters), parameters });
    if (!fault) continue;
    const entry = fault.input === undefined ? undefined : entries.get(inputs[fault.input].model);
    once(`${fault.parameter} ${fault.input}`, settingPath(recipe, fault.parameter, entry), fault.code, {
      ...fault.values,
      tensor: name,
    });
  }
}

/** Where a parameter is written, of a model if it is written there. */
function settingPath(
  recipe: Recipe,
  id: string,
  entry: readonly PropertyKey[] | undefined,
): readonly PropertyKey[] {
  if (recipe.parameters && id in recipe.parameters) return ["parameters", id];
  return entry ? [...entry, "parameters", id] : ["parameters", id];
}
