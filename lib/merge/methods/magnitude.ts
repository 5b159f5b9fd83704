/** Changes are trimmed and added up. */
import { summed } from "../consensus";
import { defineMergeMethod } from "../method";
import { trimmed } from "./thinned";

export const magnitude = defineMergeMethod({
  id: "magnitude",
  merge: ({ deltas, density, weight }) =>
    summed(
      deltas.map((delta) => trimmed(delta, density)),
      deltas.map(() => weight),
    ),
});
