/**
 * Solving symmetric positive definite systems, on the host in float64: second moments are badly conditioned in float32, and
 * ONNX has no solver. Both the factor and the solutions are made block by block, so that nearly all of the arithmetic is
 * matrix products (Golub & Van Loan 2013, section 4.2.6), which a runtime may be asked for.
 */
import { because, NumericalError, ShapeError } from "../../base";
import { createPause, type Pause } from "../pause";
import { addProduct, hostProduct, packed, transposedView, viewOf, type HostOptions } from "./product";

export interface CholeskyFactor {
  readonly size: number;
  /** L with A = L Lᵀ, [size, size]; the entries above its diagonal are undefined. */
  readonly lower: Float64Array;
}

interface CholeskyOptions extends HostOptions {
  /** Name of the matrix and the remedy, for the error when it is not positive definite. */
  readonly what?: string;
  readonly remedy?: string;
  /** Called after each block of columns with the share done, in (0, 1]. */
  readonly onProgress?: (share: number) => void;
}

/** Columns of a block of the factor. */
const BLOCK = 256;
/** Rows of a panel that are solved between two yields to the event loop. */
const ROWS_A_SLICE = 32;

/**
 * Factor of a symmetric positive definite matrix [size, size], row-major, of which the lower half is read. It is made in
 * place: `matrix` becomes the factor, and no more than a few megabytes are held beside it (512 MB in all at a size of
 * 8,192). Takes size³/3 floating-point operations. Throws `NumericalError` when the matrix is not definite.
 */
export async function cholesky(
  matrix: Float64Array,
  size: number,
  {
    what = "second moment",
    remedy = "Collect it over more tokens than the layer is wide, or add a ridge.",
    multiply = hostProduct,
    signal,
    onProgress,
  }: CholeskyOptions = {},
): Promise<CholeskyFactor> {
  if (matrix.length !== size * size)
    throw new ShapeError(`cholesky: ${matrix.length} values for a size of ${size}`);
  const pause = createPause(signal);
  for (let start = 0; start < size; start += BLOCK) {
    const width = Math.min(BLOCK, size - start);
    // Subtract the contribution of earlier columns from this block and all rows below it: A −= L[start…, …start]
    // L[start…end, …start]ᵀ.
    await addProduct(
      {
        into: viewOf(matrix, size, start * size + start),
        rows: size - start,
        columns: width,
        inner: start,
        scale: -1,
        a: viewOf(matrix, size, start * size),
        b: transposedView(viewOf(matrix, size, start * size)),
      },
      multiply,
      pause,
    );
    const corner = packed(viewOf(matrix, size, start * size + start), 0, 0, width, width);
    const failed = factorInPlace(corner, width);
    if (failed) {
      throw new NumericalError(
        `The ${what} is not positive definite: pivot ${start + failed.at} of ${size} is ${failed.pivot.toExponential(2)}.`,
        { ...because("notPositiveDefinite"), pivot: start + failed.at, size },
        remedy,
      );
    }
    for (let i = 0; i < width; i++) {
      matrix.set(corner.subarray(i * width, i * width + i + 1), (start + i) * size + start);
    }
    await pause();
    await solvePanel(matrix, size, start, corner, width, pause);
    onProgress?.((start + width) / size);
  }
  return { size, lower: matrix };
}

/** The factor of a contiguous block, and the first pivot that is not positive if there is one. */
function factorInPlace(block: Float64Array, size: number): { at: number; pivot: number } | null {
  for (let i = 0; i < size; i++) {
    const rowI = i * size;
    for (let j = 0; j <= i; j++) {
      const rowJ = j * size;
      let sum = block[rowI + j];
      for (let k = 0; k < j; k++) sum -= block[rowI + k] * block[rowJ + k];
      if (i !== j) block[rowI + j] = sum / block[rowJ + j];
      else if (sum > 0) block[rowI + i] = Math.sqrt(sum);
      else return { at: i, pivot: sum };
    }
  }
  return null;
}

/** The rows below a factored corner: X cornerᵀ = A for the block's columns, in place. */
async function solvePanel(
  matrix: Float64Array,
  size: number,
  start: number,
  corner: Float64Array,
  width: number,
  pause: Pause,
): Promise<void> {
  let sinceSlice = 0;
  for (let row = start + width; row < size; row += 2) {
    const first = row * size + start;
    solveTwoRows(matrix, first, row + 1 < size ? first + size : first, corner, width);
    if (++sinceSlice % (ROWS_A_SLICE / 2) === 0) await pause();
  }
}

/** Two rows at once (or one, named twice), two columns at once: four independent sums. */
function solveTwoRows(
  x: Float64Array,
  first: number,
  second: number,
  corner: Float64Array,
  width: number,
): void {
  for (let c = 0; c < width; c += 2) {
    const upper = c * width;
    const hasNext = c + 1 < width;
    const next = hasNext ? upper + width : upper;
    let s00 = x[first + c];
    let s01 = hasNext ? x[first + c + 1] : 0;
    let s10 = x[second + c];
    let s11 = hasNext ? x[second + c + 1] : 0;
    for (let k = 0; k < c; k++) {
      const p = x[first + k];
      const q = x[second + k];
      const u = corner[upper + k];
      const v = corner[next + k];
      s00 -= p * u;
      s01 -= p * v;
      s10 -= q * u;
      s11 -= q * v;
    }
    const pivot = corner[upper + c];
    x[first + c] = s00 / pivot;
    x[second + c] = s10 / pivot;
    if (!hasNext) continue;
    const [left, below] = [corner[next + c], corner[next + c + 1]];
    x[first + c + 1] = (s01 - left * (s00 / pivot)) / below;
    x[second + c + 1] = (s11 - left * (s10 / pivot)) / below;
  }
}

/** Right-hand sides that are solved together: their columns are adjacent, 32 MB at a size of 8,192. */
const SIDES = 512;
/** Unknowns of a block of the solution. */
const STRIP = 128;

/** x with A x = b for each row b of `rows`. Takes 2 size² operations a row; the factor is read once for many rows. */
export async function solveRows(
  { lower, size }: CholeskyFactor,
  rows: readonly ArrayLike<number>[],
  { multiply = hostProduct, signal }: HostOptions = {},
): Promise<Float64Array[]> {
  const pause = createPause(signal);
  const solved: Float64Array[] = [];
  for (let from = 0; from < rows.length; from += SIDES) {
    const batch = rows.slice(from, from + SIDES);
    const sides = batch.length;
    const x = new Float64Array(size * sides); // [size, sides]
    for (const [n, row] of batch.entries()) {
      if (row.length !== size) throw new ShapeError(`solveRows: ${row.length} values for a size of ${size}`);
      for (let i = 0; i < size; i++) x[i * sides + n] = row[i];
      await pause();
    }
    // L y = b from the top, then Lᵀ x = y from the bottom.
    for (let start = 0; start < size; start += STRIP) {
      const width = Math.min(STRIP, size - start);
      const into = viewOf(x, sides, start * sides);
      const a = viewOf(lower, size, start * size);
      const known = { into, rows: width, columns: sides, inner: start, scale: -1, a, b: viewOf(x, sides) };
      await addProduct(known, multiply, pause);
      await substituteDown(lower, size, start, width, x, sides, pause);
    }
    for (let start = (Math.ceil(size / STRIP) - 1) * STRIP; start >= 0; start -= STRIP) {
      const width = Math.min(STRIP, size - start);
      const end = start + width;
      const into = viewOf(x, sides, start * sides);
      const a = transposedView(viewOf(lower, size, end * size + start));
      const b = viewOf(x, sides, end * sides);
      const known = { into, rows: width, columns: sides, inner: size - end, scale: -1, a, b };
      await addProduct(known, multiply, pause);
      await substituteUp(lower, size, start, width, x, sides, pause);
    }
    for (let n = 0; n < sides; n++) {
      const row = new Float64Array(size);
      for (let i = 0; i < size; i++) row[i] = x[i * sides + n];
      solved.push(row);
      await pause();
    }
  }
  return solved;
}

async function substituteDown(
  lower: Float64Array,
  size: number,
  start: number,
  width: number,
  x: Float64Array,
  sides: number,
  pause: Pause,
): Promise<void> {
  for (let i = start; i < start + width; i++) {
    for (let k = start; k < i; k++) subtractRow(x, sides, i, k, lower[i * size + k]);
    divideRow(x, sides, i, lower[i * size + i]);
    await pause();
  }
}

async function substituteUp(
  lower: Float64Array,
  size: number,
  start: number,
  width: number,
  x: Float64Array,
  sides: number,
  pause: Pause,
): Promise<void> {
  for (let i = start + width - 1; i >= start; i--) {
    divideRow(x, sides, i, lower[i * size + i]);
    for (let k = start; k < i; k++) subtractRow(x, sides, k, i, lower[i * size + k]);
    await pause();
  }
}

/** x[to] −= factor · x[from]. */
function subtractRow(x: Float64Array, width: number, to: number, from: number, factor: number): void {
  const target = to * width;
  const source = from * width;
  for (let j = 0; j < width; j++) x[target + j] -= factor * x[source + j];
}

function divideRow(x: Float64Array, width: number, row: number, by: number): void {
  for (let at = row * width; at < (row + 1) * width; at++) x[at] /= by;
}
