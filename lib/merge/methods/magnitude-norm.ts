/** Changes are trimmed, and each entry averaged over the changes that kept it. */
import { averaged } from "../consensus";
import { defineMergeMethod } from "../method";
import { trimmed } from "./thinned";

export const magnitudeNorm = defineMergeMethod({
  id: "magnitude_norm",
  merge: ({ deltas, density }) => averaged(deltas.map((delta) => trimmed(delta, density))),
});
