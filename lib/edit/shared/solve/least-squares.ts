/**
 * The linear solve that MEMIT, PMET, EMMET and AlphaEdit share.
 *
 * A layer should map new keys K to new residuals R and old keys, whose second moment is C, to nothing:
 *
 *     ΔW = R Kᵀ (w C + K Kᵀ)⁻¹        so that ΔW = Σ rₙ aₙᵀ with aₙ = (w C + K Kᵀ)⁻¹ kₙ
 *
 * (Meng et al. 2023, eq. 14). With fewer keys than the layer is wide, the Woodbury identity leaves a system of the number of
 * keys: A = C⁻¹ K (w I + Kᵀ C⁻¹ K)⁻¹. The factor of C is kept, so a further edit costs two substitutions a key.
 */
import type { Run } from "../../../base";
import {
  addOuterProducts,
  cholesky,
  combineRows,
  lowerGram,
  solveRows,
  type MatrixProduct,
} from "../../../tensor";

/** A symmetric positive definite C. */
export interface KeyCovariance {
  readonly size: number;
  /** C⁻¹ of each row. */
  solve(rows: readonly Float64Array[]): Promise<readonly Float64Array[]>;
  /** weight · C, [size, size] row-major: an array of the caller's own. */
  matrix(weight: number): Promise<Float64Array>;
  /** How large products are made. */
  readonly multiply: MatrixProduct;
}

/** C = I: the covariance of coordinates in an orthonormal basis, or of keys without statistics. */
export function identityCovariance(size: number, multiply: MatrixProduct): KeyCovariance {
  return {
    size,
    multiply,
    solve: async (rows) => rows,
    async matrix(weight) {
      const matrix = new Float64Array(size * size);
      for (let i = 0; i < size; i++) matrix[i * size + i] = weight;
      return matrix;
    },
  };
}

/**
 * The rows aₙ, [F] each, for `keys`. Keys in `past` count in K Kᵀ and have no row. Throws `numerical` when the system is
 * singular, which takes a weight of 0 and keys that depend on each other.
 */
export async function updateDirections(
  run: Run,
  covariance: KeyCovariance,
  weight: number,
  keys: readonly Float64Array[],
  past: readonly Float64Array[] = [],
): Promise<Float64Array[]> {
  const all = [...keys, ...past];
  const how = { multiply: covariance.multiply, signal: run.signal };
  const told = {
    what: "system of keys",
    remedy: "Raise the weight of old keys, or edit fewer facts.",
    ...how,
  };
  if (all.length > covariance.size) {
    const system = await covariance.matrix(weight);
    await addOuterProducts(system, all, how);
    return solveRows(await cholesky(system, covariance.size, told), keys, how);
  }
  const spread = await covariance.solve(all); // C⁻¹ kₙ
  const system = await lowerGram(all, spread, how); // Kᵀ C⁻¹ K
  for (let i = 0; i < all.length; i++) system[i * all.length + i] += weight;
  const factor = await cholesky(system, all.length, told);
  const units = keys.map((_, n) => Float64Array.from(all, (__, i) => (i === n ? 1 : 0)));
  return combineRows(await solveRows(factor, units, how), spread, how);
}
