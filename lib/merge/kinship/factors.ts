/**
 * Kinship of changes that are low-rank, from their factors: ⟨L₁R₁, L₂R₂⟩ is the sum of (L₁ᵀL₂) times (R₁R₂ᵀ), entry by entry, and
 * the sum of all entries of LR is (Σ rows of L)·(Σ columns of R). No change is made whole. Signs and ranks of entries need the
 * entries, so they are not counted here.
 */
import { numbersOf, type Sums } from "./accumulate";
import type { KinshipNumbers } from "./report";

/** left [out, R] · right [R, in] */
export interface Factors {
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly rank: number;
}

/** Changes of one weight: the sum of some factors. */
type Change = readonly Factors[];

/** The metrics that follow from products. Changes are by weight; a weight that one of them leaves alone is nothing there. */
export function factorKinship(
  weights: readonly { readonly size: number; readonly left: Change; readonly right: Change }[],
): Omit<KinshipNumbers, "signAgreement" | "overlap"> & { readonly norms: readonly [number, number] } {
  const total = { count: 0, a: 0, b: 0, aa: 0, bb: 0, ab: 0 };
  for (const { size, left, right } of weights) {
    total.count += size;
    total.a += sumOf(left);
    total.b += sumOf(right);
    total.aa += innerProduct(left, left);
    total.bb += innerProduct(right, right);
    total.ab += innerProduct(left, right);
  }
  const dd = Math.max(0, total.aa + total.bb - 2 * total.ab);
  const sums: Sums = { ...total, dd, both: 0, agreed: 0 };
  const { elements, pcc, cosine, distance } = numbersOf(sums);
  return { elements, pcc, cosine, distance, norms: [Math.sqrt(total.aa), Math.sqrt(total.bb)] };
}

function innerProduct(a: Change, b: Change): number {
  let sum = 0;
  for (const one of a) for (const other of b) sum += productOf(one, other);
  return sum;
}

function productOf(a: Factors, b: Factors): number {
  const [rows, columns] = [a.left.length / a.rank, a.right.length / a.rank];
  let sum = 0;
  for (let r = 0; r < a.rank; r++) {
    for (let s = 0; s < b.rank; s++) {
      let [left, right] = [0, 0];
      for (let i = 0; i < rows; i++) left += a.left[i * a.rank + r] * b.left[i * b.rank + s];
      for (let j = 0; j < columns; j++) right += a.right[r * columns + j] * b.right[s * columns + j];
      sum += left * right;
    }
  }
  return sum;
}

function sumOf(change: Change): number {
  let sum = 0;
  for (const { left, right, rank } of change) {
    const [rows, columns] = [left.length / rank, right.length / rank];
    for (let r = 0; r < rank; r++) {
      let [down, across] = [0, 0];
      for (let i = 0; i < rows; i++) down += left[i * rank + r];
      for (let j = 0; j < columns; j++) across += right[r * columns + j];
      sum += down * across;
    }
  }
  return sum;
}
