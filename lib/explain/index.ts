/**
 * Chapter 7. Looking inside a model: which activations an answer depends on. Read analysis.ts (the contract) and one file of
 * analyses/, then trace.ts (a measurement) and trace-program.ts (one program that measures all positions and layers).
 * circuits/ draws the graph of heads and MLPs that carries an answer; read graph.ts, pass/split-pass.ts, attribute.ts, and
 * evaluation/ for how well a circuit stands for the model. neurons/ finds the neurons that carry an answer, and what a
 * neuron is.
 */
export { checkAsked } from "./analysis";
export type {
  AnalysisFact,
  AnalysisPreflight,
  AnalysisQuestion,
  AnalysisTable,
  AnyAnalysis,
} from "./analysis";
export { ANALYSES } from "./analyses";
export type { AnalysisId, AnswerOf, ParametersOf } from "./analyses";
export { answerToken, nextLogits, readPrompt, readSubject } from "./question";
export { logitLens } from "./lenses/logit-lens";
export type { LensCell } from "./lenses/logit-lens";
export { earlyLogits } from "./lenses/early-logits";
export { importLens, writeJacobianLens } from "./lenses/jacobian-file";
export { jacobianLens } from "./lenses/jacobian-lens";
export type { JacobianFit } from "./lenses/jacobian-lens";
export { attributeLogits } from "./lenses/attribution";
export { describeHeads } from "./heads";
export { ablationsOf, patchedLogits, readParts } from "./patch";
export type { PartAblation } from "./patch";
export { readComponents, readPattern } from "./components";
export { embeddingSpread, severedTrace, traceAnswer } from "./trace";
export type { CausalTrace, SeveredPart, TraceKind } from "./trace";
export { averageTraces, proposedLayer, ROLES } from "./trace-roles";
export type { TracedCase } from "./trace-roles";
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
export { circuitCurve, curveAreas, CURVE_SHARES } from "./circuits/evaluation/curve";
export type { CircuitCurve, CurvePoint } from "./circuits/evaluation/curve";
export { edgeWorths, evaluateCircuits, saidWithout } from "./circuits/evaluation/evaluate";
export type {
  CircuitEvaluation,
  CircuitScore,
  EvaluationSettings,
  Said,
} from "./circuits/evaluation/evaluate";
export { circuitOverlap, overlapOf } from "./circuits/evaluation/overlap";
export type { CircuitOverlap, Overlap } from "./circuits/evaluation/overlap";
export { randomCircuit } from "./circuits/evaluation/random-circuit";
export { informationFlow } from "./circuits/information-flow";
export { CIRCUIT_METRICS, logProbabilities, rankOf } from "./circuits/metric";
export { circuitLogits, withoutEdge } from "./circuits/pass/patched";
export type { Ablation } from "./circuits/pass/patched";
export { nodesOfEdges, pruneEdges, selectEdges } from "./circuits/select";
export type { EdgeScores, SelectionRule } from "./circuits/select";
export { sharedParts } from "./circuits/shared-parts";
export { attributeNeurons } from "./neurons/attribute";
export type { NeuronSite } from "./neurons/attribute";
export { profileNeurons } from "./neurons/browse";
export type { NeuronProfile } from "./neurons/browse";
export { answerProbabilities, changeAnswers, randomNeurons, scaledNeurons } from "./neurons/change";
export type { AskedRow, ChangedAnswer } from "./neurons/change";
export { neuronsAbove, neuronsOften } from "./neurons/choose";
export type { ChosenNeuron, Neuron, NeuronsAbove } from "./neurons/choose";
export { probeLayers, wilson } from "./probes/linear-probe";
export type { ProbedLayers, ProbeExample } from "./probes/linear-probe";
export { fitProbe, probeLogits } from "./probes/logistic";
export type { LinearProbe } from "./probes/logistic";
export { readStates } from "./probes/states";
export { relationMap } from "./probes/relation-map";
export type { RelationFact, RelationMap } from "./probes/relation-map";
export { probeTruth, rocArea } from "./probes/truth-probe";
export type { Statement, TruthProbe } from "./probes/truth-probe";
export { chooseEdges, meanScores, scoreEdges } from "./circuits/find-circuits";
export { layerShares } from "./circuits/evaluation/relation";
export { pairFacts, readFacts } from "./facts";
export type { ReadFact } from "./facts";
