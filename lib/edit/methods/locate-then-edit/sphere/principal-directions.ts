/**
 * The principal directions of a weight on the sphere, and changes that leave most of them alone (Liu et al. 2025, SPHERE).
 *
 * Rows of the weight as it is stored count as neurons on a unit sphere, ŵ = w / ‖w‖. With U the leading eigenvectors of
 * Σ ŵ ŵᵀ, as many as hold the share η of its trace and one more, a change passes through
 *
 *     P = I − α U Uᵀ
 *
 * on the side of the rows' entries. As in the authors' code that is the output of a weight stored as [in, out], as GPT-2
 * stores it, and the input of one stored as [out, in].
 */
import type { Run } from "../../../../base";
import type { Model, ParameterSpec, WeightDelta } from "../../../../model";
import { float32, floats, norm, symmetricEigen, type Tensor } from "../../../../tensor";
import { doubleProduct, product, stacked, transposedMatrix } from "../../../shared/solve/product";

/** Keeps a row of zeros from being divided by 0, as in the authors' code. */
const EPSILON = 1e-8;

interface Suppression {
  /** η: the share of the trace that counts as principal. */
  readonly share: number;
  /** α: how much of a change along principal directions is taken away; 1 is all. */
  readonly strength: number;
}

/**
 * The change of a weight, without `strength` of its part along the principal directions of the weight with overlays
 * applied.
 */
export async function withoutPrincipal(
  run: Run,
  model: Model,
  delta: WeightDelta,
  spec: ParameterSpec,
  { share, strength }: Suppression,
): Promise<WeightDelta> {
  const directions = await principalDirections(run, model, await model.stored(spec), share); // Uᵀ [R, X]
  const columns = transposedMatrix(directions);
  const less = (whole: Tensor, part: Tensor): Tensor =>
    float32(
      whole.shape,
      floats(whole).map((value, i) => value - strength * floats(part)[i]),
    );
  const fromLeft = async (x: Tensor) =>
    less(x, await product(run, model, columns, await product(run, model, directions, x)));
  const fromRight = async (x: Tensor) =>
    less(x, await product(run, model, await product(run, model, x, columns), directions));
  const isOutput = spec.layout === "in-out";
  if (delta.form === "dense")
    return { ...delta, delta: await (isOutput ? fromLeft : fromRight)(delta.delta) };
  return isOutput
    ? { ...delta, left: await fromLeft(delta.left) }
    : { ...delta, right: await fromRight(delta.right) };
}

/**
 * The leading eigenvectors of Σ ŵ ŵᵀ as rows, [R, X], of a weight [N, X]. The smaller of Ŵᵀ Ŵ and Ŵ Ŵᵀ is decomposed: they
 * have the same eigenvalues besides 0, and u = Ŵᵀ v / √λ.
 */
export async function principalDirections(
  run: Run,
  model: Model,
  weight: Tensor,
  share: number,
): Promise<Tensor<"float32">> {
  const [count, width] = weight.shape;
  const rows = Array.from({ length: count }, (_, n) => floats(weight).subarray(n * width, (n + 1) * width));
  const unit = stacked(rows.map((row) => row.map((value) => value / (norm(row) + EPSILON))));
  const multiply = doubleProduct(run, model);
  const [tall, wide] = [Float64Array.from(unit.data), Float64Array.from(transposedMatrix(unit).data)];
  const isTall = count >= width;
  const size = Math.min(count, width);
  const moment = isTall ? await multiply(wide, tall, count) : await multiply(tall, wide, width);
  const { values, vectors } = await symmetricEigen(moment, size, { multiply, signal: run.signal });
  const leading = countLeading(values, share);
  const chosen = vectors.subarray((size - leading) * size); // ascending: the last ones
  if (isTall) return float32([leading, size], chosen);
  const spread = await multiply(chosen, tall, size); // vᵀ Ŵ, [R, X]
  return float32(
    [leading, width],
    spread.map((value, i) => value / Math.sqrt(values[size - leading + Math.floor(i / width)])),
  );
}

/** How many of the largest of ascending values hold at most `share` of their sum, and one more. */
function countLeading(values: Float64Array, share: number): number {
  const whole = values.reduce((sum, value) => sum + value, 0);
  let [count, held] = [0, 0];
  while (count < values.length) {
    held += values[values.length - 1 - count++];
    if (held > share * whole) break;
  }
  return count;
}
