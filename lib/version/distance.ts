/** How far apart two versions are in weight space, from their overlays alone: base weights are the same on both sides. */
import { deltasOf, readOverlay, type WeightDelta } from "../model";
import type { BlobStore } from "../store";
import { floats, lowRankNorm, norm } from "../tensor";

interface SignedDelta {
  readonly delta: WeightDelta;
  readonly sign: 1 | -1;
}

/** Frobenius norm of the difference of the weights under two lists of overlays, by parameter; where it is 0, absent. */
export async function distanceBetween(
  blobs: Pick<BlobStore, "get">,
  left: readonly string[],
  right: readonly string[],
): Promise<Record<string, number>> {
  // Overlays of both versions cancel exactly and are not read.
  const [onlyLeft, onlyRight] = [minus(left, right), minus(right, left)];
  const byParameter = new Map<string, SignedDelta[]>();
  for (const [addresses, sign] of [
    [onlyLeft, 1],
    [onlyRight, -1],
  ] as const) {
    for (const address of addresses) {
      for (const delta of deltasOf([readOverlay(await blobs.get(address))])) {
        byParameter.set(delta.parameter, [...(byParameter.get(delta.parameter) ?? []), { delta, sign }]);
      }
    }
  }
  const distances = [...byParameter].map(([parameter, deltas]) => [parameter, normOfSum(deltas)] as const);
  return Object.fromEntries(
    distances.filter(([, distance]) => distance > 0).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The first list without the second, counting repetitions. */
function minus(list: readonly string[], other: readonly string[]): string[] {
  const rest = [...other];
  return list.filter((address) => {
    const at = rest.indexOf(address);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

function normOfSum(deltas: readonly SignedDelta[]): number {
  if (deltas.every(({ delta }) => delta.form === "low-rank")) return lowRankNormOfSum(deltas);
  const [out, into] = sizeOf(deltas[0].delta);
  const sum = new Float64Array(out * into); // [out, in]
  for (const { delta, sign } of deltas) {
    if (delta.form === "dense") {
      floats(delta.delta).forEach((value, i) => (sum[i] += sign * value));
      continue;
    }
    const rank = delta.left.shape[1];
    const [left, right] = [floats(delta.left), floats(delta.right)];
    for (let i = 0; i < out; i++) {
      for (let r = 0; r < rank; r++) {
        const factor = sign * left[i * rank + r];
        for (let j = 0; j < into; j++) sum[i * into + j] += factor * right[r * into + j];
      }
    }
  }
  return norm(sum);
}

/** The factors of a sum are concatenated, so that the whole matrix is never formed. */
function lowRankNormOfSum(deltas: readonly SignedDelta[]): number {
  const [out, into] = sizeOf(deltas[0].delta);
  const factors = deltas.flatMap(({ delta, sign }) =>
    delta.form === "low-rank" ? [{ ...delta, sign }] : [],
  );
  const rank = factors.reduce((sum, { left }) => sum + left.shape[1], 0);
  const left = new Float64Array(out * rank); // [out, R]
  const right = new Float64Array(rank * into); // [R, in]
  let column = 0;
  for (const factor of factors) {
    const factorRank = factor.left.shape[1];
    const values = floats(factor.left);
    for (let i = 0; i < out; i++) {
      for (let r = 0; r < factorRank; r++)
        left[i * rank + column + r] = factor.sign * values[i * factorRank + r];
    }
    right.set(floats(factor.right), column * into);
    column += factorRank;
  }
  return lowRankNorm(left, right, rank);
}

function sizeOf(delta: WeightDelta): readonly [out: number, into: number] {
  if (delta.form === "low-rank") return [delta.left.shape[0], delta.right.shape[1]];
  return [delta.delta.shape[0], delta.delta.shape[1] ?? 1];
}
