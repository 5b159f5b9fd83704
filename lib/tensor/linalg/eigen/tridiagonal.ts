/**
 * Householder reduction of a symmetric matrix to tridiagonal form, A = Q T Qᵀ, in blocks: the reflections of a block touch the
 * rest of the matrix only through products, and Q is applied as blocks I − V S Vᵀ (Dongarra, Sorensen & Hammarling 1989;
 * Schreiber & Van Loan 1989).
 */
import type { Pause } from "../../pause";
import { addProduct, transposedView, viewOf, type MatrixProduct } from "../product";

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** beside[i] is the entry between diagonal i and i + 1; the last is 0. */
  readonly beside: Float64Array;
  /** Row i holds, right of the diagonal, the vector v of reflection i: Q = H₀ H₁ …, Hᵢ = I − scaleᵢ v vᵀ. [n, n]. */
  readonly reflections: Float64Array;
  /** 2 / ‖v‖² of each reflection; 0 for none. */
  readonly scales: Float64Array;
}

export interface HostCall {
  readonly multiply: MatrixProduct;
  readonly pause: Pause;
  readonly onProgress: (share: number) => void;
}

/** Reflections of a block. */
const BLOCK = 64;

/** Reduces `a` [n, n], all of it given, in place. */
export async function tridiagonalize(a: Float64Array, n: number, call: HostCall): Promise<Tridiagonal> {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const scales = new Float64Array(n);
  for (let start = 0; start < n; start += BLOCK) {
    const end = Math.min(n, start + BLOCK);
    const width = end - start;
    // The current A is `a` − V Wᵀ − W Vᵀ, with a row for each of v and w: [2 width, n].
    const pairs = new Float64Array(2 * width * n);
    const swapped = new Float64Array(2 * width * n);
    for (let i = start; i < end; i++) {
      const made = i - start;
      const row = a.subarray(i * n, (i + 1) * n);
      for (let r = 0; r < 2 * made; r++) subtractScaled(row, pairs, r * n, swapped[r * n + i], i, n);
      diagonal[i] = row[i];
      const target = reflect(row, i, n, scales);
      if (i + 1 < n) beside[i] = target;
      if (scales[i] === 0) continue;
      const w = await coupled(a, n, i, pairs, swapped, made, scales[i], call.pause);
      for (let k = i + 1; k < n; k++) {
        pairs[2 * made * n + k] = swapped[(2 * made + 1) * n + k] = row[k];
        pairs[(2 * made + 1) * n + k] = swapped[2 * made * n + k] = w[k];
      }
    }
    await addProduct(
      {
        into: viewOf(a, n, end * n + end),
        rows: n - end,
        columns: n - end,
        inner: 2 * width,
        scale: -1,
        a: transposedView(viewOf(pairs, n, end)),
        b: viewOf(swapped, n, end),
      },
      call.multiply,
      call.pause,
    );
    call.onProgress(1 - (1 - end / n) ** 3);
  }
  return { diagonal, beside, reflections: a, scales };
}

/** to[from …] −= factor · rows[at + from …]. */
function subtractScaled(
  to: Float64Array,
  rows: Float64Array,
  at: number,
  factor: number,
  from: number,
  n: number,
): void {
  if (factor === 0) return;
  for (let k = from; k < n; k++) to[k] -= factor * rows[at + k];
}

/** Replaces the entries right of the diagonal by v and returns the only entry that remains after the reflection. */
function reflect(row: Float64Array, i: number, n: number, scales: Float64Array): number {
  let square = 0;
  for (let k = i + 2; k < n; k++) square += row[k] * row[k];
  const first = i + 1 < n ? row[i + 1] : 0;
  if (square === 0) return first;
  const length = Math.sqrt(square + first * first);
  const target = first > 0 ? -length : length; // the sign without cancellation
  row[i + 1] = first - target;
  scales[i] = 2 / (square + row[i + 1] * row[i + 1]);
  return target;
}

/** w with H A H = A − v wᵀ − w vᵀ: p = scale A v, w = p − (scale / 2)(pᵀv) v. */
async function coupled(
  a: Float64Array,
  n: number,
  i: number,
  pairs: Float64Array,
  swapped: Float64Array,
  made: number,
  scale: number,
  pause: Pause,
): Promise<Float64Array> {
  const at = i * n; // of v
  const p = new Float64Array(n);
  for (let j = i + 1; j < n; j += ROWS_AT_ONCE) {
    const rows = Math.min(ROWS_AT_ONCE, n - j);
    timesVector(a, n, at, i + 1, j, j + rows, p);
    await pause();
  }
  for (let r = 0; r < 2 * made; r++) {
    let along = 0;
    for (let k = i + 1; k < n; k++) along += swapped[r * n + k] * a[at + k];
    subtractScaled(p, pairs, r * n, along, i + 1, n);
  }
  let along = 0;
  for (let k = i + 1; k < n; k++) along += p[k] * a[at + k];
  const half = 0.5 * scale * scale * along;
  for (let k = i + 1; k < n; k++) p[k] = scale * p[k] - half * a[at + k];
  return p;
}

/** Rows of a product with a vector between two yields to the event loop. */
const ROWS_AT_ONCE = 512;

/** p[j] = a[j] · v for rows j, two at a time; v stands in `a` at `at`, and both start at `first`. */
function timesVector(
  a: Float64Array,
  n: number,
  at: number,
  first: number,
  from: number,
  to: number,
  p: Float64Array,
): void {
  let j = from;
  for (; j + 1 < to; j += 2) {
    const [low, high] = [j * n, (j + 1) * n];
    let sumLow = 0;
    let sumHigh = 0;
    let moreLow = 0;
    let moreHigh = 0;
    let k = first;
    for (; k + 1 < n; k += 2) {
      const x = a[at + k];
      const y = a[at + k + 1];
      sumLow += a[low + k] * x;
      sumHigh += a[high + k] * x;
      moreLow += a[low + k + 1] * y;
      moreHigh += a[high + k + 1] * y;
    }
    if (k < n) {
      sumLow += a[low + k] * a[at + k];
      sumHigh += a[high + k] * a[at + k];
    }
    p[j] = sumLow + moreLow;
    p[j + 1] = sumHigh + moreHigh;
  }
  if (j >= to) return;
  let sum = 0;
  for (let k = first; k < n; k++) sum += a[j * n + k] * a[at + k];
  p[j] = sum;
}

/** Rows E [n, n] of eigenvectors of T become those of A: E Qᵀ, in place, block by block from the last. */
export async function turnBack(
  rows: Float64Array,
  { reflections, scales }: Tridiagonal,
  call: HostCall,
): Promise<void> {
  const n = scales.length;
  for (let start = Math.floor((n - 1) / BLOCK) * BLOCK; start >= 0; start -= BLOCK) {
    const width = Math.min(BLOCK, n - start);
    const length = n - start;
    const v = new Float64Array(width * length); // a row a reflection
    for (let r = 0; r < width; r++) {
      if (scales[start + r] === 0) continue;
      const from = (start + r) * n + start + r + 1;
      v.set(reflections.subarray(from, (start + r + 1) * n), r * length + r + 1);
    }
    const spread = joined(v, scales.subarray(start, start + width), width, length);
    const { multiply, pause } = call;
    // E ← E − (E V) Sᵀ Vᵀ, with the small product taken to V's side: Sᵀ Vᵀ [width, length].
    const along = new Float64Array(n * width);
    const a = viewOf(rows, n, start);
    const size = { rows: n, columns: width, inner: length, scale: 1 };
    await addProduct(
      { ...size, into: viewOf(along, width), a, b: transposedView(viewOf(v, length)) },
      multiply,
      pause,
    );
    const change = new Float64Array(width * length);
    const small = { rows: width, columns: length, inner: width, scale: 1 };
    const across = transposedView(viewOf(spread, width));
    await addProduct(
      { ...small, into: viewOf(change, length), a: across, b: viewOf(v, length) },
      multiply,
      pause,
    );
    const large = { rows: n, columns: length, inner: width, scale: -1 };
    await addProduct(
      { ...large, into: a, a: viewOf(along, width), b: viewOf(change, length) },
      multiply,
      pause,
    );
    call.onProgress((n - start) / n);
  }
}

/** S, upper triangular, with H₀ H₁ … = I − V S Vᵀ. */
function joined(v: Float64Array, scales: Float64Array, width: number, length: number): Float64Array {
  const s = new Float64Array(width * width);
  const along = new Float64Array(width);
  for (let r = 0; r < width; r++) {
    s[r * width + r] = scales[r];
    for (let q = 0; q < r; q++) {
      along[q] = 0;
      for (let k = r; k < length; k++) along[q] += v[q * length + k] * v[r * length + k];
    }
    for (let p = 0; p < r; p++) {
      let sum = 0;
      for (let q = p; q < r; q++) sum += s[p * width + q] * along[q];
      s[p * width + r] = -scales[r] * sum;
    }
  }
  return s;
}
