/** Chapter 3. Running a graph: the contract (runtime.ts), the program as ONNX bytes (onnx/), and the backends. */
export { emitOnnx } from "./onnx/emit";
export { createOrtRuntime, RUNTIME_LIMITS } from "./ort";
export type { OrtModule, OrtOptions } from "./ort";
export { createReferenceRuntime } from "./reference";
export type {
  Executable,
  Feeds,
  ReadWeight,
  Runtime,
  RuntimeKind,
  RuntimeLimits,
  WeightSource,
} from "./runtime";
