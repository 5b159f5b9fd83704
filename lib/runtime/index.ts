/** Chapter 3. Running a graph: the contract (runtime.ts), a program as ONNX bytes (onnx/), and the backends. */
export { emitOnnx } from "./onnx/emit";
export { createOrtRuntime } from "./ort";
export type { OrtModule, OrtOptions } from "./ort";
export { createReferenceRuntime } from "./reference";
export type { Executable, Feeds, Runtime, RuntimeKind, RuntimeLimits, WeightSource } from "./runtime";
