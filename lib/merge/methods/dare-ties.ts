/** DARE (Yu et al. 2024) with the election of TIES: entries are dropped at random and the others scaled up by 1/density. */
import { elected } from "../consensus";
import { defineMergeMethod } from "../method";
import { dropped } from "./thinned";

export const dareTies = defineMergeMethod({
  id: "dare_ties",
  merge: ({ deltas, density }) =>
    elected(deltas.map((delta, i) => dropped(delta, density, i).map((value) => value / density))),
});
