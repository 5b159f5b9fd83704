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
import { problemOf, type SentenceCode, type SentenceValues } from "./sentences";

/** Why a name is no model. */
export interface SourceFault {
  readonly fault: { readonly what: string; readonly remedy: string };
}

/** What the names of a recipe were found to be. */
export type FoundSources = ReadonlyMap<string, MergeSource | SourceFault>;

/** Tells a problem. */
export type Report = (
  path: readonly PropertyKey[],
  code: SentenceCode,
  values: SentenceValues,
  severity?: RecipeProblem["severity"],
) => void;

/** `found` has every model of the recipe by its name. */
export function checkRecipe({ recipe, problems, lineOf }: ReadRecipe, found: FoundSources): RecipeCheck {
  if (!recipe) return { problems: [...problems] };
  const all = [...problems];
  const report: Report = (path, code, values, severity = "error") => {
    all.push(problemOf({ severity, line: lineOf(path), field: path.map(String).join(".") }, code, values));
  };
  check(recipe, found, report);
  return { recipe, problems: all };
}

function check(recipe: Recipe, found: FoundSources, report: Report): void {
  const operator = MERGE_OPERATORS.all.find(({ id }) => id === recipe.merge_method);
  if (!operator) {
    const ids = MERGE_OPERATORS.all.map(({ id }) => id);
    report(["merge_method"], "unknownMethod", {
      method: recipe.merge_method,
      nearest: nearest(recipe.merge_method, ids).join(", "),
    });
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
    report([first], "severalBodies", { given: given.join(", ") });
  } else if (given.length === 0) {
    report([first], "noModels", {});
  }
  if (given.length !== 1) return false;
  const { models, slices, path } = bodyOf(recipe);
  if (Boolean(models) !== Boolean(slices)) return true;
  report(path, "moduleBody", {});
  return false;
}

/** Chat templates that mergekit has by name are not kept here: a template is its text. */
function checkChatTemplate({ chat_template: template }: Recipe, report: Report): void {
  if (template == null || template === "auto" || /\{[{%]/.test(template)) return;
  report(["chat_template"], "notAChatTemplate", { template });
}

function checkTokenizer(recipe: Recipe, report: Report): void {
  const { tokenizer, tokenizer_source: source } = recipe;
  if (tokenizer && source != null) {
    report(["tokenizer_source"], "twoTokenizers", {});
  }
  const models = modelsOf(recipe);
  const path = source != null ? ["tokenizer_source"] : ["tokenizer", "source"];
  const named = source ?? tokenizer?.source;
  if (named != null && named !== "union" && named !== "base" && !models.includes(named)) {
    report(path, "tokenizerOfNone", { name: named, models: models.join(", ") });
  }
  for (const [token, { source: from }] of Object.entries(tokenizer?.tokens ?? {})) {
    const at = ["tokenizer", "tokens", token, "source"];
    if (typeof from === "string" || from.kind === "model_token") {
      const model = typeof from === "string" ? from : from.model;
      if (!models.includes(model)) {
        report(at, "tokenOfNone", { name: model, models: models.join(", ") });
      }
    } else {
      report(at, "tokenOfZeros", { token });
    }
  }
}

/** All models by name, when each is one and they can be merged with each other. */
function checkSources(recipe: Recipe, found: FoundSources, report: Report): MergeSources | undefined {
  const sources = new Map<string, MergeSource>();
  for (const name of modelsOf(recipe)) {
    const source = found.get(name);
    const path = pathOf(recipe, name);
    if (!source) report(path, "noModel", { name });
    else if ("fault" in source) report(path, "notReadable", source.fault);
    else sources.set(name, source);
  }
  if (sources.size < modelsOf(recipe).length) return undefined;
  const [[firstName, first]] = sources;
  for (const [name, { architecture }] of sources) {
    if (architecture === first.architecture) continue;
    report(pathOf(recipe, name), "architectures", {
      name,
      architecture,
      first: firstName,
      ofFirst: first.architecture,
    });
    return undefined;
  }
  return sources;
}

/** The first place that names a model. */
export function pathOf(recipe: Recipe, name: string): (string | number)[] {
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
    report([...at, twice], "listedTwice", { name: names[twice] });
  }
  if (base == null && (use === "required" || use === "end")) {
    report(["merge_method"], use === "end" ? "needsEnd" : "needsOrigin", { method: id });
    return;
  }
  if (base != null && (use === "end" || use === "listed") && !names.includes(base)) {
    if (use === "end") report(["base_model"], "baseIsThird", { base, method: id, models: names.join(", ") });
    else report(["base_model"], "baseNotListed", { base, method: id });
    return;
  }
  if (use === "optional" && base != null && names.includes(base)) {
    report(["base_model"], "baseIsModel", { base });
    return;
  }
  const others = use === "required" ? names.filter((name) => name !== base) : names;
  if (others.length >= least && others.length <= most) return;
  const isMany = others.length > most;
  report(at, isMany ? "tooManyModels" : "tooFewModels", {
    method: id,
    wanted: isMany ? most : least,
    besides: Number(use === "required"),
    found: others.length,
  });
}

function checkSlices(recipe: Recipe, sources: MergeSources, report: Report): boolean {
  const slices = slicesOf(recipe, sources);
  const found = { errors: 0 };
  const fail: Report = (...problem) => {
    found.errors++;
    report(...problem);
  };
  for (const { sources: parts } of slices) {
    for (const { model, start, end, path } of parts) {
      const layers = sources.get(model)?.layers ?? 0;
      const at = [...path, "layer_range"];
      if (start >= end) fail(at, "rangeBackwards", { start, end });
      else if (start < 0 || end > layers) fail(at, "rangeBeyond", { model, start, end, layers });
    }
    const [{ start, end }] = parts;
    const other = parts.find((part) => part.end - part.start !== end - start);
    if (!other) continue;
    const [left, right] = [end - start, other.end - other.start];
    if (bodyOf(recipe).slices) fail([...other.path, "layer_range"], "sliceLengths", { left, right });
    else
      fail([...other.path, "model"], "layerCounts", {
        model: other.model,
        layers: right,
        other: parts[0].model,
        ofOther: left,
      });
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
    fail([...first.path, "layer_range"], "partialSlice", {
      model: first.model,
      layers,
      taken: first.end - first.start,
    });
  }
  const uneven = slices.find((slice) => slice.sources.length !== slices[0].sources.length);
  if (uneven) {
    fail(uneven.sources[0].path.slice(0, -1), "unevenSlices", {
      count: uneven.sources.length,
      ofFirst: slices[0].sources.length,
    });
  }
}

function checkFit(recipe: Recipe, operator: MergeOperator, sources: MergeSources, report: Report): boolean {
  if (!checkVocabularies(recipe, sources, report)) return false;
  const hasTokens = recipe.tokenizer != null || recipe.tokenizer_source != null;
  for (const plan of layoutOf(recipe, sources)) {
    const parts = [...(plan.base ? [plan.base] : []), ...plan.inputs];
    const missing = parts.find(({ model, tensor }) => !placeOf(sources.get(model) as MergeSource, tensor));
    if (missing) {
      report(pathOf(recipe, missing.model), "missingTensor", {
        model: missing.model,
        tensor: missing.tensor,
      });
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
      report(pathOf(recipe, parts[at + 1].model), "otherShape", {
        tensor: plan.name,
        shape: others[at].join(", "),
        model: parts[at + 1].model,
        wanted: wanted.join(", "),
        other: parts[0].model,
      });
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
  const values = { tensor: name, rows: shape[0], model, wanted: wanted[0] };
  if (operator.cuts === "never" || (operator.cuts === "base" && sizeOf(shape) < sizeOf(wanted))) {
    report(path, "otherRows", { ...values, method: operator.id });
    return false;
  }
  report(path, "cutRows", values, "warning");
  return true;
}

function checkVocabularies(recipe: Recipe, sources: MergeSources, report: Report): boolean {
  if (recipe.tokenizer || recipe.tokenizer_source) return true;
  const [[firstName, { vocabulary: first }]] = sources;
  for (const [name, { vocabulary }] of sources) {
    if (!first || !vocabulary || isSame(first, vocabulary)) continue;
    report(pathOf(recipe, name), "otherVocabulary", { name, first: firstName });
    return false;
  }
  return true;
}

function isSame(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): boolean {
  return left.size === right.size && [...left].every(([token, id]) => right.get(token) === id);
}
