/** The charts of long runs, apart from those of single edits, so that a page loads only what it draws. */
export { costQuality } from "./cost-quality";
export type { CostQualityData } from "./cost-quality";
export { overEdits } from "./over-edits";
export type { OverEditsData } from "./over-edits";
export { parallelGoals } from "./parallel-goals";
export type { ParallelGoalsData } from "./parallel-goals";
export { retention } from "./retention";
export type { RetentionData } from "./retention";
export { threeGoals } from "./three-goals";
export type { ThreeGoalsData } from "./three-goals";
