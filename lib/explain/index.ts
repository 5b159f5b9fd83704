/**
 * Chapter 7. Looking inside: which activations an answer depends on. Read trace.ts (what is measured), then
 * trace-program.ts (how one program measures it everywhere).
 */
export { embeddingSpread, traceAnswer, traceQuestion } from "./trace";
export type { CausalTrace, TraceKind } from "./trace";
