/** Recipes that mergekit's command ran, merged anew: digests of every tensor, some tensors in full, logits and answers. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import {
  modelsOf,
  planMerge,
  readRecipe,
  writeRecipe,
  type MergedTensor,
  type MergeSource,
  type Recipe,
} from "../../../lib/merge";
import { sha256 } from "../../../lib/base";
// Below what the chapter shows to others: what was trimmed is compared entry by entry.
import { keepLargest } from "../../../lib/merge/sparsify";
import { NUMBER_TYPES, sizeOf } from "../../../lib/tensor";
import { loadModel, type Model } from "../../../lib/model";
import type { Runtime } from "../../../lib/runtime";
import { localFiles } from "../../../lib/server/files/folder-files";
import { check, type Check } from "../report";
import { asStored, Digest, digestOf, maskStream, openExpected } from "./values";
import { changedTo, isShapedLike, logitsAfter, readWorld, scoreOf, type ToyWorld } from "./world";

const Case = z.object({
  id: z.string(),
  recipe: z.unknown(),
  tensors: z.record(z.string(), Digest).default({}),
  sha256: z.record(z.string(), z.string()).optional(),
  vocabulary: z.array(z.string()).optional(),
  /** Tensors in which the original has a fault that is not followed. */
  defect: z.array(z.string()).default([]),
  forward: z
    .object({
      logits_l2: z.array(z.number()),
      logits_argmax: z.array(z.int()),
      logits_first4: z.array(z.array(z.number())),
      accuracy: z.array(z.number()),
    })
    .optional(),
  masks: z
    .object({ tensor: z.string(), models: z.array(z.string()), kept: z.unknown().optional() })
    .optional(),
});
type Case = z.infer<typeof Case>;

export const RecipesFixture = z.object({
  kind: z.literal("merge"),
  inputs: z.string(),
  cases: z.array(Case),
});

/** Opens a model of the fixture by the name that a recipe has for it. */
export type OpenSource = (name: string) => Promise<MergeSource>;

/** How far digests may be off relative to Σ|x|, and values in the measure that `off` has. */
interface Tolerances {
  readonly digest: number;
  readonly full: number;
  readonly unit: string;
  off(value: number, wanted: number, largest: number): number;
}

const ofLargest = (value: number, wanted: number, largest: number) => Math.abs(value - wanted) / largest;
/** In steps between two neighbours of a type with so many bits after the first. */
const inSteps = (bits: number) => (value: number, wanted: number) =>
  value === wanted
    ? 0
    : Math.abs(value - wanted) /
      2 ** (Math.floor(Math.log2(Math.max(Math.abs(value), Math.abs(wanted)))) - bits);

const FLOAT32: Tolerances = { digest: 1e-6, full: 2e-6, unit: "of max |x|", off: ofLargest };
const IN_BFLOAT16: Tolerances = { digest: 5e-3, full: 1.2e-2, unit: "of max |x|", off: ofLargest };
const ONE_STEP_OF_BFLOAT16: Tolerances = { digest: 2 ** -8, full: 1, unit: "steps", off: inSteps(7) };
const ONE_STEP_OF_FLOAT16: Tolerances = { digest: 2 ** -11, full: 1, unit: "steps", off: inSteps(10) };
/** Up to two places of a tensor fall on the other side of a threshold that was compared in float32. */
const FUSION: Tolerances = { ...FLOAT32, digest: 4e-3 };
const FUSION_PLACES = 2;

function tolerancesOf(recipe: Recipe, sources: ReadonlyMap<string, MergeSource>): Tolerances {
  if (recipe.merge_method === "arcee_fusion") return FUSION;
  if (recipe.out_dtype === "float16") return ONE_STEP_OF_FLOAT16;
  if (recipe.out_dtype === "bfloat16") return ONE_STEP_OF_BFLOAT16;
  const isStoredSo = [...sources.values()].every(({ tensors }) =>
    [...tensors.values()].every(({ dtype }) => dtype === "BF16"),
  );
  return recipe.dtype === "bfloat16" || (!recipe.dtype && isStoredSo) ? IN_BFLOAT16 : FLOAT32;
}

export async function checkRecipes(
  fixture: z.infer<typeof RecipesFixture>,
  folder: string,
  open: OpenSource,
  runtime: Runtime,
): Promise<Check[]> {
  const world = await readWorld(path.join(folder, fixture.inputs.split(" ")[0]));
  const bare = new Map<string, Model>();
  for (const family of ["llama", "gpt2"]) {
    const files = localFiles(path.join(folder, "inputs", family, "base"));
    bare.set(family, await loadModel(family, files, runtime));
  }
  const expected = openExpected(await readFile(path.join(folder, "expected.safetensors")));
  const checks: Check[] = [];
  for (const one of fixture.cases) {
    const merged = new Map<string, Float32Array>();
    checks.push(...(await checkCase(one, expected, open, merged)));
    checks.push(...(await checkForward(one, merged, [...bare.values()], world)));
  }
  return checks;
}

const PROMPTS = ["A!", "H#", "T%"];
const LOGITS = 5e-4;
/** A near tie may flip one of twenty. */
const ONE_FACT = 0.05 + 1e-9;

/** Logits and accuracy, of merged models with the shape of one of the inputs and numbers that were not rounded or thinned alike. */
async function checkForward(
  { id, forward, recipe, defect }: Case,
  merged: ReadonlyMap<string, Float32Array>,
  models: readonly Model[],
  world: ToyWorld,
): Promise<Check[]> {
  const { merge_method: method, dtype, out_dtype: out } = recipe as Recipe;
  const bare = models.find((model) => isShapedLike(model, merged));
  if (!forward || !bare || defect.length > 0 || method === "arcee_fusion" || dtype === "bfloat16" || out)
    return [];
  if (id.startsWith("bf16")) return [];
  const model = await changedTo(bare, merged);
  const rows = PROMPTS.map((text) => [0, ...[...text].map((token) => world.alphabet.indexOf(token))]);
  const logits = await logitsAfter(model, rows);
  const first = Math.max(
    ...forward.logits_first4.flatMap((four, row) => four.map((value, i) => Math.abs(value - logits[row][i]))),
  );
  const argmax = logits.filter((row, i) => row.indexOf(Math.max(...row)) !== forward.logits_argmax[i]).length;
  const { accuracy } = await scoreOf(model, world);
  const off = Math.max(...accuracy.map((value, i) => Math.abs(value - forward.accuracy[i])));
  return [
    check(id, "logits", first, LOGITS, "absolute"),
    check(id, "likeliest tokens", argmax, 0, "differ"),
    check(id, "accuracy", off, ONE_FACT, "of a relation"),
  ];
}

async function checkCase(
  one: Case,
  expected: ReturnType<typeof openExpected>,
  open: OpenSource,
  merged: Map<string, Float32Array>,
): Promise<Check[]> {
  const { recipe: read } = readRecipe(writeRecipe(one.recipe as Recipe));
  if (!read) return [check(one.id, "recipe is read", 1, 0, "")];
  const models = new Map<string, MergeSource>();
  for (const model of modelsOf(read)) models.set(model, await open(model));
  const trimmed =
    one.masks && one.masks.kept === undefined ? await trimmedAs(one, read, expected, models) : undefined;
  const { recipe, sources } = trimmed ?? { recipe: read, sources: models };
  const merging = planMerge(recipe, sources, { seed: 0, ...maskOptions(one, expected, sources) });
  const tolerances = tolerancesOf(recipe, models);
  const names = merging.tensors.map(({ name }) => name).sort();
  const worst = { digest: 0, full: 0, bytes: 0, shape: 0 };
  if (String(names) !== String(Object.keys(one.tensors).sort())) worst.shape = 1;
  const order = one.vocabulary && rowOrder(one.vocabulary, merging.tokens?.tokens);
  for (const tensor of merging.tensors) {
    const digest = one.tensors[tensor.name];
    if (!digest || one.defect.includes(tensor.name)) continue;
    if (String(digest.shape) !== String(tensor.shape)) worst.shape = 1;
    const made = await merging.merge(tensor);
    const values = inOrder(asStored(made.values, tensor.type), tensor, order);
    merged.set(tensor.name, values);
    const own = digestOf(values);
    const scale = Math.max(digest.abs, Number.MIN_VALUE);
    worst.digest = Math.max(
      worst.digest,
      Math.abs(own.l2 - digest.l2) / Math.max(digest.l2, Number.MIN_VALUE),
      Math.abs(own.sum - digest.sum) / scale,
      Math.abs(own.probe - digest.probe) / scale,
    );
    const hash = one.sha256?.[tensor.name];
    if (hash) {
      const bytes = NUMBER_TYPES[tensor.type].encode(values);
      if (!(await sha256(bytes)).startsWith(hash)) worst.bytes++;
    }
    const full = expected.tensor(`${one.id}/${tensor.name}`);
    if (full) worst.full = Math.max(worst.full, fullOff(values, full.values, tolerances));
  }
  return [
    check(one.id, "tensors and shapes", worst.shape, 0, "differ"),
    check(one.id, "digests", worst.digest, tolerances.digest, "of Σ|x|"),
    check(one.id, "tensors in full", worst.full, tolerances.full, tolerances.unit),
    ...(one.sha256 ? [check(one.id, "bytes", worst.bytes, 0, "tensors")] : []),
    ...(trimmed ? [check(one.id, "trimming", trimmed.wrong, 0, "entries")] : []),
  ];
}

function fullOff(values: Float32Array, wanted: Float32Array, tolerances: Tolerances): number {
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const off = Float64Array.from(values, (value, i) => tolerances.off(value, wanted[i], largest)).sort();
  return off[off.length - 1 - (tolerances === FUSION ? FUSION_PLACES : 0)];
}

/**
 * Where several differences have exactly the size of the threshold, the original keeps an arbitrary choice of them. Its choice is
 * merged instead of ours; `wrong` counts entries that it and we keep differently although their size says which.
 */
async function trimmedAs(
  { masks }: Case,
  recipe: Recipe,
  expected: ReturnType<typeof openExpected>,
  models: ReadonlyMap<string, MergeSource>,
) {
  const bits = expected.bytes(masks?.tensor ?? "");
  const starts = maskStarts(masks?.models ?? [], models);
  const base = models.get(recipe.base_model ?? "") as MergeSource;
  let wrong = 0;
  const sources = new Map(models);
  for (const entry of recipe.models ?? []) {
    const source = models.get(entry.model) as MergeSource;
    sources.set(entry.model, {
      ...source,
      async read(name) {
        const [origin, values] = [await base.read(name), await source.read(name)];
        const delta = asStored(
          values.map((value, i) => value - origin[i]),
          recipe.dtype ?? "float32",
        );
        const kept = maskStream(bits, starts.get(`${name}|${entry.model}`) ?? 0);
        const ours = keepLargest(delta.slice(), Math.floor(Number(entry.parameters?.density) * delta.length));
        const least = ours.reduce(
          (size, value) => (value === 0 ? size : Math.min(size, Math.abs(value))),
          Infinity,
        );
        return values.map((value, i) => {
          const isKept = kept.uniform() === 0;
          if (isKept !== (ours[i] !== 0) && Math.abs(delta[i]) !== least && delta[i] !== 0) wrong++;
          return isKept ? value : origin[i];
        });
      },
    });
  }
  const untrimmed = (recipe.models ?? []).map(({ model, parameters }) => ({
    model,
    parameters: { ...parameters, density: 1 },
  }));
  return {
    recipe: { ...recipe, models: untrimmed },
    sources,
    get wrong() {
      return wrong;
    },
  };
}

/** Our row for each row of the original, whose order of added tokens changes from run to run. */
function rowOrder(
  vocabulary: readonly string[],
  tokens: readonly string[] | undefined,
): readonly number[] | undefined {
  return tokens && vocabulary.map((token) => tokens.indexOf(token));
}

function inOrder(
  values: Float32Array,
  { name, shape }: MergedTensor,
  order: readonly number[] | undefined,
): Float32Array {
  if (!order || !/embed_tokens|lm_head/.test(name)) return values;
  const width = shape[1];
  const sorted = values.slice();
  order.forEach((from, to) => sorted.set(values.subarray(from * width, (from + 1) * width), to * width));
  return sorted;
}

/** The masks that the original drew, as streams by tensor and model. */
function maskOptions(
  { masks }: Case,
  expected: ReturnType<typeof openExpected>,
  sources: ReadonlyMap<string, MergeSource>,
) {
  if (!masks || masks.kept === undefined) return {};
  const bits = expected.bytes(masks.tensor);
  const starts = maskStarts(masks.models, sources);
  return {
    randomOf: (tensor: string, model: string) => maskStream(bits, starts.get(`${tensor}|${model}`) ?? 0),
  };
}

/** The first bit of a tensor of a model: tensors by name, then models as listed, without gaps. */
function maskStarts(
  models: readonly string[],
  sources: ReadonlyMap<string, MergeSource>,
): ReadonlyMap<string, number> {
  const [{ tensors }] = sources.values();
  const starts = new Map<string, number>();
  let at = 0;
  for (const name of [...tensors.keys()].sort()) {
    for (const model of models) {
      starts.set(`${name}|${model}`, at);
      at += sizeOf(tensors.get(name)?.shape ?? []);
    }
  }
  return starts;
}
