/**
 * Changes of one weight made into one, as WISE merges its side memories (Wang et al. 2024, §3.2, with the algorithms of its
 * code). Every one of the n changes has the weight w/n. Trimming keeps the largest ⌊density · size⌋ entries of a change.
 *
 * Election (TIES, Yadav et al. 2023): each entry takes the sign of the weighted sum, plus when it is 0, and becomes the
 * weighted mean of the changes that agree.
 */
import { seededRandom } from "../../base";
import { dot, norm } from "../../tensor";

export interface MergeSettings {
  readonly algorithm: MergeAlgorithm;
  readonly density: number;
  readonly weight: number;
}

interface MergeCall {
  readonly deltas: readonly Float32Array[];
  readonly density: number;
  /** Of each change. */
  readonly weight: number;
  /** The weight before any change. */
  readonly origin: () => Float32Array;
}

const ALGORITHMS = {
  /** Trimmed and elected. */
  ties: ({ deltas, density }: MergeCall) => elected(deltas.map((delta) => trimmed(delta, density))),
  /** Trimmed and added up. */
  magnitude: ({ deltas, density, weight }: MergeCall) =>
    summed(
      deltas.map((delta) => trimmed(delta, density)),
      weight,
    ),
  /** Trimmed, and averaged over the changes that kept an entry. */
  magnitude_norm: ({ deltas, density }: MergeCall) =>
    averaged(deltas.map((delta) => trimmed(delta, density))),
  /** Elected without trimming. */
  sign: ({ deltas }: MergeCall) => elected(deltas),
  /** Thinned at random and scaled up, then elected (DARE, Yu et al. 2024). */
  dare_ties: ({ deltas, density }: MergeCall) =>
    elected(deltas.map((delta, i) => thinned(delta, density, i).map((value) => value / density))),
  /** Thinned at random and added up; the published code does not scale here. */
  dare_linear: ({ deltas, density, weight }: MergeCall) =>
    summed(
      deltas.map((delta, i) => thinned(delta, density, i)),
      weight,
    ),
  /** The first change alone, times its weight: what the published code does under this name. */
  linear: ({ deltas: [first], weight }: MergeCall) => first.map((value) => weight * value),
  /** From the original weight to the first change alone, along the arc between the two, its weight of the way. */
  slerp: ({ deltas: [first], weight, origin }: MergeCall) => alongArc(origin(), first, weight),
} as const satisfies Readonly<Record<string, (call: MergeCall) => Float32Array>>;

export type MergeAlgorithm = keyof typeof ALGORITHMS;
export const MERGE_ALGORITHMS = Object.keys(ALGORITHMS) as MergeAlgorithm[];

/** Whether an algorithm looks at the weight before any change. */
export const needsOrigin = (algorithm: MergeAlgorithm): boolean => algorithm === "slerp";

/** One change [out, in] from several. `origin` is asked for by an algorithm that needs it. */
export function mergeDeltas(
  deltas: readonly Float32Array[],
  { algorithm, density, weight }: MergeSettings,
  origin: () => Float32Array,
): Float32Array {
  return ALGORITHMS[algorithm]({ deltas, density, weight: weight / deltas.length, origin });
}

/** Cosine from which on an arc is as good as its chord. */
const PARALLEL = 0.9995;

/**
 * Spherical interpolation of the weights W and W + δ as vectors (Shoemake 1985), a share t of the angle θ between them:
 *
 *     (sin((1 − t) θ) W + sin(t θ) (W + δ)) / sin θ − W
 */
function alongArc(origin: Float32Array, delta: Float32Array, t: number): Float32Array {
  const changed = origin.map((value, i) => value + delta[i]);
  const cosine = dot(origin, changed) / (norm(origin) * norm(changed));
  // Also where one of them is zero: there is no angle.
  if (!(Math.abs(cosine) <= PARALLEL)) return delta.map((value) => t * value);
  const angle = Math.acos(cosine);
  const [before, after] = [(1 - t) * angle, t * angle].map((part) => Math.sin(part) / Math.sin(angle));
  return origin.map((value, i) => before * value + after * changed[i] - value);
}

function trimmed(delta: Float32Array, density: number): Float32Array {
  const kept = Math.floor(density * delta.length);
  if (kept === 0) return new Float32Array(delta.length);
  const sizes = delta.map(Math.abs).sort(); // smallest first
  const least = sizes[sizes.length - kept];
  let equal = kept - (sizes.length - firstAbove(sizes, least)); // how many of the threshold's own size still fit
  return delta.map((value) => {
    const size = Math.abs(value);
    return size > least || (size === least && equal-- > 0) ? value : 0;
  });
}

/** Index of the first of ascending values that is above a limit. */
function firstAbove(ascending: Float32Array, limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

function thinned(delta: Float32Array, density: number, index: number): Float32Array {
  const random = seededRandom(`thinned ${index}`);
  return delta.map((value) => (random.uniform() < density ? value : 0));
}

function summed(deltas: readonly Float32Array[], weight: number): Float32Array {
  return deltas[0].map((_, i) => deltas.reduce((sum, delta) => sum + weight * delta[i], 0));
}

/** All changes weigh the same, so their weights cancel in a mean. */
function averaged(deltas: readonly Float32Array[]): Float32Array {
  return deltas[0].map((_, i) => meanOf(deltas, i, (value) => value !== 0));
}

function elected(deltas: readonly Float32Array[]): Float32Array {
  return deltas[0].map((_, i) => {
    const sign = deltas.reduce((sum, delta) => sum + delta[i], 0) < 0 ? -1 : 1;
    return meanOf(deltas, i, (value) => value * sign > 0);
  });
}

function meanOf(deltas: readonly Float32Array[], i: number, counts: (value: number) => boolean): number {
  let [sum, count] = [0, 0];
  for (const delta of deltas) {
    if (!counts(delta[i])) continue;
    sum += delta[i];
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
