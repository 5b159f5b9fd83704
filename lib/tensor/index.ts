/**
 * Chapter 2. Arrays, graphs of ops over them, and their derivatives. Read tensor.ts, graph.ts and op.ts, then one file of
 * ops/, then grad.ts. interpret.ts defines the meaning of every op. product.ts, cholesky.ts, eigen.ts and optimizer.ts
 * compute on the host.
 */
export {
  bfloat16ToFloat32,
  bytesOf,
  bytesPer,
  float16ToFloat32,
  float16Value,
  float32,
  float32ToBfloat16,
  float32ToFloat16,
  float64,
  floats,
  int32,
  int64,
  isTensorOf,
  numbersOf,
  scalar,
  sizeOf,
  tensor,
  zeros,
} from "./tensor";
export type { DType, Tensor, TensorBundle } from "./tensor";
export {
  NUMBER_TYPES,
  parseSafetensorsHeader,
  readSafetensors,
  safetensorsHead,
  safetensorsHeaderLength,
  writeSafetensors,
} from "./bundle";
export type { ArtifactCache, ArtifactNotes, Making, SafetensorsHeader, Samples } from "./bundle";
export { createGraph } from "./graph";
export type { Binding, Dim, Graph, Node, Program, Value } from "./graph";
export {
  add,
  cos,
  divide,
  exp,
  log,
  multiply,
  negate,
  sigmoid,
  sin,
  sqrt,
  subtract,
  tanh,
} from "./ops/arithmetic";
export { BLOCK, quantizedWeight } from "./ops/blocks";
export type { QuantizedParts, QuantizedWeight } from "./ops/blocks";
export { greater } from "./ops/compare";
export { gather, gatherFromBlocks, rowBlock, oneHot, shiftIds, toFloat } from "./ops/gather";
export { matmul } from "./ops/matmul";
export { concat, pad, reduceSum, reshape, slice, split, transpose, transposed } from "./ops/movement";
export { logSoftmax, maxLast, softmax } from "./ops/reduce";
export { relu } from "./ops/threshold";
export { top } from "./ops/top";
export { gelu, geluTanh, klDivergence, layerNorm, logProbabilityOf, rmsNorm, silu } from "./nn";
export { grad } from "./grad";
export { createPause, inStretches } from "./pause";
export { interpret } from "./interpret";
export {
  addOuterProducts,
  combineRows,
  distance,
  dot,
  lowerGram,
  lowRankNorm,
  meanOf,
  norm,
  addRidge,
  transposedData,
} from "./linalg/linalg";
export { hostProduct } from "./linalg/product";
export type { HostOptions, MatrixProduct } from "./linalg/product";
export { cholesky, solveRows } from "./linalg/cholesky";
export type { CholeskyFactor } from "./linalg/cholesky";
export { symmetricEigen } from "./linalg/eigen/eigen";
export { adam, projectOnBall, projectOnBox } from "./optimizer";
export type { Optimizer } from "./optimizer";
