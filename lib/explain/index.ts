/**
 * Chapter 7. Looking inside a model: which activations an answer depends on. Read trace.ts (the measurement), then
 * trace-program.ts (one program that measures all positions and layers).
 */
export { embeddingSpread, traceAnswer, traceQuestion } from "./trace";
export type { CausalTrace, TraceKind } from "./trace";
