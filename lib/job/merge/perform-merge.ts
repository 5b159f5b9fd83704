/** Performing what is asked of merges: every version is opened as named tensors, and the result is an overlay on the model. */
import { checkCancelled, PalimpsestError, type Run } from "../../base";
import type { PoolTask } from "../../data";
import { meanOfTasks, scoreTasks } from "../../eval";
import {
  checkRecipe,
  modelsOf,
  planMerge,
  readRecipe,
  type EvolutionScore,
  type MergedTensor,
  type Merging,
  type MergeSources,
  type RecipeCheck,
} from "../../merge";
import { orientation, transposedData, writeOverlay, type Model, type WeightDelta } from "../../model";
import type { AskedRecipe, MergeJobInput, MergeJobOutput, TensorArithmetic } from "../../store";
import { float32, norm } from "../../tensor";
import type { HostContext } from "../calls/call";
import { findSources } from "./sources";
import type { z } from "zod";

type Host = Pick<HostContext, "openModel" | "openVersion" | "blobs" | "runtime">;
type Asked = z.infer<typeof AskedRecipe>;

/** A change below this share of its weight's norm is the rounding of sums, as where all models agree, and is left out. */
const ROUNDING = 1e-6;

export async function checkAsked(
  host: Pick<Host, "openVersion">,
  { signal }: Run,
  { recipe: text, sources }: Omit<Asked, "seed">,
): Promise<RecipeCheck> {
  const read = readRecipe(text);
  const names = read.recipe ? modelsOf(read.recipe) : [];
  const { found } = await findSources(host, names, sources, signal);
  return checkRecipe(read, found);
}

interface Planned {
  readonly merging: Merging;
  readonly models: ReadonlyMap<string, Model>;
  readonly recipe: NonNullable<RecipeCheck["recipe"]>;
}

/** Throws `invalid_input` with the first error of the check: a recipe with errors is never merged. */
async function planAsked(
  host: Pick<Host, "openVersion">,
  { signal }: Run,
  { recipe: text, sources, seed }: Asked,
): Promise<Planned> {
  const read = readRecipe(text);
  const { found, models } = await findSources(
    host,
    read.recipe ? modelsOf(read.recipe) : [],
    sources,
    signal,
  );
  const { recipe, problems } = checkRecipe(read, found);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (!recipe || errors.length > 0) {
    const [{ line, what, remedy }] = errors;
    throw new PalimpsestError(
      "invalid_input",
      line === undefined ? what : `Line ${line} of the recipe: ${what}`,
      { hint: remedy, details: { field: "recipe" } },
    );
  }
  return { merging: planMerge(recipe, found as MergeSources, { seed }), models, recipe };
}

export async function arithmeticOf(
  host: Pick<Host, "openVersion">,
  run: Run,
  input: Asked & { readonly tensor: string },
): Promise<z.infer<typeof TensorArithmetic>> {
  const { merging } = await planAsked(host, run, input);
  const tensor = merging.tensors.find(({ name }) => name === input.tensor);
  if (!tensor) {
    throw new PalimpsestError("not_found", `The merged model has no tensor ${input.tensor}.`, {
      hint: `It has ${merging.tensors.length}, such as ${merging.tensors[0]?.name ?? "none"}.`,
      details: { field: "tensor" },
    });
  }
  const { facts = {} } = await merging.merge(tensor);
  const shares = sharesOf(merging, tensor, facts);
  return {
    name: tensor.name,
    shape: [...tensor.shape],
    operator: merging.operator.id,
    inputs: tensor.inputs.map(({ model, parameters }, i) => ({
      model,
      parameters: { ...parameters },
      ...(shares && { share: shares[i] }),
    })),
    facts: { ...tensor.parameters, ...facts } as Record<string, number | string>,
  };
}

/** The factors of the models where the result is a weighted sum of them; undefined where it is none. */
function sharesOf(
  { operator }: Merging,
  { inputs, parameters }: MergedTensor,
  facts: Readonly<Record<string, number | string>>,
): number[] | undefined {
  if (typeof facts.left === "number" && typeof facts.right === "number") return [facts.left, facts.right];
  const weights = inputs.map(({ parameters: own }) => own.weight);
  if (operator.id === "passthrough" || !weights.every((weight) => typeof weight === "number"))
    return undefined;
  const numbers = weights as number[];
  if (parameters.normalize !== true) return numbers;
  const sum = numbers.reduce((total, weight) => total + weight, 0);
  return numbers.map((weight) => weight / sum);
}

export async function performMerge(host: Host, run: Run, input: MergeJobInput): Promise<MergeJobOutput> {
  const started = Date.now();
  const bare = await host.openModel(input.model, run.signal);
  const { merging, models } = await planAsked(host, run, input);
  const { deltas, tensors } = await mergedDeltas(run, merging, bare);
  const overlay = { kind: "weights", deltas } as const;
  const child = bare.with([overlay]);
  const names = [...new Set(merging.tensors.flatMap(({ inputs }) => inputs.map(({ model }) => model)))];
  const scores = input.tasks && (await scoresOf(run, child, names, models, input.tasks));
  return {
    operator: merging.operator.id,
    overlays: deltas.length > 0 ? [await host.blobs.put(writeOverlay(overlay))] : [],
    fingerprintAfter: await child.fingerprint(),
    deltaNorms: Object.fromEntries(tensors.flatMap(({ name, norm }) => (norm > 0 ? [[name, norm]] : []))),
    tensors,
    parents: names.map((name) => ({ name, source: input.sources[name] })),
    ...(scores && { scores }),
    durationMs: Date.now() - started,
    place: host.runtime.kind,
  };
}

/** All tensors of the merged model as changes of the model as trained. */
export async function mergedDeltas(
  run: Run,
  merging: Merging,
  bare: Model,
): Promise<{ readonly deltas: WeightDelta[]; readonly tensors: MergeJobOutput["tensors"] }> {
  const specs = new Map(bare.facts.parameters.map((spec) => [spec.name, spec]));
  const deltas: WeightDelta[] = [];
  const tensors: MergeJobOutput["tensors"] = [];
  for (const [step, tensor] of merging.tensors.entries()) {
    checkCancelled(run.signal);
    run.progress({ phase: "Merging tensors", step, steps: merging.tensors.length });
    const { values, facts = {} } = await merging.merge(tensor);
    const spec = specs.get(tensor.name);
    if (!spec || values.length !== spec.shape.reduce((product, size) => product * size, 1)) {
      throw new PalimpsestError(
        "unsupported",
        `The merged ${tensor.name} has the shape ${tensor.shape.join(" × ")}, which ${bare.facts.checkpoint} has no place for.`,
        {
          hint: "Merge other shapes and vocabularies into a folder, from the command line.",
          details: { field: "recipe" },
        },
      );
    }
    const { data } = await bare.stored(spec);
    for (let i = 0; i < values.length; i++) values[i] -= data[i];
    const size = norm(values);
    const isChanged = size > ROUNDING * norm(data);
    tensors.push({ name: tensor.name, norm: isChanged ? size : 0, facts: { ...facts } });
    if (!isChanged) continue;
    const isTransposed = spec.layout === "in-out";
    const delta = isTransposed ? transposedData(values, spec.shape[0], spec.shape[1]) : values;
    const shape = spec.layout === "vector" ? spec.shape : orientation(spec);
    deltas.push({ parameter: spec.name, form: "dense", delta: float32([...shape], delta) });
  }
  return { deltas, tensors };
}

async function scoresOf(
  run: Run,
  child: Model,
  names: readonly string[],
  models: ReadonlyMap<string, Model>,
  tasks: readonly PoolTask[],
): Promise<NonNullable<MergeJobOutput["scores"]>> {
  const parents: Record<string, EvolutionScore> = {};
  for (const name of names) {
    const model = models.get(name);
    if (model) parents[name] = await scoreOf(run, model, tasks);
  }
  return { child: await scoreOf(run, child, tasks), parents };
}

/** P̄ of a model with its standard error, and each task. */
export async function scoreOf(run: Run, model: Model, tasks: readonly PoolTask[]): Promise<EvolutionScore> {
  const scores = await scoreTasks(run, model, tasks);
  const { mean, error } = meanOfTasks(scores);
  return {
    mean,
    standardError: error,
    tasks: scores.map(({ task, right, asked }) => {
      const score = right / asked;
      return { id: task, score, standardError: Math.sqrt((score * (1 - score)) / asked) };
    }),
  };
}
