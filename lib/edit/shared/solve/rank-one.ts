/**
 * The rank-one update that ROME and R-ROME share.
 *
 * The down projection W of an MLP acts as a memory that maps a key k (the subject, at its last token) to a value v (the
 * model's knowledge of it). We need W′ k* = v*, and W′ close to W on all other keys, whose second moment is C = E[k kᵀ].
 * The solution (Meng et al. 2022, eq. 2) is rank one:
 *
 *     u = C⁻¹ k̄ / ‖C⁻¹ k̄‖        W′ = W + (v* − v) uᵀ / (kᵀ u)
 *
 * k̄ is the mean key over context templates. The methods differ in the k and v of the two formulas.
 */
import { z } from "zod";
import type { Run } from "../../../base";
import { deltasOf, rankOne, type Model, type Overlay, type WeightDelta } from "../../../model";
import { dot, norm } from "../../../tensor";
import type { EditRequest } from "../../../data";
import type { EditCall, EditResult, Preflight, PreflightCall } from "../../method";
import { contextsOf } from "../locate/contexts";
import { secondMoment, secondMoments, statisticsNotes, type SecondMoment } from "./covariance";
import { subjectKeyValues, type KeyValues } from "../locate/keys";
import { estimate, momentBlockers, momentsNeeded } from "../preflight";
import { onlyRequest } from "../locate/only-request";
import { optimizeValues, VALUE_FIELDS } from "../locate/values";

export const RankOneParameters = z.object({
  layers: z
    .array(z.int().min(0))
    .min(1)
    .default([2])
    .describe("Layers whose MLP is edited, one after another; usually one. Best chosen by causal tracing."),
  secondMoment: z
    .boolean()
    .default(true)
    .describe(
      "Weigh the key by the inverse second moment of all keys, so that other subjects are disturbed less.",
    )
    .meta({ alias: "mom2_adjustment" }),
  ...VALUE_FIELDS,
  contextLengths: z
    .array(z.tuple([z.int().min(2), z.int().min(1)]))
    .default([
      [5, 10],
      [10, 10],
    ])
    .describe("Sampled beginnings before which the edit should hold: [length in tokens, how many].")
    .meta({ alias: "context_template_length_params" }),
  statisticsTokens: z
    .int()
    .min(256)
    .default(20_000)
    .describe("Tokens over which the second moment is taken.")
    .meta({ alias: "mom2_n_samples" }),
});
export type RankOneParameters = z.infer<typeof RankOneParameters>;

/**
 * Settings published by the authors' repositories, by checkpoint. Those of Atlas were chosen by a sweep over layers and
 * limits (docs/experiments/rome.md): its later blocks add little to the stream, so a change there must be many times as
 * large.
 */
export const RANK_ONE_PRESETS = [
  {
    name: "Atlas",
    models: ["atlas"],
    parameters: RankOneParameters.parse({ layers: [2], clampFactor: 20, valueWeightDecay: 0.01 }),
  },
  {
    name: "GPT-2 XL, as published",
    models: ["gpt2-xl"],
    publishedIn: "EasyEdit",
    parameters: RankOneParameters.parse({ layers: [17], statisticsTokens: 100_000 }),
  },
  {
    name: "GPT-2 medium, as published",
    models: ["gpt2-medium"],
    publishedIn: "the authors of ROME",
    parameters: RankOneParameters.parse({ layers: [8], clampFactor: 3, statisticsTokens: 100_000 }),
  },
  {
    name: "GPT-2 large, as published",
    models: ["gpt2-large"],
    publishedIn: "the authors of ROME",
    parameters: RankOneParameters.parse({ layers: [12], statisticsTokens: 100_000 }),
  },
  {
    name: "Llama 2 and 3, as published",
    models: ["llama-7b", "llama3-8b", "llama3.2-3b"],
    publishedIn: "EasyEdit",
    parameters: RankOneParameters.parse({
      layers: [5],
      valueSteps: 25,
      valueWeightDecay: 1e-3,
      secondMoment: false,
    }),
  },
];

/**
 * Keys are weighed by second moments, as the authors do and EasyEdit does not: without, neighbours change (on SmolLM2-135M
 * EasyEdit's own locality is 57 % without and 88 % with them).
 */
export const proposeRankOne = () => ({ secondMoment: true });

/** Which keys stand where: `wanted` is k̄ of u, and the update divides by k and subtracts v. */
type LookUp = (read: KeyValues) => {
  readonly wanted: ArrayLike<number>;
  readonly key: ArrayLike<number>;
  readonly value: ArrayLike<number>;
};

/** Edits one request, layer by layer, each on top of the last. */
export async function rankOneEdit(
  run: Run,
  call: EditCall<RankOneParameters>,
  lookUp: LookUp,
): Promise<EditResult> {
  const { model, requests, parameters } = call;
  const request = onlyRequest(requests);
  const contexts = await contextsOf(run, call, call.parameters.contextLengths);
  const notes = statisticsNotes(await prepareMoments(run, call));
  let edited = model;
  const overlays: Overlay[] = [];
  const losses: number[] = [];
  const numbers: Record<string, number> = {};
  for (const layer of [...parameters.layers].sort((a, b) => a - b)) {
    const { delta, report } = await editLayer(
      run,
      { ...call, model: edited },
      request,
      layer,
      contexts,
      lookUp,
    );
    const overlay: Overlay = { kind: "weights", deltas: [delta] };
    overlays.push(overlay);
    edited = edited.with([overlay]);
    losses.push(...report.losses);
    Object.assign(numbers, report.numbers);
  }
  return {
    overlays: [{ kind: "weights", deltas: deltasOf(overlays) }],
    report: { numbers, curves: { lossNats: losses }, ...(notes.length > 0 && { notes }) },
  };
}

async function editLayer(
  run: Run,
  { model, parameters, cache, statisticsTexts }: EditCall<RankOneParameters>,
  request: EditRequest,
  layer: number,
  contexts: readonly string[],
  lookUp: LookUp,
): Promise<{ delta: WeightDelta; report: { losses: readonly number[]; numbers: Record<string, number> } }> {
  const spec = model.parameter("mlp.down", layer);
  const read = await subjectKeyValues(run, model, request, layer, contexts);
  const { wanted, key, value } = lookUp(read); // k̄ and k [F], v [D]
  const direction = parameters.secondMoment
    ? await (await momentOfLayer(run, model, layer, parameters, { cache, statisticsTexts })).solve(wanted) // C⁻¹ k̄
    : Float64Array.from(wanted);
  const length = norm(direction);
  const u = Float32Array.from(direction, (value) => value / length); // [F]

  const [{ start, delta, losses, probability }] = await optimizeValues(run, model, [request], contexts, {
    ...parameters,
    layer,
    parts: ["mlp_out"],
  });
  const overlap = dot(key, u); // kᵀ u
  const left = start.map((v, i) => (v + delta[i] - value[i]) / overlap); // (v* − v) / kᵀu, [D]
  return {
    delta: rankOne(spec, left, u),
    report: {
      losses,
      numbers: {
        lossNats: losses[losses.length - 1],
        probability,
        valueNorm: norm(start),
        valueChangeNorm: norm(delta),
        keyOverlap: overlap,
        deltaNorm: norm(left),
      },
    },
  };
}

export async function prepareRankOne(
  run: Run,
  call: Omit<EditCall<RankOneParameters>, "requests">,
): Promise<void> {
  await contextsOf(run, call, call.parameters.contextLengths);
  await prepareMoments(run, call);
}

/** What is missing of the layers' moments is collected together. */
async function prepareMoments(
  run: Run,
  { model, parameters, cache, statisticsTexts: statistics }: Omit<EditCall<RankOneParameters>, "requests">,
): Promise<SecondMoment[]> {
  if (!parameters.secondMoment) return [];
  const layers = [...parameters.layers].sort((a, b) => a - b);
  return secondMoments(run, model, cache, { layers, statistics, maxTokens: parameters.statisticsTokens });
}

export async function preflightRankOne(call: PreflightCall<RankOneParameters>): Promise<Preflight> {
  const { layers, valueSteps, contextLengths, secondMoment: weighs, statisticsTokens } = call.parameters;
  const report = await estimate(call, {
    layers,
    steps: valueSteps,
    rows: 2 + contextLengths.reduce((sum, [, count]) => sum + count, 0),
    suffix: true,
    artifacts: weighs ? await momentsNeeded(call, layers, statisticsTokens) : [],
    systems: weighs ? layers.map(() => call.facts.dimensions.mlpWidth) : [],
  });
  const { blockers } = report;
  return {
    ...report,
    blockers: weighs ? [...blockers, ...momentBlockers(call.facts, statisticsTokens)] : blockers,
  };
}

function momentOfLayer(
  run: Run,
  model: Model,
  layer: number,
  { statisticsTokens }: RankOneParameters,
  { cache, statisticsTexts }: Pick<EditCall<RankOneParameters>, "cache" | "statisticsTexts">,
) {
  return secondMoment(run, model, cache, { layer, statistics: statisticsTexts, maxTokens: statisticsTokens });
}
