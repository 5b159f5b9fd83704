/** The election of signs of TIES without its trimming. */
import { elected } from "../consensus";
import { defineMergeMethod } from "../method";

export const sign = defineMergeMethod({ id: "sign", merge: ({ deltas }) => elected(deltas) });
