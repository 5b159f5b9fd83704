/**
 * Mean and spread of vectors that arrive a batch at a time, in float64 (Chan et al. 1979). Batches may also be stored
 * separately and merged later with the same result, so an editor's normalizer follows the history of its edits.
 */
import { ShapeError } from "../../../base";
import { float32, numbersOf, type Tensor, type TensorBundle } from "../../../tensor";

export interface Moments {
  readonly count: number;
  readonly mean: Float64Array;
  /** Σ (x − mean)², by entry. */
  readonly squares: Float64Array;
}

/** Added to a spread before dividing by it. */
const EPSILON = 1e-7;

/** Moments of rows [N, size]. */
export function momentsOf(rows: ArrayLike<number>, size: number): Moments {
  if (rows.length % size !== 0) throw new ShapeError(`moments: ${rows.length} values in rows of ${size}`);
  const count = rows.length / size;
  const mean = new Float64Array(size);
  const squares = new Float64Array(size);
  for (let n = 0; n < count; n++) for (let i = 0; i < size; i++) mean[i] += rows[n * size + i] / count;
  for (let n = 0; n < count; n++)
    for (let i = 0; i < size; i++) squares[i] += (rows[n * size + i] - mean[i]) ** 2;
  return { count, mean, squares };
}

export function joinMoments(a: Moments, b: Moments): Moments {
  if (a.mean.length !== b.mean.length)
    throw new ShapeError(`moments: sizes ${a.mean.length} and ${b.mean.length}`);
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const count = a.count + b.count;
  const mean = a.mean.map((value, i) => value + ((b.mean[i] - value) * b.count) / count);
  const squares = a.squares.map(
    (value, i) => value + b.squares[i] + ((b.mean[i] - a.mean[i]) ** 2 * a.count * b.count) / count,
  );
  return { count, mean, squares };
}

export function noMoments(size: number): Moments {
  return { count: 0, mean: new Float64Array(size), squares: new Float64Array(size) };
}

/** Standard deviation by entry with n − 1 in the divisor, plus a small constant: what a normalizer divides by. */
export function spreadOf({ count, squares }: Moments): Float64Array {
  return squares.map((value) => Math.sqrt(value / Math.max(count - 1, 1)) + EPSILON);
}

/** The moments as tensors named `${name}.count`, `.mean` and `.squares`. A sum that goes on being added to needs float64. */
export function momentTensors(
  name: string,
  { count, mean, squares }: Moments,
  make: (shape: readonly number[], values: Float64Array) => Tensor = float32,
): Record<string, Tensor> {
  return {
    [`${name}.count`]: make([1], Float64Array.of(count)),
    [`${name}.mean`]: make([mean.length], mean),
    [`${name}.squares`]: make([squares.length], squares),
  };
}

/** Reads what `momentTensors` wrote; undefined when the bundle has none of that name. */
export function readMoments(name: string, bundle: TensorBundle): Moments | undefined {
  const [count, mean, squares] = ["count", "mean", "squares"].map((part) => bundle[`${name}.${part}`]);
  if (!count || !mean || !squares) return undefined;
  return {
    count: numbersOf(count)[0],
    mean: Float64Array.from(numbersOf(mean)),
    squares: Float64Array.from(numbersOf(squares)),
  };
}
