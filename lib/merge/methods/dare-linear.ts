/** DARE (Yu et al. 2024) without election: entries are dropped at random and the rest added up. WISE's code does not scale. */
import { summed } from "../consensus";
import { defineMergeMethod } from "../method";
import { dropped } from "./thinned";

export const dareLinear = defineMergeMethod({
  id: "dare_linear",
  merge: ({ deltas, density, weight }) =>
    summed(
      deltas.map((delta, i) => dropped(delta, density, i)),
      deltas.map(() => weight),
    ),
});
