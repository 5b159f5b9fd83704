/** Changes are added up. */
import { summed } from "../consensus";
import { defineMergeMethod } from "../method";

export const linear = defineMergeMethod({
  id: "linear",
  merge: ({ deltas, weight }) =>
    summed(
      deltas,
      deltas.map(() => weight),
    ),
});
