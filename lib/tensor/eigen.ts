/**
 * Eigenvalues and eigenvectors of a symmetric matrix, on the host in float64: Householder reduction to tridiagonal form,
 * then implicit QL with Wilkinson's shift (Martin, Reinsch & Wilkinson 1968; Bowdler et al. 1968). Eigenvectors are kept as
 * rows, so that every rotation and reflection runs through memory in order.
 */
import { checkCancelled, NumericalError, ShapeError } from "../base";

export interface Eigen {
  /** In ascending order, [n]. */
  readonly values: Float64Array;
  /** Row i is the unit eigenvector of value i, [n, n]. */
  readonly vectors: Float64Array;
}

export interface EigenOptions {
  readonly signal?: AbortSignal;
  /** Called between slices of work with the share done, in [0, 1]. */
  readonly onProgress?: (share: number) => void;
}

/** Multiplications between two chances for others to run: a few tens of milliseconds. */
const SLICE = 2e7;
/** QL needs about two iterations a value; many more mean that the matrix is not what it should be. */
const ITERATIONS = 60;
/** Of the arithmetic, about what QL takes. */
const QL_SHARE = 0.7;

/** `matrix` [size, size] is read as symmetric. Takes about 6 size³ multiplications. Throws `NumericalError` when it is not finite. */
export async function symmetricEigen(
  matrix: ArrayLike<number>,
  size: number,
  { signal, onProgress }: EigenOptions = {},
): Promise<Eigen> {
  if (matrix.length !== size * size)
    throw new ShapeError(`symmetricEigen: ${matrix.length} values for a size of ${size}`);
  if (!Array.prototype.every.call(matrix, Number.isFinite)) {
    throw new NumericalError(
      `The matrix of size ${size} to be decomposed holds NaN or infinity.`,
      { size },
      "Check that the statistics are finite.",
    );
  }
  let work = 0;
  const pause = async (multiplications: number, share: number): Promise<void> => {
    work += multiplications;
    if (work < SLICE) return;
    work = 0;
    onProgress?.(share);
    await new Promise((resolve) => setTimeout(resolve, 0));
    checkCancelled(signal);
  };
  const { diagonal, beside, vectors } = await tridiagonalize(matrix, size, pause);
  await rotate(diagonal, beside, vectors, pause);
  return sorted(diagonal, vectors);
}

type Pause = (multiplications: number, share: number) => Promise<void>;

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** beside[i] stands between diagonal i and i + 1; the last is 0. */
  readonly beside: Float64Array;
  /** Qᵀ with A = Q T Qᵀ: row i is column i of Q. */
  readonly vectors: Float64Array;
}

/** Reflections from the last row up; each makes one row tridiagonal and is kept in its place for Q. */
async function tridiagonalize(matrix: ArrayLike<number>, n: number, pause: Pause): Promise<Tridiagonal> {
  const a = Float64Array.from(matrix);
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const scales = new Float64Array(n); // 2 / ‖v‖² of each reflection; 0 for none
  const p = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) {
    const v = a.subarray(i * n, i * n + i); // what is left of row i, of which only the last entry may stay
    let square = 0;
    for (let k = 0; k < i - 1; k++) square += v[k] * v[k];
    const last = v[i - 1];
    if (square === 0) {
      beside[i - 1] = last;
      continue;
    }
    const length = Math.sqrt(square + last * last);
    const target = last > 0 ? -length : length; // the sign without cancellation
    beside[i - 1] = target;
    v[i - 1] = last - target;
    const scale = 2 / (square + v[i - 1] * v[i - 1]);
    scales[i] = scale;
    // A ← H A H with H = I − scale v vᵀ: p = scale A v, then A −= v qᵀ + q vᵀ with q = p − (scale/2)(pᵀv) v.
    p.fill(0, 0, i);
    for (let j = 0; j < i; j++) {
      const row = a.subarray(j * n, j * n + j);
      const vj = v[j];
      let sum = a[j * n + j] * vj;
      for (let k = 0; k < j; k++) {
        sum += row[k] * v[k];
        p[k] += row[k] * vj;
      }
      p[j] += sum;
    }
    let along = 0;
    for (let j = 0; j < i; j++) along += p[j] * v[j];
    const half = 0.5 * scale * scale * along;
    for (let j = 0; j < i; j++) p[j] = scale * p[j] - half * v[j];
    for (let j = 0; j < i; j++) {
      const row = a.subarray(j * n, j * n + j + 1);
      const [vj, qj] = [v[j], p[j]];
      for (let k = 0; k <= j; k++) row[k] -= vj * p[k] + qj * v[k];
    }
    await pause(2 * i * i, ((1 - QL_SHARE) / 2) * (1 - (i / n) ** 3));
  }
  for (let i = 0; i < n; i++) diagonal[i] = a[i * n + i];
  return { diagonal, beside, vectors: await accumulate(a, scales, n, pause) };
}

/** Qᵀ from the reflections: the identity, reflected on the right from the shortest vector to the longest. */
async function accumulate(
  a: Float64Array,
  scales: Float64Array,
  n: number,
  pause: Pause,
): Promise<Float64Array> {
  const q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) q[i * n + i] = 1;
  for (let i = 1; i < n; i++) {
    if (scales[i] === 0) continue;
    const v = a.subarray(i * n, i * n + i);
    for (let j = 0; j < i; j++) {
      const row = q.subarray(j * n, j * n + i);
      let along = 0;
      for (let k = 0; k < i; k++) along += row[k] * v[k];
      along *= scales[i];
      for (let k = 0; k < i; k++) row[k] -= along * v[k];
    }
    await pause(2 * i * i, (1 - QL_SHARE) / 2 + ((1 - QL_SHARE) / 2) * (i / n) ** 3);
  }
  return q;
}

/** Implicit QL: drives `beside` to zero, turning the rows of `vectors` along. */
async function rotate(d: Float64Array, e: Float64Array, vectors: Float64Array, pause: Pause): Promise<void> {
  const n = d.length;
  for (let l = 0; l < n; l++) {
    for (let iteration = 0; ; iteration++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]) > Number.EPSILON * (Math.abs(d[m]) + Math.abs(d[m + 1]))) m++;
      if (m === l) break;
      if (iteration === ITERATIONS) {
        throw new NumericalError(
          `The eigenvalues of a matrix of size ${n} did not settle: value ${l} is ${d[l]}.`,
          { value: l, size: n },
          "Take the second moment over other texts.",
        );
      }
      let g = (d[l + 1] - d[l]) / (2 * e[l]);
      g = d[m] - d[l] + e[l] / (g + (g >= 0 ? 1 : -1) * Math.hypot(g, 1));
      let [sine, cosine, carried] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const [f, b] = [sine * e[i], cosine * e[i]];
        const r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] -= carried;
          e[m] = 0;
          break;
        }
        sine = f / r;
        cosine = g / r;
        g = d[i + 1] - carried;
        const turn = (d[i] - g) * sine + 2 * cosine * b;
        carried = sine * turn;
        d[i + 1] = g + carried;
        g = cosine * turn - b;
        turnRows(vectors, n, i, sine, cosine);
      }
      await pause(4 * n * (m - l), 1 - QL_SHARE + QL_SHARE * (l / n));
      if (i >= l) continue;
      d[l] -= carried;
      e[l] = g;
      e[m] = 0;
    }
  }
}

/** Rotates rows i and i + 1 into each other. */
function turnRows(vectors: Float64Array, n: number, i: number, sine: number, cosine: number): void {
  const low = vectors.subarray(i * n, (i + 1) * n);
  const high = vectors.subarray((i + 1) * n, (i + 2) * n);
  for (let k = 0; k < n; k++) {
    const [x, y] = [low[k], high[k]];
    high[k] = sine * x + cosine * y;
    low[k] = cosine * x - sine * y;
  }
}

function sorted(values: Float64Array, vectors: Float64Array): Eigen {
  const n = values.length;
  const order = Array.from(values.keys()).sort((i, j) => values[i] - values[j]);
  const rows = new Float64Array(n * n);
  order.forEach((from, to) => rows.set(vectors.subarray(from * n, (from + 1) * n), to * n));
  return { values: Float64Array.from(order, (i) => values[i]), vectors: rows };
}
