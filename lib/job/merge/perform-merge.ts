/** A merge of versions: the change that turns one of them into the merged model, as an overlay. */
import { because, checkCancelled, PalimpsestError, type Run } from "../../base";
import {
  checkRecipe,
  planMerge,
  readRecipe,
  type MergedTensor,
  type MergeSource,
  type Merging,
} from "../../merge";
import {
  normOf,
  orientation,
  writeOverlay,
  type Model,
  type ParameterSpec,
  type WeightDelta,
} from "../../model";
import type { BlobStore, MergeJobInput, MergeJobOutput, TensorArithmetic } from "../../store";
import { float32, floats, transposedData } from "../../tensor";
import type { HostContext } from "../calls/call";
import { openSources } from "./model-source";
import { scoreOf } from "./score";

/** The merge of a recipe that has no errors. Throws `invalid_input` with the first and all others. */
export async function planned(
  context: Pick<HostContext, "openVersion">,
  { recipe: text, sources: refs, seed }: Pick<MergeJobInput, "recipe" | "sources" | "seed">,
  signal: AbortSignal,
): Promise<Merging> {
  const found = await openSources(context, refs, signal);
  const { recipe, problems } = checkRecipe(readRecipe(text), found);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (!recipe || errors.length > 0) {
    const [first] = errors;
    throw new PalimpsestError("invalid_input", `Line ${first.line ?? 1}: ${first.what}`, {
      hint: first.remedy,
      details: {
        field: "recipe",
        issues: errors.map(({ field, what }) => ({ field, message: what })),
      },
    });
  }
  return planMerge(recipe, found as ReadonlyMap<string, MergeSource>, { seed });
}

/** The merged model as a change of `onto`. */
export async function performMerge(
  run: Run,
  merging: Merging,
  onto: Model,
  blobs: BlobStore,
): Promise<Omit<MergeJobOutput, "place">> {
  const started = performance.now();
  checkSameShape(merging, onto);
  const deltas: WeightDelta[] = [];
  const tensors: MergeJobOutput["tensors"] = [];
  for (const [step, tensor] of merging.tensors.entries()) {
    checkCancelled(run.signal);
    run.progress({ phase: `Merging ${tensor.name}`, step: step + 1, steps: merging.tensors.length });
    const spec = onto.facts.parameters.find(({ name }) => name === tensor.name) as ParameterSpec;
    const { values, facts = {} } = await merging.merge(tensor);
    const before = floats(await onto.stored(spec));
    for (let i = 0; i < values.length; i++) values[i] -= before[i];
    const delta = denseDelta(spec, values);
    const norm = normOf(delta);
    tensors.push({ name: tensor.name, norm, facts });
    if (norm > 0) deltas.push(delta);
  }
  if (deltas.length === 0) {
    throw new PalimpsestError(
      "no_effect",
      "The merged model is the version that it would change, to the bit.",
      {
        hint: "Change the weights, or merge other versions.",
        details: because("mergeChangesNothing"),
      },
    );
  }
  const overlay = { kind: "weights", deltas } as const;
  return {
    overlays: [await blobs.put(writeOverlay(overlay))],
    deltaNorms: Object.fromEntries(
      tensors.filter(({ norm }) => norm > 0).map(({ name, norm }) => [name, norm]),
    ),
    fingerprintAfter: await onto.with([overlay]).fingerprint(),
    tensors,
    durationMs: performance.now() - started,
  };
}

/** A stored tensor as a change, in mathematical orientation. */
function denseDelta(spec: ParameterSpec, values: Float32Array): WeightDelta {
  const [out, into] = orientation(spec);
  const isTurned = spec.layout === "in-out";
  return {
    parameter: spec.name,
    form: "dense",
    delta: float32(
      spec.layout === "vector" ? [out] : [out, into],
      isTurned ? transposedData(values, into, out) : values,
    ),
  };
}

function checkSameShape(merging: Merging, onto: Model): void {
  const shapes = new Map(onto.facts.parameters.map(({ name, shape }) => [name, String(shape)]));
  const other = merging.tensors.find(({ name, shape }) => shapes.get(name) !== String(shape));
  const isWhole =
    merging.tensors.length === onto.facts.parameters.filter(({ tiedTo }) => tiedTo === undefined).length;
  if (!other && isWhole) return;
  throw new PalimpsestError(
    "unsupported",
    `The merged model has another shape than ${onto.facts.checkpoint}, so it is no change of it.`,
    {
      hint: "Stack layers or change vocabularies from the command line: merge run writes a folder.",
      details: { ...because("mergeOfOtherShape", { model: onto.facts.checkpoint }), field: "recipe" },
    },
  );
}

/** How one tensor is merged. Throws `not_found`. */
export async function arithmeticOf(merging: Merging, name: string): Promise<TensorArithmetic> {
  const tensor = merging.tensors.find((one) => one.name === name);
  if (!tensor) {
    throw new PalimpsestError("not_found", `The merged model has no tensor ${name}.`, {
      hint: `Tensors are named like ${merging.tensors[0].name}.`,
      details: { field: "tensor" },
    });
  }
  const { facts = {} } = await merging.merge(tensor);
  const { shape, inputs, parameters } = tensor;
  return {
    name,
    shape: [...shape],
    operator: merging.operator.id,
    inputs: inputs.map((input) => ({
      model: input.model,
      parameters: input.parameters,
      ...shareOf(input, tensor),
    })),
    parameters,
    facts,
  };
}

/** The weight of an input as a share of all. */
function shareOf(
  { parameters }: MergedTensor["inputs"][number],
  { inputs }: MergedTensor,
): { readonly share?: number } {
  const weightOf = (values: MergedTensor["parameters"]) =>
    typeof values.weight === "number" ? values.weight : undefined;
  const own = weightOf(parameters);
  const total = inputs.reduce((sum, input) => sum + (weightOf(input.parameters) ?? 0), 0);
  return own === undefined || total === 0 ? {} : { share: own / total };
}

/** The answers of the merged model and of those that were merged; undefined without tasks. */
export async function scoresOf(
  context: Pick<HostContext, "openVersion">,
  run: Run,
  { model, version, sources, tasks }: MergeJobInput,
  { tensors }: Pick<Merging, "tensors">,
  overlays: readonly string[],
): Promise<MergeJobOutput["scores"]> {
  if (!tasks || tasks.length === 0) return undefined;
  const parents: NonNullable<MergeJobOutput["scores"]>["parents"] = {};
  for (const name of new Set(tensors.flatMap(({ inputs }) => inputs.map((input) => input.model))))
    parents[name] = await scoreOf(run, await context.openVersion(sources[name], run.signal), tasks);
  const child = await context.openVersion({ model, version, overlays }, run.signal);
  return { child: await scoreOf(run, child, tasks), parents };
}
