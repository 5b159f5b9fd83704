/** TIES (Yadav et al. 2023): changes are trimmed, and signs elected among what is left. */
import { elected } from "../consensus";
import { defineMergeMethod } from "../method";
import { trimmed } from "./thinned";

export const ties = defineMergeMethod({
  id: "ties",
  merge: ({ deltas, density }) => elected(deltas.map((delta) => trimmed(delta, density))),
});
