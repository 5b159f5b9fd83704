/** What a parity run found: one line a quantity, with the largest deviation and the tolerance it was held to. */
export interface Check {
  /** "rome / case 3", "forward". */
  readonly case: string;
  readonly quantity: string;
  /** In the quantity's own measure; see `unit`. */
  readonly deviation: number;
  readonly tolerance: number;
  readonly unit: string;
  readonly passed: boolean;
}

export function check(
  where: string,
  quantity: string,
  deviation: number,
  tolerance: number,
  unit: string,
): Check {
  return { case: where, quantity, deviation, tolerance, unit, passed: deviation <= tolerance };
}

/** Values of a fixture: base64 of little-endian float32. */
export function decodeFloats(base64: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  return new Float32Array(bytes.buffer);
}

export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [product, normA, normB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i] * b[i];
    normA += a[i] * a[i];
    normB += b[i] * b[i];
  }
  return product / Math.sqrt(normA * normB);
}
