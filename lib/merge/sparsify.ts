/** Sparse changes: which entries of a change are kept. */
import { seededRandom } from "../base";

/** The largest ⌊density · size⌋ entries of a change; of equal ones the first. */
export function trimmed(delta: Float32Array, density: number): Float32Array {
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

/** Each entry kept with the probability `density`: the same ones each time, others for a change at another place. */
export function dropped(delta: Float32Array, density: number, index: number): Float32Array {
  const random = seededRandom(`thinned ${index}`);
  return delta.map((value) => (random.uniform() < density ? value : 0));
}
