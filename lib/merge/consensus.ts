/**
 * The consensus of several changes, entry by entry. `into` may be one of the changes or anything else of their length: an entry
 * is read from all of them before it is written.
 */

/** Divisors below this are taken as 1. */
const LEAST_DIVISOR = 1e-8;

/** The weighted sum, divided by the sum of the weights where that is asked for. */
export function summed(
  deltas: readonly Float32Array[],
  weights: readonly number[],
  normalize = false,
  into: Float32Array = new Float32Array(deltas[0].length),
): Float32Array {
  const total = normalize ? weights.reduce((sum, weight) => sum + weight, 0) : 1;
  const divisor = Math.abs(total) < LEAST_DIVISOR ? 1 : total;
  for (let i = 0; i < into.length; i++) {
    let sum = 0;
    for (let m = 0; m < deltas.length; m++) sum += weights[m] * deltas[m][i];
    into[i] = sum / divisor;
  }
  return into;
}

/** The mean of the changes that kept an entry. */
export function averaged(deltas: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(deltas[0].length);
  for (let i = 0; i < mean.length; i++) {
    let [sum, count] = [0, 0];
    for (const delta of deltas) {
      if (delta[i] === 0) continue;
      sum += delta[i];
      count++;
    }
    mean[i] = count === 0 ? 0 : sum / count;
  }
  return mean;
}

/**
 * Election of signs (TIES, Yadav et al. 2023): each entry takes the sign of the weighted sum, plus when it is 0, and becomes the
 * weighted sum of the changes that agree, or their weighted mean.
 */
export function elected(
  deltas: readonly Float32Array[],
  weights: readonly number[] = deltas.map(() => 1),
  normalize = true,
  into: Float32Array = new Float32Array(deltas[0].length),
): Float32Array {
  for (let i = 0; i < into.length; i++) {
    let sum = 0;
    for (let m = 0; m < deltas.length; m++) sum += weights[m] * deltas[m][i];
    const sign = sum < 0 ? -1 : 1;
    let [agreed, total] = [0, 0];
    for (let m = 0; m < deltas.length; m++) {
      const part = weights[m] * deltas[m][i];
      if (!(part * sign > 0)) continue;
      agreed += part;
      total += weights[m];
    }
    into[i] = normalize && Math.abs(total) >= LEAST_DIVISOR ? agreed / total : agreed;
  }
  return into;
}
