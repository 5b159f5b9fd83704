/**
 * Whether a recipe can be right, before any weight is read. Each problem names its line, what was found and what to do. Errors stop
 * a merge; warnings are for a second look. The file is long because the checks stand in the order in which a recipe is read.
 */
import { nearest } from "../../base";
import { sizeOf } from "../../tensor";
import { bodyOf, layoutOf, modelsOf, slicesOf, type RecipeSlice } from "../engine/layout";
import { hasTokenRows } from "../engine/names";
import { placeOf, type MergeSource, type MergeSources } from "../engine/source";
import { MERGE_OPERATORS } from "../operators";
import type { MergeOperator } from "../operators/operator";
import { checkParameters } from "./check-parameters";
import type { ReadRecipe } from "./read";
import type { Recipe, RecipeCheck, RecipeProblem } from "./schema";

/** Why a name is no model. */
export interface SourceFault {
  readonly fault: { readonly what: string; readonly remedy: string };
}

/** What the names of a recipe were found to be. */
export type FoundSources = ReadonlyMap<string, MergeSource | SourceFault>;

/** Tells a problem. */
export type Report = (
  path: readonly PropertyKey[],
  what: string,
  remedy: string,
  severity?: RecipeProblem["severity"],
) => void;

/** `found` has every model of the recipe by its name. */
export function checkRecipe({ recipe, problems, lineOf }: ReadRecipe, found: FoundSources): RecipeCheck {
  if (!recipe) return { problems: [...problems] };
  const all = [...problems];
  const report: Report = (path, what, remedy, severity = "error") => {
    all.push({ severity, line: lineOf(path), field: path.map(String).join("."), what, remedy });
  };
  check(recipe, found, report);
  return { recipe, problems: all };
}

function check(recipe: Recipe, found: FoundSources, report: Report): void {
  const operator = MERGE_OPERATORS.all.find(({ id }) => id === recipe.merge_method);
  if (!operator) {
    const ids = MERGE_OPERATORS.all.map(({ id }) => id);
    report(
      ["merge_method"],
      `There is no merge method "${recipe.merge_method}".`,
      `Did you mean ${nearest(recipe.merge_method, ids).join(" or ")}?`,
    );
  }
  const hasBody = checkBody(recipe, report);
  checkTokenizer(recipe, report);
  checkChatTemplate(recipe, report);
  if (!hasBody) return;
  const sources = checkSources(recipe, found, report);
  if (operator) checkCounts(recipe, operator, report);
  if (!sources || !checkSlices(recipe, sources, report)) return;
  if (operator && checkFit(recipe, operator, sources, report))
    checkParameters(recipe, operator, sources, report);
}

function checkBody(recipe: Recipe, report: Report): boolean {
  const given = (["models", "slices", "modules"] as const).filter((key) => recipe[key]);
  const [first = "merge_method"] = given.slice(-1);
  if (given.length > 1) {
    report(
      [first],
      `${given.join(" and ")} are both there.`,
      "Keep one: models for whole models, slices for ranges of layers.",
    );
  } else if (given.length === 0) {
    report([first], "The recipe names no models.", "Write models: with an entry for each, or slices:.");
  }
  if (given.length !== 1) return false;
  const { models, slices, path } = bodyOf(recipe);
  if (Boolean(models) !== Boolean(slices)) return true;
  report(
    path,
    "The module names no models, or models and slices together.",
    "Write one of models: and slices:.",
  );
  return false;
}

/** Chat templates that mergekit has by name are not kept here: a template is its text. */
function checkChatTemplate({ chat_template: template }: Recipe, report: Report): void {
  if (template == null || template === "auto" || /\{[{%]/.test(template)) return;
  report(
    ["chat_template"],
    `"${template}" is no chat template.`,
    'Write "auto" for that of the base model, or the text of a Jinja template.',
  );
}

function checkTokenizer(recipe: Recipe, report: Report): void {
  const { tokenizer, tokenizer_source: source } = recipe;
  if (tokenizer && source != null) {
    report(
      ["tokenizer_source"],
      "tokenizer_source and tokenizer are both there.",
      "Keep one; tokenizer has a source of its own.",
    );
  }
  const models = modelsOf(recipe);
  const path = source != null ? ["tokenizer_source"] : ["tokenizer", "source"];
  const named = source ?? tokenizer?.source;
  if (named != null && named !== "union" && named !== "base" && !models.includes(named)) {
    report(
      path,
      `"${named}" is no model of the recipe.`,
      `Write union, base, or one of ${models.join(", ")}.`,
    );
  }
  for (const [token, { source: from }] of Object.entries(tokenizer?.tokens ?? {})) {
    const at = ["tokenizer", "tokens", token, "source"];
    if (typeof from === "string" || from.kind === "model_token") {
      const model = typeof from === "string" ? from : from.model;
      if (!models.includes(model)) {
        report(at, `"${model}" is no model of the recipe.`, `Write one of ${models.join(", ")}.`);
      }
    } else {
      report(
        at,
        `The token "${token}" would have a row of zeros, which says nothing of it.`,
        "Name a model, or use kind: model_token.",
      );
    }
  }
}

/** All models by name, when each is one and they can be merged with each other. */
function checkSources(recipe: Recipe, found: FoundSources, report: Report): MergeSources | undefined {
  const sources = new Map<string, MergeSource>();
  for (const name of modelsOf(recipe)) {
    const source = found.get(name);
    const path = pathOf(recipe, name);
    if (!source)
      report(
        path,
        `There is no model "${name}".`,
        "Check the spelling; a path is relative to where the recipe is.",
      );
    else if ("fault" in source) report(path, source.fault.what, source.fault.remedy);
    else sources.set(name, source);
  }
  if (sources.size < modelsOf(recipe).length) return undefined;
  const [[firstName, first]] = sources;
  for (const [name, { architecture }] of sources) {
    if (architecture === first.architecture) continue;
    report(
      pathOf(recipe, name),
      `${name} is a ${architecture} model, ${firstName} a ${first.architecture} model.`,
      "Only models of one architecture have weights that mean the same.",
    );
    return undefined;
  }
  return sources;
}

/** The first place that names a model. */
function pathOf(recipe: Recipe, name: string): (string | number)[] {
  const { models, slices, path } = bodyOf(recipe);
  const model = (models ?? []).findIndex((entry) => entry.model === name);
  if (model >= 0) return [...path, "models", model, "model"];
  for (const [s, { sources }] of (slices ?? []).entries()) {
    const i = sources.findIndex((entry) => entry.model === name);
    if (i >= 0) return [...path, "slices", s, "sources", i, "model"];
  }
  return ["base_model"];
}

function checkCounts(recipe: Recipe, operator: MergeOperator, report: Report): void {
  const { models, slices, path } = bodyOf(recipe);
  const groups = models
    ? [{ names: models.map(({ model }) => model), base: recipe.base_model, at: [...path, "models"] }]
    : (slices ?? []).map(({ sources, base_model: own }, s) => ({
        names: sources.map(({ model }) => model),
        base: own ?? recipe.base_model,
        at: [...path, "slices", s, "sources"],
      }));
  for (const { names, base, at } of groups) checkCount(operator, names, base, at, report);
}

function checkCount(
  { id, base: use, models: { least, most = Infinity } }: MergeOperator,
  names: readonly string[],
  base: string | null | undefined,
  at: readonly PropertyKey[],
  report: Report,
): void {
  const twice = names.findIndex((name, i) => names.indexOf(name) < i);
  if (twice >= 0) {
    report(
      [...at, twice],
      `${names[twice]} is listed twice.`,
      "Keep one entry, with the sum of the weights.",
    );
  }
  if (base == null && (use === "required" || use === "end")) {
    const why = use === "end" ? "the end at which t is 0" : "the model that all were trained from";
    report(["merge_method"], `${id} needs a base_model: ${why}.`, "Add base_model: with its name.");
    return;
  }
  if (base != null && (use === "end" || use === "listed") && !names.includes(base)) {
    if (use === "end") {
      report(
        ["base_model"],
        `${base} is not one of the two models, so ${id} would have three.`,
        `Set base_model to ${names.join(" or ")}.`,
      );
    } else {
      report(
        ["base_model"],
        `${base} is not listed, and ${id} merges only listed models.`,
        "List it among the models, or take base_model out.",
      );
    }
    return;
  }
  if (use === "optional" && base != null && names.includes(base)) {
    report(
      ["base_model"],
      `${base} is one of the models, so its difference from itself is nothing.`,
      "Choose as base the model that both were trained from, or leave base_model out.",
    );
    return;
  }
  const others = use === "required" ? names.filter((name) => name !== base) : names;
  if (others.length >= least && others.length <= most) return;
  const wanted =
    most === least ? `exactly ${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  const beside = use === "required" ? " besides the base" : "";
  report(
    at,
    `${id} merges ${wanted} ${wanted.endsWith(" 1") ? "model" : "models"}${beside}; here are ${others.length}.`,
    others.length > most ? "Take the others out, or choose another merge_method." : "Add a model.",
  );
}

function checkSlices(recipe: Recipe, sources: MergeSources, report: Report): boolean {
  const slices = slicesOf(recipe, sources);
  const found = { errors: 0 };
  const fail = (path: readonly PropertyKey[], what: string, remedy: string) => {
    found.errors++;
    report(path, what, remedy);
  };
  for (const { sources: parts } of slices) {
    for (const { model, start, end, path } of parts) {
      const layers = sources.get(model)?.layers ?? 0;
      const at = [...path, "layer_range"];
      if (start >= end)
        fail(
          at,
          `The range [${start}, ${end}] goes backwards.`,
          `Write [${end}, ${start}], from the first layer to the one after the last.`,
        );
      else if (start < 0 || end > layers)
        fail(
          at,
          `${model} has layers 0 to ${layers - 1}; the range ends at ${end}.`,
          `Write at most [${start}, ${layers}].`,
        );
    }
    const [{ start, end }] = parts;
    const other = parts.find((part) => part.end - part.start !== end - start);
    if (!other) continue;
    const counts = [end - start, other.end - other.start];
    if (bodyOf(recipe).slices)
      fail(
        [...other.path, "layer_range"],
        `A slice merges ${counts[0]} layers with ${counts[1]}.`,
        "Give all sources of a slice ranges of one length.",
      );
    else
      fail(
        [...other.path, "model"],
        `${other.model} has ${counts[1]} layers, ${parts[0].model} has ${counts[0]}.`,
        "Use slices: with ranges of one length.",
      );
  }
  checkWhole(recipe, slices, sources, fail);
  return found.errors === 0;
}

/** Layers that are left out by a single range, and slices that merge different numbers of models. */
function checkWhole(
  recipe: Recipe,
  slices: readonly RecipeSlice[],
  sources: MergeSources,
  fail: Report,
): void {
  if (!bodyOf(recipe).slices) return;
  const [
    {
      sources: [first],
    },
  ] = slices;
  const layers = sources.get(first.model)?.layers ?? 0;
  if (
    slices.length === 1 &&
    first.start < first.end &&
    first.end <= layers &&
    first.end - first.start < layers
  ) {
    fail(
      [...first.path, "layer_range"],
      `${first.model} has ${layers} layers; the only slice takes ${first.end - first.start} of them, and the rest would be lost.`,
      `Write [0, ${layers}]. To leave layers out on purpose, write the slices before and after them.`,
    );
  }
  const uneven = slices.find((slice) => slice.sources.length !== slices[0].sources.length);
  if (uneven) {
    fail(
      uneven.sources[0].path.slice(0, -1),
      `A slice merges ${uneven.sources.length} models, the first one ${slices[0].sources.length}.`,
      "Give every slice the same number of sources, with weight 0 where one should not count.",
    );
  }
}

function checkFit(recipe: Recipe, operator: MergeOperator, sources: MergeSources, report: Report): boolean {
  if (!checkVocabularies(recipe, sources, report)) return false;
  const hasTokens = recipe.tokenizer != null || recipe.tokenizer_source != null;
  for (const plan of layoutOf(recipe, sources)) {
    const parts = [...(plan.base ? [plan.base] : []), ...plan.inputs];
    const missing = parts.find(({ model, tensor }) => !placeOf(sources.get(model) as MergeSource, tensor));
    if (missing) {
      report(
        pathOf(recipe, missing.model),
        `${missing.model} has no tensor ${missing.tensor}.`,
        "Only models with the same tensors can be merged.",
      );
      return false;
    }
    const isTable = hasTokenRows(plan.name);
    const shapeOf = ({ model, tensor }: (typeof parts)[number]) =>
      sources.get(model)?.tensors.get(tensor)?.shape ?? [];
    const [wanted, ...others] = parts.map(shapeOf);
    const at = others.findIndex(
      (shape) => String(isTable ? shape.slice(1) : shape) !== String(isTable ? wanted.slice(1) : wanted),
    );
    if (at >= 0) {
      report(
        pathOf(recipe, parts[at + 1].model),
        `${plan.name} is [${others[at].join(", ")}] in ${parts[at + 1].model} and [${wanted.join(", ")}] in ${parts[0].model}.`,
        "Only models of one size can be merged.",
      );
      return false;
    }
    const longer = others.findIndex((shape) => shape[0] !== wanted[0]);
    if (!isTable || hasTokens || longer < 0) continue;
    if (
      !checkTable(
        recipe,
        operator,
        { name: plan.name, wanted, shape: others[longer], model: parts[longer + 1].model },
        report,
      )
    )
      return false;
  }
  return true;
}

interface Table {
  readonly name: string;
  readonly wanted: readonly number[];
  readonly shape: readonly number[];
  readonly model: string;
}

/** Tables with rows that no token has. */
function checkTable(
  recipe: Recipe,
  operator: MergeOperator,
  { name, wanted, shape, model }: Table,
  report: Report,
): boolean {
  const path = pathOf(recipe, model);
  const what = `${name} has ${shape[0]} rows in ${model} and ${wanted[0]} in another model`;
  if (operator.cuts === "never" || (operator.cuts === "base" && sizeOf(shape) < sizeOf(wanted))) {
    report(path, `${what}; ${operator.id} cannot merge them.`, "Add tokenizer_source: base.");
    return false;
  }
  report(
    path,
    `${what}; the rows beyond are cut.`,
    "Add tokenizer_source: base to choose rows by token.",
    "warning",
  );
  return true;
}

function checkVocabularies(recipe: Recipe, sources: MergeSources, report: Report): boolean {
  if (recipe.tokenizer || recipe.tokenizer_source) return true;
  const [[firstName, { vocabulary: first }]] = sources;
  for (const [name, { vocabulary }] of sources) {
    if (!first || !vocabulary || isSame(first, vocabulary)) continue;
    report(
      pathOf(recipe, name),
      `${name} has another vocabulary than ${firstName}: rows of different tokens would be mixed.`,
      "Add tokenizer_source: union, or base.",
    );
    return false;
  }
  return true;
}

function isSame(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): boolean {
  return left.size === right.size && [...left].every(([token, id]) => right.get(token) === id);
}
