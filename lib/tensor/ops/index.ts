/** Every op. Listed ops are tested by the conformance suite, differentiated and emitted. */
import { defineCatalog } from "../../base";
import type { Op } from "../op";
import {
  addOp,
  cosOp,
  divideOp,
  erfOp,
  expOp,
  logOp,
  multiplyOp,
  negateOp,
  sigmoidOp,
  sinOp,
  sqrtOp,
  subtractOp,
  tanhOp,
} from "./arithmetic";
import { gatherBlocksOp, matmulBlocksOp } from "./blocks";
import { equalOp, greaterOp } from "./compare";
import { boolToFloatOp, clampIdsOp, gatherOp, intToFloatOp, shiftIdsOp } from "./gather";
import { matmulOp } from "./matmul";
import {
  concatOp,
  expandOp,
  padOp,
  reduceSumOp,
  reshapeOp,
  reshapeToOp,
  shapeOp,
  sliceOp,
  sliceToOp,
  transposeOp,
} from "./movement";
import { logSoftmaxOp, reduceMaxOp, reduceMeanOp, softmaxOp } from "./reduce";
import { isNonNegativeOp, reluOp } from "./threshold";
import { topOp } from "./top";

export const OPS = defineCatalog("op", [
  addOp,
  boolToFloatOp,
  clampIdsOp,
  concatOp,
  cosOp,
  divideOp,
  equalOp,
  erfOp,
  expandOp,
  expOp,
  gatherBlocksOp,
  gatherOp,
  greaterOp,
  intToFloatOp,
  isNonNegativeOp,
  logOp,
  logSoftmaxOp,
  matmulBlocksOp,
  matmulOp,
  multiplyOp,
  negateOp,
  padOp,
  reduceMaxOp,
  reduceMeanOp,
  reduceSumOp,
  reluOp,
  reshapeOp,
  reshapeToOp,
  shapeOp,
  shiftIdsOp,
  sigmoidOp,
  sinOp,
  sliceOp,
  sliceToOp,
  softmaxOp,
  sqrtOp,
  subtractOp,
  tanhOp,
  topOp,
  transposeOp,
] as readonly unknown[] as readonly Op<never>[]);
