/**
 * The eigenvalues of D + ρ z zᵀ, with D diagonal: the roots of the secular equation
 *
 *     f(λ) = 1 + ρ Σ zᵢ² / (dᵢ − λ) = 0,        d₀ < λ₀ < d₁ < λ₁ < …
 *
 * Each root is stored as its distance from the nearest dᵢ, because eigenvectors are computed from the differences λ − dᵢ
 * (Li 1994).
 */
import { NumericalError } from "../../../base";

/** A root of a well-posed equation takes about six. */
const ITERATIONS = 200;

interface Root {
  readonly value: number;
  /** dᵢ − λ for each i, to full relative precision. */
  readonly gaps: Float64Array;
}

/** Root j. `d` ascends strictly, no z is 0, ‖z‖ is 1, ρ > 0. */
export function secularRoot(d: Float64Array, z: Float64Array, rho: number, j: number): Root {
  const n = d.length;
  const isLast = j === n - 1;
  const width = isLast ? rho : d[j + 1] - d[j];
  const shifted = new Float64Array(n); // dᵢ − origin
  const from = (origin: number) => {
    for (let i = 0; i < n; i++) shifted[i] = d[i] - d[origin];
  };
  let origin = j;
  from(j);
  let at = width / 2;
  let low = 0;
  let high = isLast ? width : at;
  let seen = evaluate(shifted, z, rho, j, at);
  if (isLast && seen.f < 0) low = at;
  else if (!isLast && seen.f < 0) {
    origin = j + 1;
    from(origin);
    [low, high, at] = [-width / 2, 0, -width / 2];
    seen = evaluate(shifted, z, rho, j, at);
  } else high = at;

  for (let iteration = 0; Math.abs(seen.f) > seen.error; iteration++) {
    if (high - low <= Number.EPSILON * Math.abs(at)) break;
    if (iteration === ITERATIONS) {
      throw new NumericalError(
        `An eigenvalue of a matrix of size ${n} did not settle near ${d[origin] + at}.`,
        { value: j, size: n },
        "Take the second moment over other texts.",
      );
    }
    const next = at + step(shifted, j, at, seen, isLast);
    at = next > low && next < high ? next : (low + high) / 2;
    seen = evaluate(shifted, z, rho, j, at);
    if (seen.f < 0) low = at;
    else high = at;
  }
  for (let i = 0; i < n; i++) shifted[i] -= at;
  return { value: d[origin] + at, gaps: shifted };
}

interface Seen {
  readonly f: number;
  /** Slopes of the two sums: over the poles up to j, and those above. */
  readonly slopeBelow: number;
  readonly slopeAbove: number;
  /** Of rounding in f. */
  readonly error: number;
}

function evaluate(shifted: Float64Array, z: Float64Array, rho: number, j: number, at: number): Seen {
  const n = z.length;
  let below = 0;
  let slopeBelow = 0;
  for (let i = 0; i <= j; i++) {
    const share = z[i] / (shifted[i] - at);
    below += z[i] * share;
    slopeBelow += share * share;
  }
  let above = 0;
  let slopeAbove = 0;
  for (let i = n - 1; i > j; i--) {
    const share = z[i] / (shifted[i] - at);
    above += z[i] * share;
    slopeAbove += share * share;
  }
  const error =
    Number.EPSILON * (1 + 8 * rho * (above - below) + rho * Math.abs(at) * (slopeBelow + slopeAbove));
  return { f: 1 + rho * (below + above), slopeBelow: rho * slopeBelow, slopeAbove: rho * slopeAbove, error };
}

/** To the root of c + a / (δⱼ − η) + b / (δⱼ₊₁ − η), which has f's value and, pole by pole, its slopes. */
function step(shifted: Float64Array, j: number, at: number, seen: Seen, isLast: boolean): number {
  const { f, slopeBelow, slopeAbove } = seen;
  const left = shifted[j] - at;
  const a = left * left * slopeBelow;
  if (isLast) return left + a / (f - left * slopeBelow);
  const right = shifted[j + 1] - at;
  const b = right * right * slopeAbove;
  const c = f - left * slopeBelow - right * slopeAbove;
  const linear = c * (left + right) + a + b;
  const constant = left * right * f;
  const root = Math.sqrt(Math.max(0, linear * linear - 4 * c * constant));
  return linear <= 0 ? (linear - root) / (2 * c) : (2 * constant) / (linear + root);
}
