/** Vectors, and sums of products of many of them, on the host in float64. */
import { ShapeError } from "../../base";
import { createPause, inStretches } from "../pause";
import { addProduct, hostProduct, transposedView, viewOf, type HostOptions } from "./product";

/** Rows that are stacked at once, which bounds the memory beside the sum. */
const ROWS_AT_ONCE = 512;
/** Values that are copied between two yields to the event loop: about a millisecond. */
const VALUES_A_SLICE = 1 << 20;

/** Adds Σ xₙ xₙᵀ to a matrix [size, size]. Only its lower half is filled; the entries above the diagonal are undefined. */
export async function addOuterProducts(
  matrix: Float64Array,
  rows: readonly ArrayLike<number>[],
  { multiply = hostProduct, signal }: HostOptions = {},
): Promise<void> {
  const size = Math.sqrt(matrix.length);
  const pause = createPause(signal);
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const batch = rows.slice(from, from + ROWS_AT_ONCE);
    const b = viewOf(stackedRows(batch), size);
    const into = viewOf(matrix, size);
    const inner = batch.length;
    await addProduct(
      { into, rows: size, columns: size, inner, scale: 1, a: transposedView(b), b, lower: true },
      multiply,
      pause,
    );
  }
}

/** Products of all pairs, xᵢ · yⱼ for j ≤ i, as the lower half of a matrix [N, N]. */
export async function lowerGram(
  x: readonly ArrayLike<number>[],
  y: readonly ArrayLike<number>[],
  { multiply = hostProduct, signal }: HostOptions = {},
): Promise<Float64Array> {
  const size = x.length;
  const gram = new Float64Array(size * size);
  if (size === 0) return gram;
  const inner = x[0].length;
  const [a, b] = [viewOf(stackedRows(x), inner), transposedView(viewOf(stackedRows(y), inner))];
  const into = viewOf(gram, size);
  await addProduct(
    { into, rows: size, columns: size, inner, scale: 1, a, b, lower: true },
    multiply,
    createPause(signal),
  );
  return gram;
}

/** Σₖ weights[n][k] · rows[k] for each n. */
export async function combineRows(
  weights: readonly ArrayLike<number>[],
  rows: readonly ArrayLike<number>[],
  { multiply = hostProduct, signal }: HostOptions = {},
): Promise<Float64Array[]> {
  if (weights.length === 0) return [];
  const [inner, columns] = [rows.length, rows[0].length];
  const result = new Float64Array(weights.length * columns);
  const [a, b] = [viewOf(stackedRows(weights), inner), viewOf(stackedRows(rows), columns)];
  const into = viewOf(result, columns);
  await addProduct(
    { into, rows: weights.length, columns, inner, scale: 1, a, b },
    multiply,
    createPause(signal),
  );
  return weights.map((_, n) => result.subarray(n * columns, (n + 1) * columns));
}

/** scale · a symmetric matrix [size, size] + ridge · I in float64, as a new array, computed with yields to the event loop. */
export async function addRidge(
  matrix: Float32Array | Float64Array,
  { scale = 1, ridge = 0, signal }: { scale?: number; ridge?: number; signal?: AbortSignal } = {},
): Promise<Float64Array> {
  const size = Math.sqrt(matrix.length);
  const result = new Float64Array(matrix.length);
  await inStretches(createPause(signal), matrix.length, VALUES_A_SLICE, (from, to) => {
    for (let i = from; i < to; i++) result[i] = scale * matrix[i];
  });
  for (let i = 0; i < size; i++) result[i * size + i] += ridge;
  return result;
}

/** Rows of one length below each other, [N, X]. */
function stackedRows(rows: readonly ArrayLike<number>[]): Float64Array {
  const width = rows[0].length;
  const data = new Float64Array(rows.length * width);
  rows.forEach((row, n) => {
    if (row.length !== width) throw new ShapeError(`rows of ${width} and of ${row.length} values`);
    data.set(row, n * width);
  });
  return data;
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

/** The Euclidean distance of two vectors. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new ShapeError(`distance: ${a.length} by ${b.length} values`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}

/** Frobenius norm of left · right without forming it: tr(LᵀL · RRᵀ). left [out, R], right [R, in]. */
export function lowRankNorm(left: ArrayLike<number>, right: ArrayLike<number>, rank: number): number {
  const [rows, columns] = [left.length / rank, right.length / rank];
  const gram = new Float64Array(rank * rank); // LᵀL, its lower half
  for (let i = 0; i < rows; i++) {
    for (let a = 0; a < rank; a++) {
      const factor = left[i * rank + a];
      for (let b = 0; b <= a; b++) gram[a * rank + b] += factor * left[i * rank + b];
    }
  }
  let trace = 0;
  for (let a = 0; a < rank; a++) {
    for (let b = 0; b <= a; b++) {
      let gramRight = 0;
      for (let j = 0; j < columns; j++) gramRight += right[a * columns + j] * right[b * columns + j];
      trace += (a === b ? 1 : 2) * gram[a * rank + b] * gramRight;
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

/** [rows, columns] to [columns, rows]. */
export function transposedData(data: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j];
  return result;
}
