/**
 * Second moments C = E[k kᵀ] of the keys of one layer (Meng et al. 2022, section 3.1): uncentred, the mean over all tokens
 * of a corpus. An artifact: computed once and addressed by model, layer and corpus.
 */
import { NumericalError, type JsonObject, type Run } from "../../../base";
import type { Model, ModelFacts } from "../../../model";
import {
  cholesky,
  floats,
  numbersOf,
  addRidge,
  solveRows,
  type ArtifactCache,
  type CholeskyFactor,
  type Making,
  type TensorBundle,
} from "../../../tensor";
import type { StatisticsTexts } from "../../method";
import { collectMoments, type MomentRequest } from "./collect-covariance";
import { doubleProduct } from "./product";

export type { MomentRequest };

export interface SecondMoment {
  readonly layer: number;
  /** Estimated, relative; absent for a moment that was not measured. */
  readonly error?: number;
  /** Of the artifact, for what is derived from it. */
  readonly key: JsonObject;
  /** C, [F, F]. */
  readonly matrix: Float32Array;
  readonly tokens: number;
  /** C⁻¹ x. The factor is computed once. */
  solve(x: ArrayLike<number>): Promise<Float64Array>;
  /** The factor of C + ridge · I, with a larger ridge where that is not definite. */
  factor(ridge?: number): Promise<FactoredMoment>;
}

export interface FactoredMoment extends CholeskyFactor {
  /** What was added to the diagonal. */
  readonly ridge: number;
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

/** The moment of the unedited model. */
export async function secondMoment(
  run: Run,
  model: Model,
  cache: ArtifactCache,
  { layer, ...request }: MomentRequest,
): Promise<SecondMoment> {
  const [moment] = await secondMoments(run, model, cache, { ...request, layers: [layer] });
  return moment;
}

/** Moments of several layers, in their order. What is missing of them is collected in one pass over the texts. */
export async function secondMoments(
  run: Run,
  model: Model,
  cache: ArtifactCache,
  { layers, ...request }: Omit<MomentRequest, "layer"> & { readonly layers: readonly number[] },
): Promise<SecondMoment[]> {
  for (const layer of layers) model.parameter("mlp.down", layer); // throws for a layer that is not there
  const fingerprint = await model.bare.fingerprint();
  const atOnce = Math.max(1, Math.floor(SUMS_BYTES / (8 * model.facts.dimensions.mlpWidth ** 2)));
  const moments: SecondMoment[] = [];
  for (let start = 0; start < layers.length; start += atOnce) {
    const some = layers.slice(start, start + atOnce);
    const keys = some.map((layer) => momentKey(model.facts, { ...request, layer }, fingerprint));
    const collect = (asked: readonly Asked[]) => {
      const wanted = asked.map(({ index, making }) => ({ layer: some[index], making }));
      return collectMoments(run, model.bare, request, wanted);
    };
    const bundles = await getOrMakeTogether(cache, keys, collect, run.signal);
    bundles.forEach((bundle, i) =>
      moments.push(momentOver(run, model, cache, { layer: some[i], key: keys[i], bundle })),
    );
  }
  return moments;
}

/** Sums in float64 of the layers that are collected together. */
const SUMS_BYTES = 2 ** 29;

interface Asked {
  readonly index: number;
  readonly making: Making;
}

/**
 * As `getOrMake` for several keys, with one computation for those that nobody else has made or is making. Callers ask for
 * keys in the order of their layers, so that two of them never wait for each other.
 */
async function getOrMakeTogether(
  cache: ArtifactCache,
  keys: readonly JsonObject[],
  make: (asked: readonly Asked[]) => Promise<readonly TensorBundle[]>,
  signal: AbortSignal,
): Promise<TensorBundle[]> {
  const bundles: TensorBundle[] = [];
  const asked: Asked[] = [];
  const made = new Map<number, TensorBundle>();
  const next = async (index: number): Promise<void> => {
    if (index === keys.length) {
      const results = asked.length > 0 ? await make(asked) : [];
      asked.forEach((one, i) => made.set(one.index, results[i]));
      return;
    }
    let isPassed = false;
    const pass = async () => {
      isPassed = true;
      await next(index + 1);
    };
    bundles[index] = await cache.getOrMake(
      keys[index],
      async (making) => {
        asked.push({ index, making });
        await pass();
        return made.get(index) as TensorBundle;
      },
      signal,
    );
    if (!isPassed) await pass();
  };
  await next(0);
  return bundles;
}

interface KeptMoment {
  readonly layer: number;
  readonly key: JsonObject;
  readonly bundle: TensorBundle;
}

function momentOver(
  run: Run,
  model: Model,
  cache: ArtifactCache,
  { layer, key, bundle }: KeptMoment,
): SecondMoment {
  const matrix = floats(bundle.moment);
  const size = bundle.moment.shape[0];
  const how = { multiply: doubleProduct(run, model), signal: run.signal };
  const factor = (ridge = 0) =>
    cache.remember(
      { ...key, derived: "cholesky", ...(ridge > 0 && { ridge }) },
      async () =>
        definite(matrix, size, ridge, {
          ...how,
          onProgress: (share) =>
            run.progress({
              phase: `Factoring the second moment of layer ${layer}`,
              step: Math.round(100 * share),
              steps: 100,
            }),
        }),
      { signal: run.signal, sizeBytes: () => 8 * size * size },
    );
  return {
    layer,
    ...(bundle.error && { error: numbersOf(bundle.error)[0] }),
    key,
    matrix,
    tokens: numbersOf(bundle.tokens)[0],
    factor,
    solve: async (x) => (await solveRows(await factor(), [x], how))[0],
  };
}

/** Shares of the diagonal's mean. The first is the rounding of a matrix that is kept in float32. */
const RIDGES = [1e-7, 1e-6, 1e-5, 1e-4];

/**
 * Neurons that no text excites leave C singular up to rounding, and its inverse would be of noise there: then the smallest of a few
 * ridges that makes it definite is added. Throws `numerical` when none does.
 */
async function definite(
  matrix: Float32Array,
  size: number,
  ridge: number,
  how: Parameters<typeof cholesky>[2],
  [share, ...larger]: readonly number[] = [0, ...RIDGES],
): Promise<FactoredMoment> {
  const mean = matrix.reduce((sum, value, i) => sum + (i % (size + 1) === 0 ? value : 0), 0) / size;
  const added = ridge + share * mean;
  try {
    return {
      ...(await cholesky(await addRidge(matrix, { ridge: added, signal: how?.signal }), size, how)),
      ridge: added,
    };
  } catch (error) {
    if (!(error instanceof NumericalError) || larger.length === 0) throw error;
    return definite(matrix, size, ridge, how, larger);
  }
}

/** Above this an edit may depend on the texts that happened to be read. */
const POOR_ERROR = 0.15;

/** A note where moments are poor, with the remedy. */
export function statisticsNotes(moments: readonly SecondMoment[]): string[] {
  const poor = moments.filter(({ error = 0 }) => error > POOR_ERROR);
  if (poor.length === 0) return [];
  const percent = Math.round(100 * Math.max(...poor.map(({ error = 0 }) => error)));
  const layers = `layer${poor.length === 1 ? "" : "s"} ${poor.map(({ layer }) => layer).join(", ")}`;
  return [
    `The statistics of ${layers} have an estimated error of ${percent} %: raise statisticsTokens, so that more text is read.`,
  ];
}
