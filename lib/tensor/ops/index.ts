/** Every op. What is listed here is tested by the conformance suite, differentiated and emitted. */
import { defineCatalog } from "../../base";
import type { Op } from "../op";
import {
  addOp,
  cosOp,
  divideOp,
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
import { equalOp, gatherOp, toFloatOp } from "./gather";
import { matmulOp } from "./matmul";
import {
  concatOp,
  expandOp,
  padOp,
  reduceSumOp,
  reshapeOp,
  shapeOp,
  sliceOp,
  sliceToOp,
  transposeOp,
} from "./movement";
import { logSoftmaxOp, reduceMeanOp, softmaxOp } from "./reduce";

export const OPS = defineCatalog("op", [
  addOp,
  concatOp,
  cosOp,
  divideOp,
  equalOp,
  expandOp,
  expOp,
  gatherOp,
  logOp,
  logSoftmaxOp,
  matmulOp,
  multiplyOp,
  negateOp,
  padOp,
  reduceMeanOp,
  reduceSumOp,
  reshapeOp,
  shapeOp,
  sigmoidOp,
  sinOp,
  sliceOp,
  sliceToOp,
  softmaxOp,
  sqrtOp,
  subtractOp,
  tanhOp,
  toFloatOp,
  transposeOp,
] as readonly unknown[] as readonly Op<never>[]);
