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

/** Of one difference, which is in as many pairs as there are other models. */
export interface OwnSums {
  readonly sum: number;
  readonly squares: number;
}

export function ownSumsOf(values: Float32Array): OwnSums {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    sum += x;
    squares += x * x;
  }
  return { sum, squares };
}

/** The sums of two differences of one tensor, with those that each has by itself. */
export function sumsOf(
  left: Float32Array,
  right: Float32Array,
  { sum: a, squares: aa }: OwnSums = ownSumsOf(left),
  { sum: b, squares: bb }: OwnSums = ownSumsOf(right),
): Sums {
  let [ab, dd] = [0, 0];
  for (let i = 0; i < left.length; i++) {
    const x = left[i];
    const y = right[i];
    ab += x * y;
    dd += (x - y) * (x - y);
  }
  return { count: left.length, a, b, aa, bb, ab, dd, ...signsOf(left, right) };
}

/**
 * Of the bits alone, in a loop of its own: which way two entries move is a toss, and a processor that guesses branches would be
 * wrong half of the time.
 */
function signsOf(left: Float32Array, right: Float32Array): Pick<Sums, "both" | "agreed"> {
  const [ours, theirs] = [bitsOf(left), bitsOf(right)];
  let [both, opposed] = [0, 0];
  for (let i = 0; i < ours.length; i++) {
    const p = ours[i];
    const q = theirs[i];
    // Without its sign a number that is not zero, or its negative, has the topmost bit.
    const moved = (((p << 1) | -(p << 1)) & ((q << 1) | -(q << 1))) >>> 31;
    both = (both + moved) | 0;
    opposed = (opposed + (moved & ((p ^ q) >>> 31))) | 0;
  }
  return { both, agreed: both - opposed };
}

const bitsOf = ({ buffer, byteOffset, length }: Float32Array): Int32Array =>
  new Int32Array(buffer, byteOffset, length);

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
