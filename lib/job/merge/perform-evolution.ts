/**
 * An evolution of versions. Each child is a change of its first parent. The record is kept after each child among the artifacts,
 * under a name that follows from the input, so that the same job goes on where it was stopped; a child whose overlay is gone by then
 * is merged again, with the same bytes.
 */
import type { JsonObject, Run } from "../../base";
import {
  EvolutionRecord,
  evolve,
  kinshipOf,
  modelsOf,
  numbersIn,
  planMerge,
  readRecipe,
  searchRecipe,
  withNumbers,
  writeRecipe,
  type EvolutionModel,
  type EvolutionSettings,
  type MergeSource,
  type Recipe,
} from "../../merge";
import type { Model } from "../../model";
import {
  keptSoFar,
  readTexts,
  textsBundle,
  type ArtifactFiles,
  type EvolveJobInput,
  type MergeSourceRef,
} from "../../store";
import type { HostContext } from "../calls/call";
import { modelSource, openSource } from "./model-source";
import { performMerge } from "./perform-merge";
import { scoreOf } from "./score";

/** What a recipe calls the model that differences are from. */
export const BASE = "base";

type Host = Pick<HostContext, "openVersion" | "blobs" | "cache">;

export async function performEvolution(
  run: Run,
  input: EvolveJobInput,
  host: Host,
): Promise<EvolutionRecord> {
  const bundle = await host.cache.getOrMake(
    keyOf(input),
    async ({ kept, keep }) => {
      const before = await kept();
      const known = before ? EvolutionRecord.parse(JSON.parse(readTexts(before)[0])) : undefined;
      const record = await evolveVersions(run, input, host, known, (part) =>
        keep(bundleOf(part), { done: part.models.length, total: part.models.length + 1 }),
      );
      return bundleOf(record);
    },
    run.signal,
  );
  return EvolutionRecord.parse(JSON.parse(readTexts(bundle)[0]));
}

/** The record of an evolution as far as it has come; null before its first model was measured. */
export async function evolutionSoFar(
  files: Pick<ArtifactFiles, "get">,
  input: EvolveJobInput,
): Promise<EvolutionRecord | null> {
  const kept = await keptSoFar(files, keyOf(input));
  return kept && EvolutionRecord.parse(JSON.parse(readTexts(kept)[0]));
}

function keyOf(input: EvolveJobInput): JsonObject {
  const said = JSON.parse(JSON.stringify(input)) as JsonObject;
  return { artifact: "evolution", checkpoint: input.model, input: said };
}

const bundleOf = (record: EvolutionRecord) => textsBundle([JSON.stringify(record)]);

async function evolveVersions(
  run: Run,
  input: EvolveJobInput,
  host: Host,
  known: EvolutionRecord | undefined,
  keep: (record: EvolutionRecord) => Promise<void>,
): Promise<EvolutionRecord> {
  const quiet: Run = { ...run, progress: () => undefined };
  const children = new Map<string, Child>();
  for (const model of known?.models ?? []) children.set(model.name, model);
  const base = modelSource(await openSource(host, input.base, run.signal));

  /** A child is its first parent and its own overlays. */
  const refOf = (name: string): MergeSourceRef => {
    const founder = input.founders[name];
    if (founder) return founder;
    const child = children.get(name) as Child;
    const parent = refOf(child.parents[0]);
    return { ...parent, overlays: [...(parent.overlays ?? []), ...(child.overlays ?? [])] };
  };
  const mergePair = async (parents: readonly string[]): Promise<readonly string[]> => {
    const onto = await open(parents[0]);
    const pair = [modelSource(onto), modelSource(await open(parents[1]))];
    const sources = new Map<string, MergeSource>([
      ["first", pair[0]],
      ["second", pair[1]],
      [BASE, base],
    ]);
    const merging = planMerge(recipeOf(input), sources, { seed: input.settings.seed });
    return (await performMerge(quiet, merging, onto, host.blobs)).overlays;
  };
  /** All founders, by the input's recipe with other numbers. */
  const mergeAt = async (point: readonly number[]): Promise<readonly string[]> => {
    const [first] = Object.keys(input.founders);
    const sources = new Map<string, MergeSource>([[BASE, base]]);
    for (const name of Object.keys(input.founders)) sources.set(name, modelSource(await open(name)));
    const merging = planMerge(withNumbers(searchedRecipe(input), point), sources, {
      seed: input.settings.seed,
    });
    return (await performMerge(quiet, merging, await open(first), host.blobs)).overlays;
  };
  /** Opens a model after those that it is made of are there. */
  const open = async (name: string): Promise<Model> => {
    const child = children.get(name);
    if (child && child.parents.length > 0) {
      await open(child.parents[0]);
      const isThere = await Promise.all((child.overlays ?? []).map((address) => host.blobs.has(address)));
      if (isThere.includes(false)) await (child.point ? mergeAt(child.point) : mergePair(child.parents));
    }
    return openSource(host, refOf(name), run.signal);
  };

  const related = new Map<string, number | null>();
  const founders = Object.entries(input.founders).map(([name, { version }]) => ({
    name,
    ...(version && { version }),
  }));
  const baseName = input.base.version ?? input.model;
  const shared = {
    score: async (name: string, few = false) =>
      scoreOf(quiet, await open(name), few ? fewOf(input.tasks) : input.tasks),
    async kinship(left: string, right: string) {
      const pair = [left, right].sort().join("\n");
      const found = related.get(pair);
      if (found !== undefined) return found;
      const models = [
        { name: left, source: modelSource(await open(left)) },
        { name: right, source: modelSource(await open(right)) },
      ];
      const { pairs } = await kinshipOf(quiet, { name: BASE, source: base }, models);
      const value = metricOf(pairs[0].global, input.settings.metric);
      related.set(pair, value);
      return value;
    },
    keep,
  };
  const remember = (
    name: string,
    parents: readonly string[],
    overlays: readonly string[],
    point?: readonly number[],
  ) => {
    children.set(name, { name, parents, overlays, ...(point && { point }) });
    return { overlays: [...overlays] };
  };
  if (input.settings.strategy === "cma-es") {
    return searchRecipe(
      run,
      baseName,
      founders,
      input.settings,
      {
        ...shared,
        start: numbersIn(searchedRecipe(input)),
        merge: async (name, point) =>
          remember(name, Object.keys(input.founders), await mergeAt(point), point),
      },
      known,
    );
  }
  return evolve(
    run,
    baseName,
    founders,
    input.settings,
    { ...shared, merge: async (name, parents) => remember(name, parents, await mergePair(parents)) },
    known,
  );
}

/** What opening a child needs of it. */
type Child = Readonly<Pick<EvolutionModel, "name">> & {
  readonly parents: readonly string[];
  readonly overlays?: readonly string[];
  readonly point?: readonly number[];
};

/** The recipe of a search: its models are the founders, by their names, and "base". */
function searchedRecipe({ recipe: text, founders }: EvolveJobInput): Recipe {
  const names = Object.keys(founders);
  const own = text === undefined ? undefined : readRecipe(text).recipe;
  return (
    own ?? {
      merge_method: "task_arithmetic",
      models: names.map((model) => ({ model, parameters: { weight: 1 / names.length } })),
      base_model: BASE,
    }
  );
}

/** How a child of an evolution was merged: its recipe, and the models that the recipe's names mean. */
export function recipeOfChild(
  input: EvolveJobInput,
  { parents, point }: Pick<EvolutionModel, "parents" | "point">,
): { readonly recipe: string; readonly sources: Readonly<Record<string, string>> } {
  if (point) {
    return {
      recipe: writeRecipe(withNumbers(searchedRecipe(input), point)),
      sources: { ...Object.fromEntries(parents.map((name) => [name, name])), base: BASE },
    };
  }
  const [first, second] = parents;
  const recipe = recipeOf(input);
  const sources = { first, second, base: BASE };
  const named = new Set(modelsOf(recipe));
  return {
    recipe: writeRecipe(recipe),
    sources: Object.fromEntries(Object.entries(sources).filter(([name]) => named.has(name))),
  };
}

/** A quarter of the questions of each task. */
function fewOf(tasks: EvolveJobInput["tasks"]): EvolveJobInput["tasks"] {
  return tasks.map(({ id, questions }) => ({
    id,
    questions: questions.slice(0, Math.ceil(questions.length / 4)),
  }));
}

function metricOf(
  {
    pcc,
    cosine,
    distance,
  }: { readonly pcc: number | null; readonly cosine: number | null; readonly distance: number },
  metric: EvolutionSettings["metric"],
): number | null {
  if (metric === "distance") return distance;
  if (metric === "pcc") return pcc;
  return metric === "cosine" || cosine === null ? cosine : Math.abs(cosine);
}

/** Its models are named first, second and base. */
function recipeOf({ recipe: text }: EvolveJobInput): Recipe {
  const { recipe } = readRecipe(text ?? writeRecipe(HALF_WAY));
  return recipe ?? HALF_WAY;
}

const HALF_WAY: Recipe = {
  merge_method: "slerp",
  models: [{ model: "first" }, { model: "second" }],
  base_model: "first",
  parameters: { t: 0.5 },
};
