/**
 * Chapter 2. Arrays, graphs of ops over them, and their derivatives. Read tensor.ts, graph.ts and op.ts, then one file of
 * ops/, then grad.ts; interpret.ts is the meaning of it all. linalg.ts and optimizer.ts work on the host.
 */
export {
  bfloat16ToFloat32,
  bytesOf,
  float16ToFloat32,
  float32,
  floats,
  fromBytes,
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
  SAFETENSORS_BYTES,
  parseSafetensorsHeader,
  readSafetensors,
  safetensorsHeaderLength,
  writeSafetensors,
} from "./bundle";
export type { ArtifactCache, SafetensorsEntry, SafetensorsHeader } from "./bundle";
export { createGraph } from "./graph";
export type { Binding, Dim, Graph, Node, Parameter, Program, Value, ValueType } from "./graph";
export type { OnnxForm, Op, OpExample, Vjp } from "./op";
export { OPS } from "./ops";
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
export { gather, oneHot, toFloat } from "./ops/gather";
export { matmul } from "./ops/matmul";
export {
  addDims,
  concat,
  expandLike,
  reduceSum,
  reshape,
  slice,
  split,
  transpose,
  transposed,
} from "./ops/movement";
export { logSoftmax, meanLast, softmax } from "./ops/reduce";
export { geluTanh, klDivergence, layerNorm, logProbabilityOf, rmsNorm, silu } from "./nn";
export { grad } from "./grad";
export { interpret } from "./interpret";
export { cholesky, dot, lowRankNorm, meanOf, norm } from "./linalg";
export type { CholeskyFactor } from "./linalg";
export { adam, projectOnBall, projectOnBox } from "./optimizer";
export type { AdamOptions, Optimizer } from "./optimizer";
