/**
 * What is held against each entry of the golden file of the generated model. A method adds its entries here: the id of the
 * method, and a function from the entry to checks. Tolerances are those the file's description states, but for one with its
 * reason beside it. Long because it is one table: each entry stands next to how it is read.
 */
import { z } from "zod";
import type { JsonObject } from "../../../lib/base";
import { filledPrompt, type EditRequest } from "../../../lib/data";
import { applyMethod, EDIT_METHODS, momentKey, parameterSchema, type EditResult } from "../../../lib/edit";
import { attributeNeurons } from "../../../lib/explain";
import {
  deltasOf,
  denseSum,
  normOf,
  readSites,
  type Model,
  type Overlay,
  type WeightDelta,
  type WeightOverlay,
} from "../../../lib/model";
import { createArtifactCache, memoryArtifacts } from "../../../lib/store";
import { float32, floats, int32, type ArtifactCache, type Tensor } from "../../../lib/tensor";
import { check, type Check } from "../report";
import { lastLogits, type TinyContext } from "./tiny";

export interface TinyEntry {
  /** The id under which `--methods` chooses it. */
  readonly method: string;
  check(name: string, context: TinyContext): Promise<Check[]>;
}

/** Agreement of float32 with float32 over a whole edit, relative to the norm of what is compared. */
const CLOSE = 1e-4;
/**
 * Rows of AlphaEdit's delta, and of SPHERE's. The original decomposes C in float32: its rounding, 1.2e-7 of a norm of 20, turns a null space that
 * lies 0.009 away from the rest by up to 2.6e-4. Ours differs from it by 1.06e-4 on every runtime, and by less everywhere else.
 */
const PROJECTED = 2.6e-4;
/** An L2 of 0.01 leaves AlphaEdit's system badly conditioned. */
const ILL_CONDITIONED = 1e-3;
const LOOSE = { tolerance: ILL_CONDITIONED };
/** Losses are printed with three decimals. */
const PRINTED_NATS = 6e-4;
const PROBE = [3, 7, 8, 1];

const Numbers = z.array(z.number());
const DeltaSummary = z.object({ delta_fro: z.number(), delta_row0: Numbers, delta_row5: Numbers });
const Edited = z.object({ loss_log: z.array(z.string()), probe_logits_last: Numbers });
const RankOneEntry = Edited.and(DeltaSummary).and(z.object({ u: Numbers, v: Numbers }));
const LayersEntry = Edited.and(
  z.object({
    layer0: DeltaSummary.optional(),
    layer1: DeltaSummary.optional(),
    cache_c_fro: Numbers.optional(),
    null_dims: z.array(z.int()).optional(),
  }),
);
const FineTuneEntry = z
  .object({ batch_losses: Numbers, probe_logits_last: Numbers })
  .catchall(z.union([z.object({ delta_fro: z.number(), first8: Numbers }), Numbers]));
const NeuronEntry = z.object({
  scores_layer0: Numbers,
  scores_max: z.number(),
  neurons_gt_w5: z.array(z.tuple([z.int(), z.int()])),
  delta: z.record(z.string(), z.number()),
  probe_logits_last: Numbers,
});
const SequentialEntry = z.object({
  after_edit_1: z.object({ probe_logits_last: Numbers, cache_c_fro: Numbers, delta_from_base: z.json() }),
  after_edit_2: z.object({ probe_logits_last: Numbers, cache_c_fro: Numbers, delta_from_base: z.json() }),
});

const VALUE = { v_num_grad_steps: 20, v_lr: 0.5, v_weight_decay: 0.5, kl_factor: 0.0625 };
const ROME = { ...VALUE, layers: [1], clamp_norm_factor: 4, mom2_adjustment: false };
const SPREAD = { ...VALUE, layers: [0, 1], clamp_norm_factor: 0.75, mom2_update_weight: 20 };
const FINE_TUNE = { layers: [0], num_steps: 25, lr: 5e-4, batch_size: 1 };
/** Added to the diagonal of C by all but AlphaEdit: 40 tokens leave it singular. */
const RIDGE = 0.01;

export const ENTRIES: Readonly<Record<string, TinyEntry>> = {
  baseline: {
    method: "baseline",
    async check(name, { run, model, entry }) {
      const { probe_logits_last: expected } = z.object({ probe_logits_last: Numbers }).parse(entry);
      return [close(name, "logits", await lastLogits(run, model, PROBE), expected)];
    },
  },
  ROME: rankOneEntry("rome", ROME),
  ROME_mom2_adjustment: rankOneEntry("rome", { ...ROME, mom2_adjustment: true }),
  "R-ROME": rankOneEntry("r-rome", ROME),
  "R-ROME_prompt_keys": rankOneEntry("r-rome", { ...ROME, enable_prompt_keys: true }),
  MEMIT: layersEntry("memit", SPREAD),
  "MEMIT-FE": layersEntry("memit-fe", SPREAD),
  PMET: layersEntry("pmet", SPREAD),
  EMMET: layersEntry("emmet", { ...SPREAD, layers: [1], emmet_lambda: 0.1, update_norm_lambda: 0 }),
  AlphaEdit: layersEntry(
    "alphaedit",
    { ...SPREAD, L2: 10, nullspace_threshold: 2e-2 },
    {
      ridge: 0,
      rows: PROJECTED,
    },
  ),
  "AlphaEdit_L2_0.01": layersEntry(
    "alphaedit",
    { ...SPREAD, L2: 0.01, nullspace_threshold: 2e-2 },
    { ridge: 0, tolerance: ILL_CONDITIONED },
  ),
  SPHERE: layersEntry(
    "sphere",
    { ...SPREAD, L2: 10, nullspace_threshold: 2e-2, cumulative_ratio: 0.5, suppression_strength: 0.5 },
    { ridge: 0, rows: PROJECTED },
  ),
  "AlphaEdit_sequential_L2_0.01": { method: "alphaedit", check: checkSequence },
  "FT-L_norm5e-4": fineTuneEntry("ft-l", { ...FINE_TUNE, norm_constraint: 5e-4 }),
  "FT-L_unconstrained": fineTuneEntry("ft-l", { ...FINE_TUNE, norm_constraint: false }),
  "FT-M_unconstrained": fineTuneEntry("ft-m", { ...FINE_TUNE, norm_constraint: false }),
  KN: { method: "kn", check: checkNeurons },
};

function rankOneEntry(method: string, parameters: JsonObject): TinyEntry {
  return {
    method,
    async check(name, context) {
      const expected = RankOneEntry.parse(context.entry);
      const { requests, spec } = context;
      const result = await applyTiny(context, method, parameters, {
        requests: requests.slice(0, 1),
        contexts: spec.rome_templates,
      });
      const [delta] = deltasOf(result.overlays);
      const factors = delta.form === "low-rank" ? [floats(delta.right), floats(delta.left)] : [[], []];
      return [
        losses(name, result, expected.loss_log),
        close(name, "u", factors[0], expected.u),
        close(name, "v", factors[1], expected.v),
        ...checkDelta(name, context.model, delta, expected),
        await probe(name, context, result, expected.probe_logits_last),
      ];
    },
  };
}

interface LayersOptions {
  readonly ridge?: number;
  readonly tolerance?: number;
  /** Tolerance of single rows, where it is not that of the whole. */
  readonly rows?: number;
}

function layersEntry(
  method: string,
  parameters: JsonObject,
  { ridge, tolerance, rows = tolerance }: LayersOptions = {},
): TinyEntry {
  return {
    method,
    async check(name, context) {
      const expected = LayersEntry.parse(context.entry);
      const result = await applyTiny(context, method, parameters, { ridge });
      const deltas = deltasOf(result.overlays);
      const checks = [losses(name, result, expected.loss_log)];
      for (const delta of deltas) {
        const { layer } = specOf(context.model, delta);
        const expectedLayer = layer === 0 ? expected.layer0 : expected.layer1;
        if (expectedLayer)
          checks.push(
            ...checkDelta(`${name} / layer ${layer}`, context.model, delta, expectedLayer, {
              tolerance,
              rows,
            }),
          );
      }
      const memory = memoryOf(result.overlays[0]);
      if (expected.cache_c_fro && memory) {
        const norms = expected.cache_c_fro.map((_, layer) => momentNorm([memory], layer));
        checks.push(close(name, "norm of the remembered keys", norms, expected.cache_c_fro, { tolerance }));
      }
      checks.push(await probe(name, context, result, expected.probe_logits_last, tolerance));
      return checks;
    },
  };
}

/** Two calls, the second on the model that wears the first: its keys are protected. */
async function checkSequence(name: string, context: TinyContext): Promise<Check[]> {
  const expected = SequentialEntry.parse(context.entry);
  const parameters = { ...SPREAD, L2: 0.01, nullspace_threshold: 2e-2 };
  const cache = createArtifactCache(memoryArtifacts());
  const checks: Check[] = [];
  let { model } = context;
  for (const [i, step] of [expected.after_edit_1, expected.after_edit_2].entries()) {
    const where = `${name} / edit ${i + 1}`;
    const result = await applyTiny({ ...context, model }, "alphaedit", parameters, {
      requests: [context.requests[i]],
      ridge: 0,
      cache,
    });
    model = model.with(result.overlays);
    const { overlays } = model;
    const logits = await lastLogits(context.run, model, PROBE);
    checks.push(close(where, "logits", logits, step.probe_logits_last, LOOSE));
    const memories = overlays.flatMap((overlay) => {
      const memory = memoryOf(overlay);
      return memory ? [memory] : [];
    });
    const norms = step.cache_c_fro.map((_, layer) => momentNorm(memories, layer));
    checks.push(close(where, "norm of the remembered keys", norms, step.cache_c_fro, LOOSE));
    const changes = z.record(z.string(), z.number()).parse(step.delta_from_base);
    for (const [layerName, expectedNorm] of Object.entries(changes)) {
      const spec = model.parameter("mlp.down", Number(layerName.slice("layer".length)));
      const layerDeltas = deltasOf(overlays).filter(({ parameter }) => parameter === spec.name);
      const norm = Math.hypot(...denseSum(spec, layerDeltas));
      checks.push(close(where, `norm of ${layerName}`, [norm], [expectedNorm], LOOSE));
    }
  }
  return checks;
}

function fineTuneEntry(method: string, parameters: JsonObject): TinyEntry {
  return {
    method,
    async check(name, context) {
      const expected = FineTuneEntry.parse(context.entry);
      const result = await applyTiny(context, method, parameters, { requests: context.requests.slice(0, 1) });
      const checks = [
        close(name, "loss at each step", result.report.curves?.lossNats ?? [], expected.batch_losses),
      ];
      for (const delta of deltasOf(result.overlays)) {
        const expectedDelta = expected[delta.parameter];
        if (expectedDelta === undefined || Array.isArray(expectedDelta)) continue;
        checks.push(
          close(`${name} / ${delta.parameter}`, "norm", [normOf(delta)], [expectedDelta.delta_fro]),
        );
      }
      checks.push(await probe(name, context, result, expected.probe_logits_last));
      return checks;
    },
  };
}

/** Scores of neurons, which of them count, and what is written into them. */
async function checkNeurons(name: string, context: TinyContext): Promise<Check[]> {
  const expected = NeuronEntry.parse(context.entry);
  const { run, model, requests } = context;
  const { tokenizer } = model;
  const [request] = requests;
  const layers = Array.from({ length: model.facts.dimensions.layers }, (_, layer) => layer);
  const scores = await attributeNeurons(
    run,
    model,
    tokenizer.encode(filledPrompt(request)).ids,
    tokenizer.encode(request.targetTrue ?? "").ids,
    { layers, steps: 20, batchSize: 20 },
  );
  const result = await applyTiny(
    context,
    "kn",
    { steps: 20, batch_size: 20, adaptive_threshold: 0.2 },
    { requests: [request] },
  );
  const deltas = deltasOf(result.overlays);
  const chosen = deltas.flatMap((delta) =>
    delta.form === "low-rank"
      ? [...floats(delta.right)].flatMap((value, i) => (value === 0 ? [] : [[specOf(model, delta).layer, i]]))
      : [],
  );
  const missing = expected.neurons_gt_w5.filter(
    (one) => !chosen.some((found) => String(found) === String(one)),
  );
  return [
    close(name, "scores of layer 0", scores.get(0) ?? [], expected.scores_layer0),
    close(name, "largest score", [result.report.numbers.largestScore], [expected.scores_max]),
    check(
      name,
      "neurons that differ",
      missing.length + Math.abs(chosen.length - expected.neurons_gt_w5.length),
      0,
      "",
    ),
    ...deltas.map((delta) => {
      const layer = `layer${specOf(model, delta).layer}`;
      return close(`${name} / ${layer}`, "norm", [normOf(delta)], [expected.delta[layer]]);
    }),
    await probe(name, context, result, expected.probe_logits_last),
  ];
}

interface TinyEditOptions {
  readonly requests?: readonly EditRequest[];
  readonly contexts?: readonly string[];
  /** Added to the diagonal of every second moment. */
  readonly ridge?: number;
  readonly cache?: ArtifactCache;
}

/** One call of a method as the file's generator made it: fixed contexts, and second moments of its own sequences. */
export async function applyTiny(
  context: TinyContext,
  methodId: string,
  parameters: JsonObject,
  options: TinyEditOptions = {},
): Promise<EditResult> {
  const { run, model, spec, requests } = context;
  const { cache = createArtifactCache(memoryArtifacts()), ridge = RIDGE } = options;
  const statisticsTexts = { name: "golden", texts: async () => [] };
  const statisticsTokens = 40_000;
  for (let layer = 0; layer < spec.config.n_layer; layer++) {
    const request = { layer, maxTokens: statisticsTokens, statistics: statisticsTexts };
    const key = momentKey(model.facts, request, await model.bare.fingerprint());
    await cache.getOrMake(key, () => momentWithRidge(context, layer, ridge));
  }
  const method = EDIT_METHODS.get(methodId);
  return applyMethod(
    run,
    method,
    {
      model,
      requests: options.requests ?? requests,
      parameters: {
        ...parameters,
        ...("statisticsTokens" in (parameterSchema(method).properties as JsonObject) && { statisticsTokens }),
      },
      cache,
      contexts: options.contexts ?? spec.memit_templates.flat(),
      statisticsTexts,
      trainingCases: { name: "none", cases: async () => [] },
    },
    { evenIfKnown: true },
  );
}

/** Summed in float64, so that what is left of the difference is the original's own rounding (see PROJECTED). */
export async function momentWithRidge({ run, model, spec }: TinyContext, layer: number, ridge: number) {
  const size = spec.config.n_inner;
  const rows = spec.covariance_sequences;
  const everywhere = rows.map((row) => row.map((_, token) => token));
  const site = `blocks.${layer}.mlp.post` as const;
  const keys = rowsOf(await readSites(run, model.bare, rows, everywhere, [site]), site);
  const moment = Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return keys.reduce((sum, key) => sum + (key[i] * key[j]) / keys.length, i === j ? ridge : 0);
  });
  return { moment: float32([size, size], moment), tokens: int32([1], [keys.length]) };
}

function rowsOf<S extends string>(read: Readonly<Record<S, Tensor>>, site: S): Float32Array[] {
  const width = read[site].shape[2];
  const data = floats(read[site]);
  return Array.from({ length: data.length / width }, (_, n) => data.subarray(n * width, (n + 1) * width));
}

function specOf(model: Model, { parameter }: WeightDelta) {
  const spec = model.facts.parameters.find(({ name }) => name === parameter);
  if (!spec) throw new Error(`${parameter} is not a parameter of the tiny model`);
  return spec;
}

/** The file stores deltas as [in, out]: a row of it is a column of ours. */
function checkDelta(
  where: string,
  model: Model,
  delta: WeightDelta,
  expected: z.infer<typeof DeltaSummary>,
  { tolerance, rows }: Pick<LayersOptions, "tolerance" | "rows"> = {},
): Check[] {
  const spec = specOf(model, delta);
  const [into, out] = spec.shape;
  const dense = denseSum(spec, [delta]); // [out, in]
  const column = (j: number) => Array.from({ length: out }, (_, i) => dense[i * into + j]);
  // Rounding is that of the whole matrix, so a row that happens to be short is held to the length of a typical one.
  const typical = expected.delta_fro / Math.sqrt(into);
  return [
    close(where, "norm", [normOf(delta)], [expected.delta_fro], { tolerance }),
    close(where, "row 0", column(0), expected.delta_row0, { tolerance: rows, atLeast: typical }),
    close(where, "row 5", column(5), expected.delta_row5, { tolerance: rows, atLeast: typical }),
  ];
}

async function probe(
  name: string,
  { run, model }: TinyContext,
  { overlays }: EditResult,
  expected: readonly number[],
  tolerance?: number,
): Promise<Check> {
  const logits = await lastLogits(run, model.with(overlays), PROBE);
  return close(name, "logits after the edit", logits, expected, { tolerance });
}

/** ‖K Kᵀ‖ over the keys of a layer in all memories. */
function momentNorm(memories: readonly EditMemory[], layer: number): number {
  const keys = memories.flatMap((tensors) => {
    const [count, width] = tensors[`keys.${layer}`].shape;
    const data = floats(tensors[`keys.${layer}`]);
    return Array.from({ length: count }, (_, n) => data.subarray(n * width, (n + 1) * width));
  });
  const products = keys.flatMap((a) => keys.map((b) => a.reduce((sum, value, i) => sum + value * b[i], 0)));
  return Math.hypot(...products); // ‖K Kᵀ‖ = ‖Kᵀ K‖
}
type EditMemory = NonNullable<WeightOverlay["memory"]>["tensors"];

function memoryOf(overlay: Overlay | undefined): EditMemory | undefined {
  return overlay?.kind === "weights" ? overlay.memory?.tensors : undefined;
}

/** "loss 5.578 = 5.578 + 0.0 + 0.0 avg prob of …": the total at each step. */
function losses(where: string, { report }: EditResult, log: readonly string[]): Check {
  const expected = log.map((line) => Number(/^loss ([\d.]+)/.exec(line)?.[1]));
  const losses = report.curves?.lossNats ?? [];
  const same = losses.length === expected.length;
  const worst = same ? Math.max(...losses.map((loss, i) => Math.abs(loss - expected[i]))) : Infinity;
  return check(where, "loss at each step", worst, PRINTED_NATS, "nats");
}

/** Distance of two vectors, relative to the expected one's length, or to `atLeast` where that is longer. */
export function close(
  where: string,
  quantity: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { tolerance = CLOSE, atLeast = 0 }: { readonly tolerance?: number; readonly atLeast?: number } = {},
): Check {
  let [distance, length] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    distance += (actual[i] - expected[i]) ** 2;
    length += expected[i] ** 2;
  }
  const unit = Math.max(Math.sqrt(length), atLeast);
  const gap = actual.length === expected.length ? Math.sqrt(distance) / unit : Infinity;
  return check(where, quantity, gap, tolerance, "relative");
}
