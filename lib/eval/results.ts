/**
 * Everything that reads results without a model: the list of metrics, comparisons and the balance. Pages import this door,
 * because the index of the chapter brings the models with it.
 */
export { balanceOf, bestOf, GOALS } from "./judgement/balance";
export { fateOf } from "./judgement/fates";
export { isEnough, outcomeOf, tallyOf } from "./judgement/outcome";
export type { Outcome, Tally } from "./judgement/outcome";
export { usualChangeOf } from "./judgement/usual-change";
export { rank } from "./judgement/ranking";
export type { Ranking } from "./judgement/ranking";
export { MEASURES } from "./factuality/measures";
export { rightAt } from "./factuality/popularity";
export { compareFactuality, factualityReport } from "./factuality/report";
export type { FactualityReport, Part as FactualityPart } from "./factuality/report";
export { METRICS } from "./metrics";
export {
  caseOf,
  CONSEQUENCES,
  isComparedWithBase,
  isDisputed,
  isLeftOpen,
  isMiss,
  MAY_CHANGE,
  NEIGHBOURS,
  OWN_PROMPT,
  PROBE_GROUPS,
  REPHRASES,
} from "./metrics/probe-groups";
export { answerUnder, EDIT_FATES, passes } from "./report";
export { compareCaseScores, comparePaired, metricsUnder } from "./scores";
export {
  answeredAlready,
  compareMethods,
  locatedLayers,
  publishedRows,
  recordDifferences,
  rowsOf,
} from "./benchmark/summary";
export type { BenchmarkResults, BenchmarkRow, PairedRow, PublishedRow } from "./benchmark/summary";
export { conceptInstances } from "./benchmark/concepts";
export type { ConceptInstance } from "./benchmark/concepts";
export { PUBLISHED_METRICS, publishedOf } from "./metrics/published";
export { BENCHMARK_FORMATS, benchmarkFile } from "./benchmark/export";
