/**
 * A change of one weight that moves the outputs of given inputs by given amounts, with a penalty on its norm:
 *
 *     ΔW = argmin Σ ‖ΔW kₙ − vₙ‖² + λ ‖ΔW‖²  =  Vᵀ (K Kᵀ + λ I)⁻¹ K  =  Vᵀ K (Kᵀ K + λ I)⁻¹
 *
 * with a row of K [N, in] and V [N, out] for each token (Tan et al. 2024). The first form is a system of the number
 * of tokens, the second of the input's width; the smaller is solved, in float64.
 */
import type { Run } from "../../../base";
import { orientation, type Model, type ParameterSpec, type WeightDelta } from "../../../model";
import {
  cholesky,
  dot,
  addRidge,
  solveRows,
  type CholeskyFactor,
  type HostOptions,
  type Tensor,
} from "../../../tensor";
import { doubleProduct, product, rowsOf, stacked, transposedMatrix } from "./product";

/** left [N, out] and right [N, in] to Σ left rightᵀ, kept as factors while those are the smaller form. */
export async function productDelta(
  run: Run,
  model: Model,
  spec: ParameterSpec,
  left: Tensor,
  right: Tensor,
): Promise<WeightDelta> {
  const [out, into] = orientation(spec);
  const tokens = left.shape[0];
  const columns = transposedMatrix(left); // [out, N]
  if (tokens * (out + into) < out * into)
    return { parameter: spec.name, form: "low-rank", left: columns, right };
  return { parameter: spec.name, form: "dense", delta: await product(run, model, columns, right) };
}

/** ΔW of one weight. Throws `numerical` when the inputs are not finite. */
export async function ridgeDelta(
  run: Run,
  model: Model,
  spec: ParameterSpec,
  keys: Tensor,
  values: Tensor,
  ridge: number,
): Promise<WeightDelta> {
  const [tokens, into] = keys.shape;
  if (tokens <= into) {
    const { y } = await ridgeSolution(run, model, keys, values, ridge);
    return productDelta(run, model, spec, y, keys);
  }
  const keyColumns = transposedMatrix(keys);
  const moment = await product(run, model, keyColumns, keys); // Kᵀ K
  const factor = await factorOf(run, model, moment, ridge);
  const wanted = await product(run, model, transposedMatrix(values), keys); // Vᵀ K, [out, in]
  const delta = await solveRows(factor, rowsOf(wanted), how(run, model));
  return { parameter: spec.name, form: "dense", delta: stacked(delta) };
}

/** The factor of K Kᵀ + λ I, [N, N]. */
async function tokenSystem(run: Run, model: Model, keys: Tensor, ridge: number): Promise<CholeskyFactor> {
  return factorOf(run, model, await product(run, model, keys, transposedMatrix(keys)), ridge);
}

/** The solution for each column of a matrix [N, X], as a matrix of that shape. */
async function solveColumns(
  run: Run,
  model: Model,
  factor: CholeskyFactor,
  matrix: Tensor,
): Promise<Tensor<"float32">> {
  const solved = await solveRows(factor, rowsOf(transposedMatrix(matrix)), how(run, model));
  return transposedMatrix(stacked(solved));
}

/** Y = (K Kᵀ + λ I)⁻¹ V, with what its gradient needs. */
export interface RidgeSolution {
  readonly factor: CholeskyFactor;
  readonly ridge: number;
  readonly y: Tensor<"float32">; // [N, out]
}

export async function ridgeSolution(
  run: Run,
  model: Model,
  keys: Tensor,
  values: Tensor,
  ridge: number,
): Promise<RidgeSolution> {
  const factor = await tokenSystem(run, model, keys, ridge);
  return { factor, ridge, y: await solveColumns(run, model, factor, values) };
}

/** From the gradient by Y [N, out], those by V [N, out] and by log λ (Tan et al. 2024). */
export async function ridgeGradient(
  run: Run,
  model: Model,
  { factor, ridge, y }: RidgeSolution,
  byY: Tensor,
): Promise<{ readonly byValues: Tensor<"float32">; readonly byLogRidge: number }> {
  const byValues = await solveColumns(run, model, factor, byY);
  return { byValues, byLogRidge: -ridge * dot(byValues.data, y.data) };
}

async function factorOf(
  run: Run,
  model: Model,
  gram: Tensor<"float32">,
  ridge: number,
): Promise<CholeskyFactor> {
  return cholesky(await addRidge(gram.data, { ridge, signal: run.signal }), gram.shape[0], {
    what: "system of tokens",
    remedy: "Raise the ridge, or lower the step.",
    ...how(run, model),
  });
}

function how(run: Run, model: Model): HostOptions {
  return { multiply: doubleProduct(run, model), signal: run.signal };
}
