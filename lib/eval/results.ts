/**
 * Everything that reads results without a model: the list of metrics, comparisons and the balance. Pages import this door,
 * because the index of the chapter brings the models with it.
 */
export { balanceOf, bestOf, GOALS } from "./balance";
export { fateOf } from "./fates";
export { METRICS } from "./metrics";
export { caseOf, isComparedWithBase, OWN_PROMPT, PROBE_GROUPS } from "./metrics/probe-groups";
export { answerUnder, disagrees, EDIT_FATES, passes } from "./report";
export { compareCaseScores, comparePaired, metricsUnder } from "./scores";
