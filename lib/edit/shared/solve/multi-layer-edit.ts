/**
 * Writing many facts at once into several layers, shared by MEMIT, PMET, EMMET and AlphaEdit.
 *
 *     z of every request: what the last of the layers should say at the subject's last token   (values.ts)
 *     for each layer, from the lowest:
 *         K   mean keys of the requests at this layer, on the model as edited so far            [F, N]
 *         R   (Z − what the last layer says now) · share of this layer                          [D, N]
 *         W ← W + R Aᵀ                                                                          A [F, N]
 *
 * Or each layer has a target of its own (`targets`). A method brings the place of z, the share of a layer, and the solve that gives A from K (Meng et al. 2023, section 4.3).
 */
import { z } from "zod";
import { checkCancelled, type Run } from "../../../base";
import type { EditRequest } from "../../../data";
import { orientation, type Model, type ParameterSpec, type WeightDelta } from "../../../model";
import { float32, norm, addRidge, solveRows } from "../../../tensor";
import type { EditCall, EditMethod, EditResult, Preflight, PreflightCall } from "../../method";
import { carriedValues } from "../locate/carried-values";
import { contextsOf } from "../locate/contexts";
import {
  secondMoment,
  secondMoments,
  statisticsNotes,
  type MomentRequest,
  type SecondMoment,
} from "./covariance";
import { layerKeys } from "../locate/keys";
import type { KeyCovariance } from "./least-squares";
import { estimate, momentBlockers, momentsNeeded, type NeededArtifact } from "../preflight";
import { doubleProduct, product, stacked } from "./product";
import type { ValuePart } from "../locate/value-objective";
import { optimizeValues, VALUE_FIELDS, type OptimizedValue, type ValueOptions } from "../locate/values";

/** Why a batch differs from its sequence. */
export const ONE_SOLVE =
  "One solve writes all requests, towards values found on the model before any of them.";

/** The parameters that all of them have. */
export const SPREAD_FIELDS = {
  layers: z
    .array(z.int().min(0))
    .min(1)
    .default([1, 2, 3])
    .describe("Layers whose MLPs share the change; the value is looked for at the last of them."),
  ...VALUE_FIELDS,
  contextLengths: z
    .array(z.tuple([z.int().min(2), z.int().min(1)]))
    .default([[10, 5]])
    .describe("Sampled beginnings before which the edits should hold: [length in tokens, how many].")
    .meta({ alias: "context_template_length_params" }),
  statisticsTokens: z
    .int()
    .min(256)
    .default(20_000)
    .describe("Tokens over which the second moment of old keys is taken.")
    .meta({ alias: "mom2_n_samples" }),
};
export type MultiLayerParameters = z.infer<z.ZodObject<typeof SPREAD_FIELDS>>;

/** Layers and shared settings of the checkpoints with published settings. */
const PUBLISHED = {
  "gpt2-xl": { name: "GPT-2 XL", own: { layers: [13, 14, 15, 16, 17], clampFactor: 0.75 } },
  "gpt-j-6b": { name: "GPT-J", own: { layers: [3, 4, 5, 6, 7, 8], valueSteps: 25, clampFactor: 0.75 } },
  "llama-7b": { name: "Llama of 7 billion", own: settingsOf7b({ valueWeightDecay: 1e-3 }) },
  "mistral-7b": { name: "Mistral of 7 billion", own: settingsOf7b({ valueWeightDecay: 1e-3 }) },
  "qwen2.5-7b": { name: "Qwen 2.5 of 7 billion", own: settingsOf7b({ valueWeightDecay: 1e-3 }) },
  "llama3.2-3b": { name: "Llama 3.2 of 3 billion", own: settingsOf7b({ valueWeightDecay: 1e-3 }) },
  "llama3-8b": { name: "Llama 3 of 8 billion", own: settingsOf7b({ valueLearningRate: 0.1 }) },
} as const;

function settingsOf7b<T extends object>(settings: T) {
  return { layers: [4, 5, 6, 7, 8], valueSteps: 25, ...settings };
}

/** What a method was published with, by checkpoint, and measured with on Atlas: as far as it differs from what is usual. */
type OwnSettings<P> = Readonly<Partial<Record<keyof typeof PUBLISHED, Partial<P>>>> & {
  readonly atlas: Partial<P>;
};

export function spreadPresets<P>(
  schema: z.ZodType<P>,
  { atlas, ...published }: OwnSettings<P>,
): EditMethod<P>["presets"] {
  return [
    { name: "Atlas", models: ["atlas"], parameters: schema.parse(atlas) },
    ...Object.entries(published).map(([checkpoint, settings]) => {
      const { name, own } = PUBLISHED[checkpoint as keyof typeof PUBLISHED];
      return {
        name: `${name}, as published`,
        models: [checkpoint],
        publishedIn: "EasyEdit",
        parameters: schema.parse({ ...own, statisticsTokens: 100_000, ...settings }),
      };
    }),
  ];
}

/** Everything but what all of them have. */
type SearchOptions = Omit<Partial<ValueOptions>, "layer" | "parts">;

export interface MultiLayerPlan {
  /** What is moved to find z; z is of the first. */
  readonly parts: readonly ValuePart[];
  /** The share of the remaining residual that a layer takes, with this many layers left, itself included. */
  readonly share: (left: number) => number;
  /** The rows of Aᵀ, [F] each, from those of Kᵀ. */
  readonly solve: (layer: number, keys: readonly Float64Array[]) => Promise<readonly Float64Array[]>;
  /**
   * One target for all layers, that of the last, or one for each: then z is searched after the first layer, and the targets
   * of the others are their values with z applied.
   */
  readonly targets?: "last" | "each";
  /** What is a method's own in the search for z. */
  readonly search?: (contexts: readonly string[]) => Promise<SearchOptions>;
}

interface SpreadResult {
  readonly deltas: readonly WeightDelta[];
  readonly report: EditResult["report"];
  /** The layers, in order, and the contexts that the keys were averaged over. */
  readonly layers: readonly number[];
  readonly contexts: readonly string[];
}

export async function multiLayerEdit<P extends MultiLayerParameters>(
  run: Run,
  { model, requests, ...call }: EditCall<P>,
  plan: MultiLayerPlan,
): Promise<SpreadResult> {
  const { parameters } = call;
  const layers = sortedLayers(parameters);
  const specs = layers.map((layer) => model.parameter("mlp.down", layer));
  const contexts = await contextsOf(run, { model, ...call }, parameters.contextLengths);
  const notes = statisticsNotes(await momentsOfLayers(run, { model, ...call }));
  const values = await optimizeValues(run, model, requests, contexts, {
    ...parameters,
    ...(await plan.search?.(contexts)),
    layer: plan.targets === "each" ? layers[0] : layers[layers.length - 1],
    parts: plan.parts,
  });
  const targetsOf = await targetsByLayer(run, model, requests, layers, values, plan);
  const deltas: WeightDelta[] = [];
  const residualNorms: number[] = [];
  for (const [i, layer] of layers.entries()) {
    checkCancelled(run.signal);
    run.progress({ phase: "Writing the layers", step: i, steps: layers.length });
    const edited = model.with([{ kind: "weights", deltas }]);
    const { site, targets } = targetsOf(layer);
    const read = await layerKeys(run, edited, requests, contexts, layers, site);
    const residuals = targets.map((target, n) => Float64Array.from(target, (z, j) => z - read.values[n][j])); // Z − H, [D] each
    residualNorms.push(residuals.reduce((sum, residual) => sum + norm(residual), 0) / residuals.length);
    const share = plan.share(layers.length - i);
    const rows = await plan.solve(layer, read.keys.get(layer) as readonly Float64Array[]);
    deltas.push(
      await deltaOf(
        run,
        model,
        specs[i],
        residuals.map((residual) => residual.map((value) => share * value)),
        rows,
      ),
    );
  }
  run.progress({ phase: "Writing the layers", step: layers.length, steps: layers.length });
  const report = { ...reportOf(values, residualNorms), ...(notes.length > 0 && { notes }) };
  return { deltas, report, layers, contexts };
}

/** Where a layer's target is read, and what it is for each request, [D]. */
type TargetsOf = (layer: number) => {
  readonly site: Parameters<typeof layerKeys>[5];
  readonly targets: readonly ArrayLike<number>[];
};

async function targetsByLayer(
  run: Run,
  model: Model,
  requests: readonly EditRequest[],
  layers: readonly number[],
  values: readonly OptimizedValue[],
  { parts, targets = "last" }: MultiLayerPlan,
): Promise<TargetsOf> {
  if (targets === "last") {
    const sums = values.map(({ start, delta }) => Float64Array.from(start, (v, j) => v + delta[j]));
    return () => ({ site: `blocks.${layers[layers.length - 1]}.${parts[0]}`, targets: sums });
  }
  const changes = values.map(({ delta }) => delta);
  const carried = await carriedValues(run, model, requests, { from: layers[0], layers }, changes);
  return (layer) => ({
    site: `blocks.${layer}.resid_post`,
    targets: carried.get(layer) as readonly Float32Array[],
  });
}

/** The usual result: one overlay. */
export function asOverlay({ deltas, report }: SpreadResult): EditResult {
  return { overlays: [{ kind: "weights", deltas }], report };
}

export function sortedLayers({ layers }: Pick<MultiLayerParameters, "layers">): number[] {
  return [...new Set(layers)].sort((a, b) => a - b);
}

/** Σ rₙ aₙᵀ: as factors while these are cheaper; factors also need no new program. */
async function deltaOf(
  run: Run,
  model: Model,
  spec: ParameterSpec,
  left: readonly ArrayLike<number>[],
  right: readonly ArrayLike<number>[],
): Promise<WeightDelta> {
  const [out, into] = orientation(spec);
  const rank = left.length;
  const transposedLeft = new Float32Array(out * rank); // [out, N]
  left.forEach((row, n) => {
    for (let i = 0; i < out; i++) transposedLeft[i * rank + n] = row[i];
  });
  const factors = { left: float32([out, rank], transposedLeft), right: stacked(right) };
  if (rank <= Math.min(out, into) / 2) return { parameter: spec.name, form: "low-rank", ...factors };
  const delta = await product(run, model, factors.left, factors.right);
  return { parameter: spec.name, form: "dense", delta };
}

function reportOf(values: readonly OptimizedValue[], residualNorms: readonly number[]): EditResult["report"] {
  const mean = (numberOf: (value: OptimizedValue) => number) =>
    values.reduce((sum, value) => sum + numberOf(value), 0) / values.length;
  return {
    numbers: {
      edits: values.length,
      lossNats: mean(({ losses }) => losses[losses.length - 1]),
      probability: mean(({ probability }) => probability),
      valueNorm: mean(({ start }) => norm(start)),
      valueChangeNorm: mean(({ delta }) => norm(delta)),
      residualNorm: residualNorms[residualNorms.length - 1],
    },
    curves: { lossNats: values.flatMap(({ losses }) => losses), residualNorm: residualNorms },
  };
}

type MomentCall = Pick<EditCall<MultiLayerParameters>, "model" | "parameters" | "cache" | "statisticsTexts">;

export function momentRequest(
  layer: number,
  { parameters, statisticsTexts }: Pick<MomentCall, "parameters" | "statisticsTexts">,
): MomentRequest {
  return { layer, statistics: statisticsTexts, maxTokens: parameters.statisticsTokens };
}

/** Second moments of all layers of an edit: what is missing is collected together. */
async function momentsOfLayers(
  run: Run,
  { model, cache, parameters, statisticsTexts: statistics }: MomentCall,
): Promise<SecondMoment[]> {
  const { statisticsTokens: maxTokens } = parameters;
  return secondMoments(run, model, cache, { statistics, maxTokens, layers: sortedLayers(parameters) });
}

/** C + ridge · I of a layer's old keys, of the unedited model. */
export async function keyCovariance(
  run: Run,
  call: MomentCall,
  layer: number,
  { ridge = 0 }: { readonly ridge?: number } = {},
): Promise<KeyCovariance> {
  const moment = await secondMoment(run, call.model, call.cache, momentRequest(layer, call));
  const size = Math.sqrt(moment.matrix.length);
  const [multiply, { signal }] = [doubleProduct(run, call.model), run];
  return {
    size,
    multiply,
    solve: async (rows) => solveRows(await moment.factor(ridge), rows, { multiply, signal }),
    async matrix(weight) {
      const { ridge: added } = await moment.factor(ridge);
      return addRidge(moment.matrix, { scale: weight, ridge: weight * added, signal });
    },
  };
}

/** Contexts and second moments. */
export async function prepareSpread<P extends MultiLayerParameters>(
  run: Run,
  call: Omit<EditCall<P>, "requests">,
): Promise<void> {
  await contextsOf(run, call, call.parameters.contextLengths);
  await momentsOfLayers(run, call);
}

/** What a method takes besides what all of them do. */
interface OwnWork {
  /** What it keeps of a layer in place of the factor of its second moment. */
  readonly perLayer?: (layer: number) => readonly NeededArtifact[];
  /** Width of a matrix that it decomposes for each layer at each edit. */
  readonly decomposedWidth?: number;
}

export async function preflightSpread<P extends MultiLayerParameters>(
  call: PreflightCall<P>,
  { perLayer, decomposedWidth }: OwnWork = {},
): Promise<Preflight> {
  const { valueSteps, contextLengths, statisticsTokens } = call.parameters;
  const layers = sortedLayers(call.parameters);
  const { mlpWidth } = call.facts.dimensions;
  const ofKeys = Math.min(call.requests.length, mlpWidth);
  const report = await estimate(call, {
    layers,
    steps: valueSteps,
    rows: 2 + contextLengths.reduce((sum, [, count]) => sum + count, 0),
    suffix: true,
    passes: 1,
    artifacts: [
      ...(await momentsNeeded(call, layers, statisticsTokens)),
      ...layers.flatMap((layer) => perLayer?.(layer) ?? []),
    ],
    systems: layers.flatMap(() => (perLayer ? [ofKeys] : [mlpWidth, ofKeys])),
    decomposed: decomposedWidth === undefined ? [] : layers.map(() => decomposedWidth),
  });
  return { ...report, blockers: [...report.blockers, ...momentBlockers(call.facts, statisticsTokens)] };
}
