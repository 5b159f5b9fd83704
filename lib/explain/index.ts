/**
 * Chapter 7. Looking inside a model: which activations an answer depends on. Read analysis.ts (the contract) and one file of
 * analyses/, then trace.ts (a measurement) and trace-program.ts (one program that measures all positions and layers).
 * circuits/ draws the graph of heads and MLPs that
 * carries an answer; read graph.ts, split-pass.ts, attribute.ts.
 */
export { checkAsked } from "./analysis";
export type { AnalysisPreflight, AnalysisQuestion, AnalysisTable, AnyAnalysis } from "./analysis";
export { ANALYSES } from "./analyses";
export type { AnalysisId, AnswerOf, ParametersOf } from "./analyses";
export { answerToken, nextLogits, readPrompt, readSubject } from "./question";
export { logitLens } from "./lens";
export type { LensCell } from "./lens";
export { embeddingSpread, traceAnswer } from "./trace";
export type { CausalTrace, TraceKind } from "./trace";
export { ATTRIBUTION_METHODS, attributeEdges } from "./circuits/attribute";
export type { PromptPair } from "./circuits/attribute";
export {
  circuitGraph,
  edgeEnds,
  edgeId,
  edgesOf,
  nameOfEdge,
  nameOfNode,
  nodesOf,
  parents,
  readerOf,
  writerOf,
} from "./circuits/graph";
export type { CircuitGraph, CircuitNode } from "./circuits/graph";
export { discoverCircuit } from "./circuits/discover";
export type { DiscoveredCircuit, DiscoveryCall } from "./circuits/discover";
export { informationFlow } from "./circuits/information-flow";
export { CIRCUIT_METRICS, logProbabilities, rankOf } from "./circuits/metric";
export { circuitLogits, withoutEdge } from "./circuits/patched";
export type { Ablation } from "./circuits/patched";
export { nodesOfEdges, pruneEdges, selectEdges } from "./circuits/select";
export type { EdgeScores, SelectionRule } from "./circuits/select";
export { sharedParts } from "./circuits/shared-parts";
