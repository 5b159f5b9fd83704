/** How being right depends on popularity: a logistic curve over log₁₀, and where two of them cross. */

/** P(right) = 1 ÷ (1 + exp(−(intercept + slope · x))). */
export interface Logistic {
  readonly intercept: number;
  readonly slope: number;
}

export interface Point {
  readonly x: number;
  readonly isRight: boolean;
}

/** Keeps the curve finite where everything is right, or where the classes part. */
const PENALTY = 1e-2;
const STEPS = 50;

/** The likeliest curve, by Newton's steps with a small quadratic penalty on both numbers. */
export function fitLogistic(points: readonly Point[]): Logistic {
  let [intercept, slope] = [0, 0];
  for (let step = 0; step < STEPS; step++) {
    let [g0, g1] = [-PENALTY * intercept, -PENALTY * slope];
    let [h00, h01, h11] = [PENALTY, 0, PENALTY];
    for (const { x, isRight } of points) {
      const p = rightAt({ intercept, slope }, x);
      const [gap, weight] = [(isRight ? 1 : 0) - p, p * (1 - p)];
      g0 += gap;
      g1 += gap * x;
      h00 += weight;
      h01 += weight * x;
      h11 += weight * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    const [d0, d1] = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
    intercept += d0;
    slope += d1;
    if (Math.abs(d0) + Math.abs(d1) < 1e-12) break;
  }
  return { intercept, slope };
}

export function rightAt({ intercept, slope }: Logistic, x: number): number {
  return 1 / (1 + Math.exp(-(intercept + slope * x)));
}

/** Where two curves are equal; null where they are parallel. */
export function crossing(one: Logistic, other: Logistic): number | null {
  const across = one.slope - other.slope;
  return Math.abs(across) < 1e-9 ? null : (other.intercept - one.intercept) / across;
}
