/**
 * Keeps changes of values as similar to each other as their keys are (Dai et al. 2025, EAMET, section 4).
 *
 * One solve writes all facts of a batch, so facts with similar keys necessarily get similar changes. The search for δ of
 * one fact therefore depends on the earlier δᵢ. With cosines c = cos(δ, δᵢ) and κ = cos(k, kᵢ),
 *
 *     λ₁ · KL(softmax(κ / τ) ‖ softmax(c / τ))  +  λ₂ · Σ wᵢ (κᵢ − cᵢ)²
 *
 * is added to its loss. The second sum is over the facts with the most similar keys, with w = softmax(κ / τ) over them. The
 * first fact has neither term.
 */
import { dot, norm } from "../../../../tensor";
import type { OwnTerm } from "../../../shared/locate/values";

/** Facts that the second sum is over, at most. */
const NEIGHBOURS = 50;
/** The search does not start along a longer value, as in the authors' code. */
const LONGEST_START = 100;

export interface AlignmentOptions {
  /** τ. */
  readonly temperature: number;
  /** λ₁. */
  readonly divergenceFactor: number;
  /** λ₂. */
  readonly distanceFactor: number;
  /** Start at the value's direction, as long as the key; else at 0. */
  readonly startsAlong: boolean;
}

/** The terms for requests with these keys, [F] each, searched in this order. */
export function alignment(keys: readonly ArrayLike<number>[], options: AlignmentOptions): OwnTerm {
  const units = keys.map(unitOf);
  const found: Float64Array[] = []; // δᵢ / ‖δᵢ‖ of the requests before
  return {
    start(request, value) {
      const length = norm(value);
      if (!options.startsAlong || length >= LONGEST_START || length === 0)
        return new Float32Array(value.length);
      return value.map((x) => (x * norm(keys[request])) / length);
    },
    at(request, delta) {
      const gradient = new Float64Array(delta.length);
      const length = norm(delta);
      if (found.length === 0 || length === 0) return { loss: 0, gradient };
      const unitDelta = unitOf(delta);
      const wanted = found.map((_, i) => dot(units[request], units[i])); // κ
      const cosines = found.map((other) => dot(unitDelta, other)); // c
      const { loss, byCosine } = gapOf(wanted, cosines, options);
      found.forEach((other, i) => {
        for (let j = 0; j < gradient.length; j++)
          gradient[j] += (byCosine[i] * (other[j] - cosines[i] * unitDelta[j])) / length;
      });
      return { loss, gradient };
    },
    found(_request, delta) {
      found.push(unitOf(delta));
    },
  };
}

/** Both terms and their gradient by the cosines. */
function gapOf(
  wanted: readonly number[],
  cosines: readonly number[],
  { temperature, divergenceFactor, distanceFactor }: AlignmentOptions,
): { readonly loss: number; readonly byCosine: readonly number[] } {
  const scaled = (values: readonly number[]) => logSoftmax(values.map((value) => value / temperature));
  const [logP, logQ] = [scaled(wanted), scaled(cosines)];
  const byCosine = logP.map((p, i) => (divergenceFactor * (Math.exp(logQ[i]) - Math.exp(p))) / temperature);
  let loss = divergenceFactor * logP.reduce((sum, p, i) => sum + Math.exp(p) * (p - logQ[i]), 0);
  const near = [...wanted.keys()].sort((i, j) => wanted[j] - wanted[i]).slice(0, NEIGHBOURS);
  const weights = scaled(near.map((i) => wanted[i])).map(Math.exp);
  near.forEach((i, n) => {
    const gap = wanted[i] - cosines[i];
    loss += distanceFactor * weights[n] * gap ** 2;
    byCosine[i] -= 2 * distanceFactor * weights[n] * gap;
  });
  return { loss, byCosine };
}

function logSoftmax(values: readonly number[]): number[] {
  const most = Math.max(...values);
  const shift = most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
  return values.map((value) => value - shift);
}

/** A vector of length 1, or 0 where there is no direction. */
function unitOf(vector: ArrayLike<number>): Float64Array {
  const length = norm(vector);
  return Float64Array.from(vector, (value) => (length > 0 ? value / length : 0));
}
