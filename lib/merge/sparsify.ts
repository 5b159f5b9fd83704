/**
 * Sparse changes: which entries of a change are kept. Functions write into the change that they are given. The size of an entry
 * is found in the bits of its float: without their sign, floats are in the order of their bits, so that two counts of bits find
 * any rank in a few passes, without a sorted copy.
 */
import type { Random } from "../base";

const LOW_BITS = 16;
const LOW = 2 ** LOW_BITS;

/** Keeps the largest entries by size; of equal ones the first. */
export function keepLargest(delta: Float32Array, count: number): Float32Array {
  if (count >= delta.length) return delta;
  if (count <= 0) return delta.fill(0);
  const { size, equal } = largest(delta, count);
  let left = equal;
  for (let i = 0; i < delta.length; i++) {
    const own = Math.abs(delta[i]);
    if (own > size || (own === size && left-- > 0)) continue;
    delta[i] = 0;
  }
  return delta;
}

/** Takes away the largest entries by size; of equal ones the last, as if the others were kept first. */
export function dropLargest(delta: Float32Array, count: number): Float32Array {
  if (count <= 0) return delta;
  if (count >= delta.length) return delta.fill(0);
  const { size, equal } = largest(delta, count);
  let left = equal;
  for (let i = delta.length - 1; i >= 0; i--) {
    const own = Math.abs(delta[i]);
    if (own > size || (own === size && left-- > 0)) delta[i] = 0;
  }
  return delta;
}

/** Size of the last of the `count` largest entries, and how many entries of just this size are among them. */
function largest(values: Float32Array, count: number): { readonly size: number; readonly equal: number } {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const high = new Uint32Array(LOW);
  for (let i = 0; i < bits.length; i++) high[(bits[i] & 0x7fffffff) >>> LOW_BITS]++;
  const upper = fromAbove(high, count);
  const low = new Uint32Array(LOW);
  for (let i = 0; i < bits.length; i++) {
    if ((bits[i] & 0x7fffffff) >>> LOW_BITS === upper.bin) low[bits[i] & (LOW - 1)]++;
  }
  const lower = fromAbove(low, upper.left);
  const size = new Float32Array(Uint32Array.of(upper.bin * LOW + lower.bin).buffer)[0];
  return { size, equal: lower.left };
}

/** The bin in which the `count`-th entry from above lies, and how many of that bin are needed. */
function fromAbove(bins: Uint32Array, count: number): { readonly bin: number; readonly left: number } {
  let left = count;
  let bin = bins.length - 1;
  while (bin > 0 && bins[bin] < left) left -= bins[bin--];
  return { bin, left };
}

/** Keeps each entry with a probability, one for all or one for each. */
export function dropAtRandom(delta: Float32Array, keep: number | Float32Array, random: Random): Float32Array {
  for (let i = 0; i < delta.length; i++) {
    if (!(random.uniform() < (typeof keep === "number" ? keep : keep[i]))) delta[i] = 0;
  }
  return delta;
}

/**
 * DELLA's probabilities (Deep et al. 2024): along the last axis they rise with the rank of an entry by size, from density − ε to
 * density + ε. A row of one has the density.
 */
export function rankedProbabilities(
  delta: Float32Array,
  rowLength: number,
  density: number,
  epsilon: number,
): Float32Array {
  const keep = new Float32Array(delta.length);
  const order = Uint32Array.from({ length: rowLength }, (_, i) => i);
  for (let start = 0; start < delta.length; start += rowLength) {
    for (let i = 0; i < rowLength; i++) order[i] = i;
    order.sort((a, b) => Math.abs(delta[start + a]) - Math.abs(delta[start + b]) || a - b);
    for (let rank = 0; rank < rowLength; rank++) {
      const share = rowLength === 1 ? 0.5 : rank / (rowLength - 1);
      keep[start + order[rank]] = density - epsilon + 2 * epsilon * share;
    }
  }
  return keep;
}

/** How a change that lost entries is scaled. */
export type Rescale = "l1" | "inverse-density" | "none";

const LEAST_SUM = 1e-7;

/** The sum of sizes. */
export function sizeSum(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]);
  return sum;
}

/** Scales what is left of a change: to its former sum of sizes, or by 1/density. */
export function rescaled(
  delta: Float32Array,
  kind: Rescale,
  { before, density }: { readonly before: number; readonly density: number },
): Float32Array {
  let factor = 1;
  if (kind === "inverse-density") factor = 1 / density;
  if (kind === "l1") {
    const after = sizeSum(delta);
    if (before >= LEAST_SUM && after >= LEAST_SUM) factor = before / after;
  }
  if (factor !== 1) for (let i = 0; i < delta.length; i++) delta[i] *= factor;
  return delta;
}

/** Entries that are not zero. */
export function sizeOfSupport(delta: Float32Array): number {
  let count = 0;
  for (let i = 0; i < delta.length; i++) if (delta[i] !== 0) count++;
  return count;
}
