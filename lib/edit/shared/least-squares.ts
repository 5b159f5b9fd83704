/**
 * The solve that MEMIT, PMET, EMMET and AlphaEdit have in common.
 *
 * A layer should map new keys K to new residuals R and old keys, whose second moment is C, to nothing:
 *
 *     ΔW = R Kᵀ (w C + K Kᵀ)⁻¹        so that ΔW = Σ rₙ aₙᵀ with aₙ = (w C + K Kᵀ)⁻¹ kₙ
 *
 * (Meng et al. 2023, eq. 14). With fewer keys than the layer is wide, the Woodbury identity leaves a system of the number of
 * keys: A = C⁻¹ K (w I + Kᵀ C⁻¹ K)⁻¹. The factor of C is kept, so a further edit costs two substitutions a key.
 */
import type { Run } from "../../base";
import { addOuterProducts, cholesky, lowerGram, solveRows } from "../../tensor";

/** A symmetric positive definite C. */
export interface Metric {
  readonly size: number;
  /** C⁻¹ of each row. */
  solve(rows: readonly Float64Array[]): Promise<readonly Float64Array[]>;
  /** C itself, [size, size] row-major. */
  matrix(): ArrayLike<number>;
}

/**
 * The rows aₙ, [F] each, for `keys`. Keys in `past` count in K Kᵀ and have no row. Throws `numerical` when the system is
 * singular, which takes a weight of 0 and keys that depend on each other.
 */
export async function keyRows(
  run: Run,
  metric: Metric,
  weight: number,
  keys: readonly Float64Array[],
  past: readonly Float64Array[] = [],
): Promise<Float64Array[]> {
  const all = [...keys, ...past];
  const { signal } = run;
  const told = {
    what: "system of keys",
    remedy: "Raise the weight of old keys, or edit fewer facts.",
    signal,
  };
  if (all.length > metric.size) {
    const system = Float64Array.from(metric.matrix(), (value) => weight * value);
    await addOuterProducts(system, all, signal);
    return solveRows(await cholesky(system, metric.size, told), keys, signal);
  }
  const spread = await metric.solve(all); // C⁻¹ kₙ
  const system = await lowerGram(all, spread, signal); // Kᵀ C⁻¹ K
  for (let i = 0; i < all.length; i++) system[i * all.length + i] += weight;
  const factor = await cholesky(system, all.length, told);
  const units = keys.map((_, n) => Float64Array.from(all, (__, i) => (i === n ? 1 : 0)));
  return (await solveRows(factor, units, signal)).map((shares) => {
    const row = new Float64Array(metric.size);
    shares.forEach((share, i) => spread[i].forEach((value, j) => (row[j] += share * value)));
    return row;
  });
}
