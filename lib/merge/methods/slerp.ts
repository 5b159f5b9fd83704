/**
 * Spherical interpolation of the weights W and W + δ as vectors (Shoemake 1985), a share t of the angle θ between them:
 *
 *     (sin((1 − t) θ) W + sin(t θ) (W + δ)) / sin θ − W
 *
 * It knows two ends, so of several changes it takes the first; t is that change's weight.
 */
import { dot, norm } from "../../tensor";
import { defineMergeMethod } from "../method";

/** Cosine from which on an arc is as good as its chord. */
const PARALLEL = 0.9995;

export const slerp = defineMergeMethod({
  id: "slerp",
  needsBase: true,
  merge({ deltas: [delta], weight: t, base }) {
    const start = base();
    const end = start.map((value, i) => value + delta[i]);
    const cosine = dot(start, end) / (norm(start) * norm(end));
    // Also where one of them is zero: there is no angle.
    if (!(Math.abs(cosine) <= PARALLEL)) return delta.map((value) => t * value);
    const angle = Math.acos(cosine);
    const [before, after] = [(1 - t) * angle, t * angle].map((part) => Math.sin(part) / Math.sin(angle));
    return start.map((value, i) => before * value + after * end[i] - value);
  },
});
