/**
 * Host-side linear algebra in float64, for the symmetric positive definite systems of editing. Second moments are badly
 * conditioned in float32, and ONNX has no solver.
 */
import { checkCancelled, NumericalError, ShapeError } from "../base";

export interface CholeskyFactor {
  readonly size: number;
  /** x with A x = b. */
  solve(b: ArrayLike<number>): Float64Array;
}

/** Rows between two chances for others to run: about ten milliseconds of work at the sizes of an MLP. */
const ROWS_A_SLICE = 64;

export interface CholeskyOptions {
  /** What the matrix is, for the error that says it is not definite, and the remedy. */
  readonly what?: string;
  readonly remedy?: string;
  readonly signal?: AbortSignal;
}

/**
 * Factor of a symmetric positive definite matrix [size, size], row-major, of which the lower half is read. Takes size³/6
 * multiplications and yields to the event loop between slices. Throws `NumericalError` when the matrix is not definite.
 */
export async function cholesky(
  matrix: ArrayLike<number>,
  size: number,
  {
    what = "second moment",
    remedy = "Collect it over more tokens than the layer is wide, or add a ridge.",
    signal,
  }: CholeskyOptions = {},
): Promise<CholeskyFactor> {
  if (matrix.length !== size * size)
    throw new ShapeError(`cholesky: ${matrix.length} values for a size of ${size}`);
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    if (i % ROWS_A_SLICE === 0) await pause(signal);
    const rowI = i * size;
    for (let j = 0; j <= i; j++) {
      const rowJ = j * size;
      let sum = matrix[rowI + j];
      for (let k = 0; k < j; k++) sum -= lower[rowI + k] * lower[rowJ + k];
      if (i !== j) {
        lower[rowI + j] = sum / lower[rowJ + j];
        continue;
      }
      if (!(sum > 0)) {
        throw new NumericalError(
          `The ${what} is not positive definite: pivot ${i} of ${size} is ${sum.toExponential(2)}.`,
          { pivot: i, size },
          remedy,
        );
      }
      lower[rowI + i] = Math.sqrt(sum);
    }
  }
  return { size, solve: (b) => substitute(lower, size, b) };
}

/** Lets others run, and stops when asked to. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  checkCancelled(signal);
}

/** Multiplications between two pauses: some tens of milliseconds. */
const SLICE = 3e7;

/** Solutions for many right sides, yielding between them. */
export async function solveRows(
  factor: CholeskyFactor,
  rows: readonly ArrayLike<number>[],
  signal?: AbortSignal,
): Promise<Float64Array[]> {
  const atOnce = Math.max(1, Math.floor(SLICE / factor.size ** 2));
  const solved: Float64Array[] = [];
  for (const [i, row] of rows.entries()) {
    if (i % atOnce === 0) await pause(signal);
    solved.push(factor.solve(row));
  }
  return solved;
}

/** Adds Σ xₙ xₙᵀ to the lower half of a matrix [size, size]. */
export async function addOuterProducts(
  matrix: Float64Array,
  rows: readonly ArrayLike<number>[],
  signal?: AbortSignal,
): Promise<void> {
  const size = Math.sqrt(matrix.length);
  const atOnce = Math.max(1, Math.floor((2 * SLICE) / matrix.length));
  for (const [n, row] of rows.entries()) {
    if (n % atOnce === 0) await pause(signal);
    for (let i = 0; i < size; i++) {
      const [at, factor] = [i * size, row[i]];
      for (let j = 0; j <= i; j++) matrix[at + j] += factor * row[j];
    }
  }
}

/** Products of all pairs, xᵢ · yⱼ for j ≤ i, as the lower half of a matrix [N, N]. */
export async function lowerGram(
  x: readonly ArrayLike<number>[],
  y: readonly ArrayLike<number>[],
  signal?: AbortSignal,
): Promise<Float64Array> {
  const size = x.length;
  const gram = new Float64Array(size * size);
  let work = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) gram[i * size + j] = dot(x[i], y[j]);
    work += (i + 1) * x[i].length;
    if (work < SLICE) continue;
    work = 0;
    await pause(signal);
  }
  return gram;
}

function substitute(lower: Float64Array, size: number, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i * size + k] * x[k];
    x[i] /= lower[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    x[i] /= lower[i * size + i];
    for (let k = 0; k < i; k++) x[k] -= lower[i * size + k] * x[i];
  }
  return x;
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new ShapeError(`dot: ${a.length} by ${b.length} values`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** The Euclidean norm; of a matrix, the Frobenius norm. */
export function norm(values: ArrayLike<number>): number {
  return Math.sqrt(dot(values, values));
}

/** Frobenius norm of left · right without forming it: tr(LᵀL · RRᵀ). left [out, R], right [R, in]. */
export function lowRankNorm(left: ArrayLike<number>, right: ArrayLike<number>, rank: number): number {
  const [rows, columns] = [left.length / rank, right.length / rank];
  let trace = 0;
  for (let a = 0; a < rank; a++) {
    for (let b = 0; b < rank; b++) {
      let gramLeft = 0;
      for (let i = 0; i < rows; i++) gramLeft += left[i * rank + a] * left[i * rank + b];
      let gramRight = 0;
      for (let j = 0; j < columns; j++) gramRight += right[a * columns + j] * right[b * columns + j];
      trace += gramLeft * gramRight;
    }
  }
  return Math.sqrt(Math.max(trace, 0));
}

/** rows of equal length, averaged. */
export function meanOf(rows: readonly ArrayLike<number>[]): Float64Array {
  const mean = new Float64Array(rows[0].length);
  for (const row of rows) for (let i = 0; i < mean.length; i++) mean[i] += row[i] / rows.length;
  return mean;
}
