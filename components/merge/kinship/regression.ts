/** A line through points by least squares, and what it expects elsewhere. */

export interface Line {
  readonly slope: number;
  readonly intercept: number;
  /** Correlation of the points; null where they do not vary. */
  readonly correlation: number | null;
  /** Root of the mean squared distance from the line, by degrees of freedom. */
  readonly scatter: number;
}

/** Fewer tell nothing about a slope. */
const LEAST = 3;

export function lineThrough(points: readonly (readonly [x: number, y: number])[]): Line | null {
  const n = points.length;
  if (n < LEAST) return null;
  const mean = (of: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / n;
  const [meanX, meanY] = [mean(([x]) => x), mean(([, y]) => y)];
  const sum = (of: (dx: number, dy: number) => number) =>
    points.reduce((total, [x, y]) => total + of(x - meanX, y - meanY), 0);
  const [xx, xy, yy] = [sum((dx) => dx * dx), sum((dx, dy) => dx * dy), sum((_, dy) => dy * dy)];
  if (xx === 0) return null;
  const slope = xy / xx;
  return {
    slope,
    intercept: meanY - slope * meanX,
    correlation: yy === 0 ? null : xy / Math.sqrt(xx * yy),
    scatter: Math.sqrt(Math.max(0, yy - slope * xy) / (n - 2)),
  };
}
