/** Every numerical tolerance of the tests, with its reason. A value passes within absolute + relative · |expected|. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

export const TOLERANCE = {
  /** One float32 op against the reference interpreter, which sums in float64. */
  op: { relative: 1e-5, absolute: 1e-6 },
  /** A gradient against central differences with step 1e-2: their own error is step² · f‴ / 6. */
  gradient: { relative: 2e-3, absolute: 2e-4 },
  /** One program on two backends, or two programs that order the same sums differently. */
  backend: { relative: 1e-4, absolute: 1e-4 },
  /** Numbers that a test states in float64 against float32 results. */
  stated: { relative: 1e-5, absolute: 1e-6 },
} as const satisfies Readonly<Record<string, Tolerance>>;
