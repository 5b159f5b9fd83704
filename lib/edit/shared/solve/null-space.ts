/**
 * The directions of key space that old knowledge hardly uses (Fang et al. 2025, section 3.1): eigenvectors of C = E[k kᵀ]
 * whose eigenvalue is below a threshold. A change of the layer within these directions does not affect old keys. With U
 * their matrix [F, R], the projector is P = U Uᵀ, and all of the algebra can be done in the R coordinates Uᵀ k.
 */
import { because, PalimpsestError, type JsonObject, type Run } from "../../../base";
import type { Model } from "../../../model";
import { float32, floats, symmetricEigen, type ArtifactCache, transposedData } from "../../../tensor";
import { secondMoment, type MomentRequest } from "./covariance";
import { doubleProduct, product, rowsOf, stacked } from "./product";

interface NullSpace {
  /** What it was made from, but for the threshold. */
  readonly key: JsonObject;
  /** R. */
  readonly rank: number;
  /** Uᵀ k of each row: [F] to [R]. */
  coordinates(rows: readonly ArrayLike<number>[]): Promise<Float64Array[]>;
  /** U c of each row: [R] to [F]. */
  expand(rows: readonly ArrayLike<number>[]): Promise<Float64Array[]>;
}

/** The decomposition belongs to the moment; every threshold shares it. */
export function eigenKey(momentKey: JsonObject): JsonObject {
  return { ...momentKey, artifact: "second-moment-eigenvectors" };
}

/** Throws `no_effect` when no direction is free. */
export async function nullSpace(
  run: Run,
  model: Model,
  cache: ArtifactCache,
  request: MomentRequest,
  threshold: number,
): Promise<NullSpace> {
  const { key, values, vectors } = await decomposed(run, model, cache, request);
  const size = values.length;
  const rank = values.filter((value) => value < threshold).length; // ascending: the first ones
  if (rank === 0) {
    throw new PalimpsestError(
      "no_effect",
      `Layer ${request.layer} has no direction below ${threshold}: its smallest eigenvalue is ${values[0].toPrecision(3)}.`,
      {
        hint: "Raise the threshold.",
        details: {
          ...because("noNullSpace", { layer: request.layer, threshold }),
          field: "nullspaceThreshold",
        },
      },
    );
  }
  const transposedBasis = float32([rank, size], vectors.subarray(0, rank * size)); // Uᵀ
  const basis = await cache.remember(
    { ...key, derived: "basis", rank },
    async () => float32([size, rank], transposedData(transposedBasis.data, rank, size)),
    { signal: run.signal, sizeBytes: ({ data }) => data.byteLength },
  );
  const times = async (rows: readonly ArrayLike<number>[], matrix: typeof basis) =>
    rows.length === 0 ? [] : rowsOf(await product(run, model, stacked(rows), matrix));
  return {
    key,
    rank,
    coordinates: (rows) => times(rows, basis),
    expand: (rows) => times(rows, transposedBasis),
  };
}

/** Eigenvalues in ascending order, and eigenvectors as rows, as an artifact. */
export async function decomposed(run: Run, model: Model, cache: ArtifactCache, request: MomentRequest) {
  const moment = await secondMoment(run, model, cache, request);
  const key = eigenKey(moment.key);
  const bundle = await cache.getOrMake(
    key,
    async () => {
      const size = Math.sqrt(moment.matrix.length);
      const eigen = await symmetricEigen(moment.matrix, size, {
        multiply: doubleProduct(run, model),
        signal: run.signal,
        onProgress: (share) =>
          run.progress({
            phase: `Finding the null space of layer ${request.layer}`,
            step: Math.floor(100 * share),
            steps: 100,
          }),
      });
      return { values: float32([size], eigen.values), vectors: float32([size, size], eigen.vectors) };
    },
    run.signal,
  );
  return { key, values: floats(bundle.values), vectors: floats(bundle.vectors) };
}
