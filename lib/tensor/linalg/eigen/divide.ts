/**
 * Eigenvectors of a symmetric tridiagonal matrix by divide and conquer (Cuppen 1981): the two halves are solved separately
 * and joined by a rank-one update, whose eigenvectors multiply those of the halves in a matrix product. The z of the update
 * is recomputed from the computed eigenvalues, which makes the vectors orthogonal (Gu & Eisenstat 1995).
 */
import { rotate } from "./rotations";
import { secularRoot } from "./secular";
import { norm } from "../linalg";
import { addProduct, viewOf } from "../product";
import type { HostCall } from "./tridiagonal";

/** Up to this size rotations are faster. */
const SMALL = 32;

/** Values into `d`, not in order, and the vector of value i into row i of `rows` [n, n], which starts as zeros. */
export async function divideAndConquer(
  d: Float64Array,
  beside: Float64Array,
  rows: Float64Array,
  call: HostCall,
): Promise<void> {
  let done = 0;
  const total = d.length ** 3;
  const solve = async (from: number, to: number): Promise<void> => {
    const size = to - from;
    if (size <= SMALL) {
      small(d, beside, rows, from, to);
      return call.pause();
    }
    const middle = from + (size >> 1);
    const joint = beside[middle - 1];
    d[middle - 1] -= Math.abs(joint);
    d[middle] -= Math.abs(joint);
    await solve(from, middle);
    await solve(middle, to);
    await join(d, rows, { from, middle, to }, joint, call);
    done += size ** 3;
    call.onProgress(Math.min(1, (0.75 * done) / total));
  };
  await solve(0, d.length);
}

function small(d: Float64Array, beside: Float64Array, rows: Float64Array, from: number, to: number): void {
  const [n, size] = [d.length, to - from];
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  const between = beside.slice(from, to);
  if (size > 0) between[size - 1] = 0;
  rotate(d.subarray(from, to), between, vectors);
  for (let i = 0; i < size; i++) rows.set(vectors.subarray(i * size, (i + 1) * size), (from + i) * n + from);
}

interface Halves {
  readonly from: number;
  readonly middle: number;
  readonly to: number;
}

/** From the vectors of both halves to those of T = halves + |joint| u uᵀ, u = (…, 1, ±1, …). */
async function join(
  d: Float64Array,
  rows: Float64Array,
  { from, middle, to }: Halves,
  joint: number,
  call: HostCall,
): Promise<void> {
  const n = d.length;
  const z = new Float64Array(to - from); // of unit length: u has √2
  for (let i = from; i < middle; i++) z[i - from] = rows[i * n + middle - 1] * Math.SQRT1_2;
  for (let i = middle; i < to; i++) z[i - from] = Math.sign(joint) * rows[i * n + middle] * Math.SQRT1_2;
  const rho = 2 * Math.abs(joint);
  const kept = await deflate(d, rows, z, rho, from, to, call);
  const k = kept.length;
  if (k === 0) return;
  const poles = Float64Array.from(kept, (i) => d[i]);
  const weights = Float64Array.from(kept, (i) => z[i - from]);
  const length = norm(weights);
  const turned = await eigenvectors(
    poles,
    weights.map((x) => x / length),
    rho * length * length,
    call,
  );

  const size = to - from;
  const result = new Float64Array(k * size);
  for (const [first, last] of [
    [from, middle],
    [middle, to],
  ]) {
    // Vectors of one half are zero on the other, but for those that deflation mixed.
    const shared = [...kept.keys()].filter((c) => hasPart(rows, kept[c] * n, first, last));
    const inner = shared.length;
    const width = last - first;
    const a = new Float64Array(k * inner);
    const b = new Float64Array(inner * width);
    for (const [s, c] of shared.entries()) {
      for (let i = 0; i < k; i++) a[i * inner + s] = turned.vectors[i * k + c];
      b.set(rows.subarray(kept[c] * n + first, kept[c] * n + last), s * width);
      await call.pause();
    }
    await addProduct(
      {
        into: viewOf(result, size, first - from),
        rows: k,
        columns: width,
        inner,
        scale: 1,
        a: viewOf(a, inner),
        b: viewOf(b, width),
      },
      call.multiply,
      call.pause,
    );
  }
  for (const [i, row] of kept.entries()) {
    rows.set(result.subarray(i * size, (i + 1) * size), row * n + from);
    d[row] = turned.values[i];
  }
}

function hasPart(rows: Float64Array, at: number, first: number, last: number): boolean {
  for (let k = first; k < last; k++) if (rows[at + k] !== 0) return true;
  return false;
}

/**
 * Those that the change moves, in ascending order of d. A pair whose z is negligible stays as it is, and of two whose d are
 * nearly equal one is rotated until its z is 0.
 */
async function deflate(
  d: Float64Array,
  rows: Float64Array,
  z: Float64Array,
  rho: number,
  from: number,
  to: number,
  { pause }: HostCall,
): Promise<number[]> {
  const order = Array.from({ length: to - from }, (_, i) => from + i).sort((i, j) => d[i] - d[j]);
  let largest = 0;
  for (const i of order) largest = Math.max(largest, Math.abs(d[i]));
  const negligible = 8 * Number.EPSILON * Math.max(largest, rho);
  const kept: number[] = [];
  for (const i of order) {
    if (rho * Math.abs(z[i - from]) <= negligible) continue;
    const before = kept.at(-1);
    if (before !== undefined) {
      const length = Math.hypot(z[i - from], z[before - from]);
      const [cosine, sine] = [z[i - from] / length, -z[before - from] / length];
      const gap = d[i] - d[before];
      if (Math.abs(gap * cosine * sine) <= negligible) {
        z[i - from] = length;
        z[before - from] = 0;
        turn(rows, d.length, before, i, cosine, sine, from, to);
        d[i] -= gap * sine * sine;
        d[before] += gap * sine * sine;
        kept.pop();
        await pause();
      }
    }
    kept.push(i);
  }
  return kept;
}

/** Rows x and y become c x + s y and c y − s x. */
function turn(
  rows: Float64Array,
  n: number,
  first: number,
  second: number,
  cosine: number,
  sine: number,
  from: number,
  to: number,
): void {
  const [low, high] = [first * n, second * n];
  for (let k = from; k < to; k++) {
    const x = rows[low + k];
    const y = rows[high + k];
    rows[low + k] = cosine * x + sine * y;
    rows[high + k] = cosine * y - sine * x;
  }
}

/** Values and vectors (as rows) of diag(d) + ρ z zᵀ. */
async function eigenvectors(
  d: Float64Array,
  z: Float64Array,
  rho: number,
  { pause }: HostCall,
): Promise<{ values: Float64Array; vectors: Float64Array }> {
  const k = d.length;
  const values = new Float64Array(k);
  const vectors = new Float64Array(k * k); // first dᵢ − λⱼ, at [j, i]
  const squares = new Float64Array(k).fill(1); // of the z whose roots are exactly these, up to a factor
  for (let j = 0; j < k; j++) {
    const { value, gaps } = secularRoot(d, z, rho, j);
    values[j] = value;
    vectors.set(gaps, j * k);
    for (let i = 0; i < k; i++) squares[i] *= i === j ? -gaps[i] : gaps[i] / (d[i] - d[j]);
    await pause();
  }
  const corrected = squares.map((square, i) => Math.sign(z[i]) * Math.sqrt(Math.max(square, 0)));
  for (let j = 0; j < k; j++) {
    const row = vectors.subarray(j * k, (j + 1) * k);
    let square = 0;
    for (let i = 0; i < k; i++) {
      row[i] = corrected[i] / row[i];
      square += row[i] * row[i];
    }
    const length = Math.sqrt(square);
    for (let i = 0; i < k; i++) row[i] /= length;
    await pause();
  }
  return { values, vectors };
}
