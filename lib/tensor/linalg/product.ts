/**
 * Matrix products in float64, in pieces. Almost all arithmetic of large solves is here. A caller with a faster product (a
 * runtime's kernels) passes it in; the solvers are written in views and sums of products.
 */
import { ShapeError } from "../../base";
import { createPause, type Pause } from "../pause";

/** a [M, inner] times b [inner, N], row-major, as [M, N]. Called with pieces of bounded size. */
export type MatrixProduct = (a: Float64Array, b: Float64Array, inner: number) => Promise<Float64Array>;

/** A rectangle of an array whose rows are `stride` apart; transposed, it is read with rows and columns exchanged. */
interface View {
  readonly data: Float64Array;
  readonly offset: number;
  readonly stride: number;
  readonly transposed?: boolean;
}

export interface HostOptions {
  /** Default: `hostProduct`. */
  readonly multiply?: MatrixProduct;
  readonly signal?: AbortSignal;
}

/** Rows and columns of a piece of the result, and how many terms are summed in one product: 67 million operations. */
const PIECE = 256;
const DEPTH = 512;

/** Rows of a product between two yields to the event loop: a few milliseconds. */
const ROWS_A_SLICE = 32;

/** The product in plain JavaScript: two rows by two columns at a time, all four contiguous. */
export const hostProduct: MatrixProduct = async (a, b, inner) => {
  if (inner === 0) return new Float64Array(0);
  const [rows, columns] = [a.length / inner, b.length / inner];
  const pause = createPause();
  const across = packed({ data: b, offset: 0, stride: columns, transposed: true }, 0, 0, columns, inner);
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i += 2) {
    for (let j = 0; j < columns; j += 2) dotPairs(a, across, inner, i, j, rows, columns, result);
    if (i % ROWS_A_SLICE === 0) await pause();
  }
  return result;
};

/** result[i, j], [i, j + 1], [i + 1, j], [i + 1, j + 1], as far as they exist, from rows of a and of b. */
function dotPairs(
  a: Float64Array,
  b: Float64Array,
  inner: number,
  i: number,
  j: number,
  rows: number,
  columns: number,
  result: Float64Array,
): void {
  const [hasRow, hasColumn] = [i + 1 < rows, j + 1 < columns];
  const a0 = i * inner;
  const a1 = hasRow ? a0 + inner : a0;
  const b0 = j * inner;
  const b1 = hasColumn ? b0 + inner : b0;
  let s00 = 0;
  let s01 = 0;
  let s10 = 0;
  let s11 = 0;
  for (let k = 0; k < inner; k++) {
    const x = a[a0 + k];
    const y = a[a1 + k];
    const u = b[b0 + k];
    const v = b[b1 + k];
    s00 += x * u;
    s01 += x * v;
    s10 += y * u;
    s11 += y * v;
  }
  const at = i * columns + j;
  result[at] = s00;
  if (hasColumn) result[at + 1] = s01;
  if (hasRow) result[at + columns] = s10;
  if (hasRow && hasColumn) result[at + columns + 1] = s11;
}

/** rows × columns of a view starting at [row, column], contiguous. Not copied where the view is already contiguous. */
export function packed(
  { data, offset, stride, transposed = false }: View,
  row: number,
  column: number,
  rows: number,
  columns: number,
): Float64Array {
  if (!transposed) {
    const from = offset + row * stride + column;
    if (stride === columns || rows === 1) return data.subarray(from, from + rows * columns);
    const copy = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) {
      const at = from + i * stride;
      copy.set(data.subarray(at, at + columns), i * columns);
    }
    return copy;
  }
  const from = offset + column * stride + row;
  const copy = new Float64Array(rows * columns);
  for (let j = 0; j < columns; j++) {
    const at = from + j * stride;
    for (let i = 0; i < rows; i++) copy[i * columns + j] = data[at + i];
  }
  return copy;
}

interface ProductSum {
  /** The result [rows, columns], to which `scale` · a b is added. It must not overlap what is read. */
  readonly into: View;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly scale: number;
  readonly a: View; // [rows, inner]
  readonly b: View; // [inner, columns]
  /** Skips pieces that are wholly above the diagonal of the result. */
  readonly lower?: boolean;
}

/** into += scale · a b, in pieces of bounded time and memory. */
export async function addProduct(
  { into, rows, columns, inner, scale, a, b, lower = false }: ProductSum,
  multiply: MatrixProduct,
  pause: Pause,
): Promise<void> {
  if (into.transposed) throw new ShapeError("addProduct: the result is written in its own layout");
  for (let column = 0; column < columns; column += PIECE) {
    const width = Math.min(PIECE, columns - column);
    for (let from = 0; from < inner; from += DEPTH) {
      const depth = Math.min(DEPTH, inner - from);
      const right = packed(b, from, column, depth, width);
      for (let row = lower ? column : 0; row < rows; row += PIECE) {
        const height = Math.min(PIECE, rows - row);
        const piece = await multiply(packed(a, row, from, height, depth), right, depth);
        for (let i = 0; i < height; i++) {
          const at = into.offset + (row + i) * into.stride + column;
          for (let j = 0; j < width; j++) into.data[at + j] += scale * piece[i * width + j];
        }
        await pause();
      }
    }
  }
}

/** A whole matrix of rows of one length. */
export function viewOf(data: Float64Array, stride: number, offset = 0): View {
  return { data, offset, stride };
}

export function transposedView(view: View): View {
  return { ...view, transposed: !view.transposed };
}
