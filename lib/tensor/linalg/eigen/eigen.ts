/**
 * Eigenvalues and eigenvectors of a symmetric matrix, on the host in float64: reduction to tridiagonal form
 * (tridiagonal.ts), divide and conquer on that (divide.ts), and the back-transformation. Most of the arithmetic is matrix
 * products.
 */
import { NumericalError, ShapeError } from "../../../base";
import { divideAndConquer } from "./divide";
import { createPause, inStretches } from "../../pause";
import { hostProduct, type HostOptions } from "../product";
import { tridiagonalize, turnBack } from "./tridiagonal";

interface Eigen {
  /** In ascending order, [n]. */
  readonly values: Float64Array;
  /** Row i is the unit eigenvector of value i, [n, n]. */
  readonly vectors: Float64Array;
}

interface EigenOptions extends HostOptions {
  /** Called between blocks of work with the share done, in (0, 1]. */
  readonly onProgress?: (share: number) => void;
}

/** Approximate shares of the time: the reduction, and everything before the back-transformation. */
const SHARES = [0.5, 0.8] as const;

/** Values that are copied between two yields to the event loop. */
const VALUES_A_SLICE = 1 << 18;

/**
 * `matrix` [size, size] is read as symmetric. Takes about 5 size³ floating-point operations and three arrays of its size.
 * Throws `NumericalError` when it is not finite.
 */
export async function symmetricEigen(
  matrix: ArrayLike<number>,
  size: number,
  { multiply = hostProduct, signal, onProgress = () => {} }: EigenOptions = {},
): Promise<Eigen> {
  if (matrix.length !== size * size)
    throw new ShapeError(`symmetricEigen: ${matrix.length} values for a size of ${size}`);
  const pause = createPause(signal);
  const copy = new Float64Array(size * size);
  let isFinite = true;
  await inStretches(pause, copy.length, VALUES_A_SLICE, (from, to) => {
    for (let i = from; i < to; i++) copy[i] = matrix[i];
    isFinite &&= copy.subarray(from, to).every(Number.isFinite);
  });
  if (!isFinite) {
    throw new NumericalError(
      `The matrix of size ${size} to be decomposed holds NaN or infinity.`,
      { size },
      "Check that the statistics are finite.",
    );
  }
  const call = (from: number, to: number) => ({
    multiply,
    pause,
    onProgress: (share: number) => onProgress(from + (to - from) * share),
  });
  const [reduced, divided] = SHARES;
  const tridiagonal = await tridiagonalize(copy, size, call(0, reduced));
  const { diagonal, beside } = tridiagonal;
  const vectors = new Float64Array(size * size);
  await divideAndConquer(diagonal, beside, vectors, call(reduced, divided));
  await turnBack(vectors, tridiagonal, call(divided, 1));
  return sorted(diagonal, vectors);
}

function sorted(values: Float64Array, vectors: Float64Array): Eigen {
  const n = values.length;
  const order = Array.from(values.keys()).sort((i, j) => values[i] - values[j]);
  const rows = new Float64Array(n * n);
  order.forEach((from, to) => rows.set(vectors.subarray(from * n, (from + 1) * n), to * n));
  return { values: Float64Array.from(order, (i) => values[i]), vectors: rows };
}
