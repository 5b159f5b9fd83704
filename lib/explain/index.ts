/**
 * Chapter 7. Looking inside: which activations an answer depends on. Read trace.ts (what is measured), then
 * trace-program.ts (how one program measures it everywhere).
 */
export { embeddingSpread, INDIRECT_SITES, traceAnswer, traceQuestion } from "./trace";
export type { CausalTrace, TraceCall, TraceKind, TraceQuestion } from "./trace";
