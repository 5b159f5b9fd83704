/** Vectors inside a tensor: sums along one of its axes, in float64. */

/** A tensor seen as vectors: `count` of them, their entries `stride` apart. */
export interface Vectors {
  readonly count: number;
  readonly length: number;
  start(vector: number): number;
  readonly stride: number;
}

/** The whole tensor as one vector. */
export function whole(size: number): Vectors {
  return { count: 1, length: size, start: () => 0, stride: 1 };
}

/** Along the last axis; a tensor of one axis is one vector. */
export function rows(size: number, shape: readonly number[]): Vectors {
  const length = shape.at(-1) ?? size;
  return { count: size / length, length, start: (vector) => vector * length, stride: 1 };
}

/** Along the first axis. */
export function columns(size: number, shape: readonly number[]): Vectors {
  const length = shape[0] ?? size;
  const stride = size / length;
  return { count: stride, length, start: (vector) => vector, stride };
}

/** Σ a·b of one vector. */
export function product(a: Float32Array, b: Float32Array, vectors: Vectors, vector = 0): number {
  let sum = 0;
  let at = vectors.start(vector);
  for (let k = 0; k < vectors.length; k++, at += vectors.stride) sum += a[at] * b[at];
  return sum;
}

/** The length of one vector. */
export function lengthOf(a: Float32Array, vectors: Vectors, vector = 0): number {
  return Math.sqrt(product(a, a, vectors, vector));
}

/** left·a + right·b of one vector, into `a`. */
export function blend(
  a: Float32Array,
  b: Float32Array,
  left: number,
  right: number,
  vectors: Vectors,
  vector = 0,
): void {
  let at = vectors.start(vector);
  for (let k = 0; k < vectors.length; k++, at += vectors.stride) a[at] = left * a[at] + right * b[at];
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
