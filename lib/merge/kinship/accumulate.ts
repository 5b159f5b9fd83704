/**
 * Kinship in one pass: sums of two differences from which every metric follows, in float64. Sums of tensors add up to those of
 * layers, kinds of modules and the whole model.
 */
import type { KinshipNumbers } from "./report";

export interface Sums {
  readonly count: number;
  readonly a: number;
  readonly b: number;
  readonly aa: number;
  readonly bb: number;
  readonly ab: number;
  /** Σ(a−b)², by itself: the other sums cancel between near models. */
  readonly dd: number;
  /** Places that both changed, and those that they moved the same way. */
  readonly both: number;
  readonly agreed: number;
  /** Places among the largest of each, and of both; absent where they were not counted. */
  readonly top?: { readonly either: number; readonly shared: number };
}

export const NO_SUMS: Sums = { count: 0, a: 0, b: 0, aa: 0, bb: 0, ab: 0, dd: 0, both: 0, agreed: 0 };

/** The sums of two differences of one tensor. */
export function sumsOf(left: Float32Array, right: Float32Array): Sums {
  let [a, b, aa, bb, ab, dd, both, agreed] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < left.length; i++) {
    const [x, y] = [left[i], right[i]];
    a += x;
    b += y;
    aa += x * x;
    bb += y * y;
    const xy = x * y;
    ab += xy;
    dd += (x - y) * (x - y);
    if (xy !== 0) {
      both++;
      if (xy > 0) agreed++;
    }
  }
  return { count: left.length, a, b, aa, bb, ab, dd, both, agreed };
}

export function addSums(left: Sums, right: Sums): Sums {
  const top =
    left.top || right.top
      ? {
          either: (left.top?.either ?? 0) + (right.top?.either ?? 0),
          shared: (left.top?.shared ?? 0) + (right.top?.shared ?? 0),
        }
      : undefined;
  return {
    count: left.count + right.count,
    a: left.a + right.a,
    b: left.b + right.b,
    aa: left.aa + right.aa,
    bb: left.bb + right.bb,
    ab: left.ab + right.ab,
    dd: left.dd + right.dd,
    both: left.both + right.both,
    agreed: left.agreed + right.agreed,
    ...(top && { top }),
  };
}

/** The metrics of some sums. */
export function numbersOf({ count, a, b, aa, bb, ab, dd, both, agreed, top }: Sums): KinshipNumbers {
  const spread = (count * aa - a * a) * (count * bb - b * b);
  const lengths = aa * bb;
  return {
    elements: count,
    pcc: spread > 0 ? (count * ab - a * b) / Math.sqrt(spread) : null,
    cosine: lengths > 0 ? ab / Math.sqrt(lengths) : null,
    distance: Math.sqrt(dd),
    signAgreement: both > 0 ? agreed / both : null,
    ...(top && { overlap: top.either > 0 ? top.shared / top.either : null }),
  };
}
