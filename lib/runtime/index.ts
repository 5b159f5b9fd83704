/** Chapter 3. Running a graph: the contract (runtime.ts), the program as ONNX bytes (onnx/), and the backends. */
export { createOrtRuntime, RUNTIME_LIMITS } from "./ort";
export type { OrtModule } from "./ort";
export { createReferenceRuntime } from "./reference";
export type { Executable, ExecuteOptions, ReadWeight, Runtime, RuntimeLimits, WeightSource } from "./runtime";
export { measureSpeed } from "./speed";
