/**
 * Eigenvectors of a small symmetric tridiagonal matrix by implicit QL with Wilkinson's shift (Martin & Wilkinson 1968; Bowdler
 * et al. 1968).
 */
import { NumericalError } from "../../../base";

/** A value needs about two iterations; many more indicate an invalid matrix. */
const ITERATIONS = 60;

/** Reduces `e`, the entries beside the diagonal `d`, to zero and rotates the rows of `vectors` accordingly. */
export function rotate(d: Float64Array, e: Float64Array, vectors: Float64Array): void {
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
