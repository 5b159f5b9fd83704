/** The merge methods. To add one: a file here, and a line in this list. */
import { defineCatalog } from "../../base";
import type { MergeMethod } from "../method";
import { dareLinear } from "./dare-linear";
import { dareTies } from "./dare-ties";
import { linear } from "./linear";
import { magnitude } from "./magnitude";
import { magnitudeNorm } from "./magnitude-norm";
import { sign } from "./sign";
import { slerp } from "./slerp";
import { ties } from "./ties";

export const MERGE_METHODS = defineCatalog<MergeMethod>("merge method", [
  ties,
  magnitude,
  magnitudeNorm,
  sign,
  dareTies,
  dareLinear,
  linear,
  slerp,
]);
