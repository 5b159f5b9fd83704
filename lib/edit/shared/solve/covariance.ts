/**
 * Second moments C = E[k kᵀ] of the keys of one layer (Meng et al. 2022, section 3.1): uncentred, the mean over all tokens
 * of a corpus. An artifact: computed once and addressed by model, layer and corpus.
 */
import type { JsonObject, Run } from "../../../base";
import type { Model, ModelFacts } from "../../../model";
import {
  cholesky,
  floats,
  numbersOf,
  addRidge,
  solveRows,
  type ArtifactCache,
  type CholeskyFactor,
} from "../../../tensor";
import type { StatisticsTexts } from "../../method";
import { collectMoment, type MomentRequest } from "./collect-covariance";
import { doubleProduct } from "./product";

export type { MomentRequest };

export interface SecondMoment {
  /** Of the artifact, for what is derived from it. */
  readonly key: JsonObject;
  /** C, [F, F]. */
  readonly matrix: Float32Array;
  readonly tokens: number;
  /** C⁻¹ x. The factor is computed once. */
  solve(x: ArrayLike<number>): Promise<Float64Array>;
  /** The factor of C + ridge · I. */
  factor(ridge?: number): Promise<CholeskyFactor>;
}

/** The dependencies of a moment. The bare model's fingerprint distinguishes two checkpoints with one name. */
export function momentKey(
  facts: ModelFacts,
  request: Pick<MomentRequest, "layer" | "maxTokens"> & {
    readonly statistics: Pick<StatisticsTexts, "name">;
  },
  fingerprint: string,
): JsonObject {
  return {
    artifact: "second-moment",
    checkpoint: facts.checkpoint,
    weights: fingerprint,
    layer: request.layer,
    texts: request.statistics.name,
    tokens: request.maxTokens ?? null,
  };
}

/** The moment of the unedited model. Throws `numerical` from `solve` when it is singular. */
export async function secondMoment(
  run: Run,
  model: Model,
  cache: ArtifactCache,
  request: MomentRequest,
): Promise<SecondMoment> {
  const key = momentKey(model.facts, request, await model.bare.fingerprint());
  const { statistics } = request;
  // Generating texts with the model takes time, and every layer uses the same texts.
  const texts = () =>
    cache.remember(
      { derived: "texts", weights: key.weights, texts: statistics.name },
      () => statistics.texts(run),
      run,
    );
  const bundle = await cache.getOrMake(
    key,
    (making) => collectMoment(run, model.bare, { ...request, statistics: { ...statistics, texts } }, making),
    run.signal,
  );
  const matrix = floats(bundle.moment);
  const size = bundle.moment.shape[0];
  const how = { multiply: doubleProduct(run, model), signal: run.signal };
  const factor = (ridge = 0) =>
    cache.remember(
      { ...key, derived: "cholesky", ...(ridge > 0 && { ridge }) },
      async () =>
        cholesky(await addRidge(matrix, { ridge, signal: run.signal }), size, {
          ...how,
          onProgress: (share) =>
            run.progress({
              phase: `Factoring the second moment of layer ${request.layer}`,
              step: Math.round(100 * share),
              steps: 100,
            }),
        }),
      { signal: run.signal, sizeBytes: () => 8 * size * size },
    );
  return {
    key,
    matrix,
    tokens: numbersOf(bundle.tokens)[0],
    factor,
    solve: async (x) => (await solveRows(await factor(), [x], how))[0],
  };
}
