/** The consensus of several changes, entry by entry. All of them have the same weight, so weights cancel in a mean. */

/** The weighted sum. */
export function summed(deltas: readonly Float32Array[], weight: number): Float32Array {
  return deltas[0].map((_, i) => deltas.reduce((sum, delta) => sum + weight * delta[i], 0));
}

/** The mean of the changes that kept an entry. */
export function averaged(deltas: readonly Float32Array[]): Float32Array {
  return deltas[0].map((_, i) => meanOf(deltas, i, (value) => value !== 0));
}

/**
 * Election of signs (TIES, Yadav et al. 2023): each entry takes the sign of the sum, plus when it is 0, and becomes the mean
 * of the changes that agree.
 */
export function elected(deltas: readonly Float32Array[]): Float32Array {
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
