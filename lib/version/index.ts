/**
 * Chapter 12. The history of a model: versions named by their content, and the graph with its branches, undo, redo, removal
 * of one edit, and comparison. Read version.ts, lineage.ts, then graph.ts.
 */
export { distanceBetween } from "./distance";
export { MAIN_BRANCH, branchId, checkBlobs, createVersionGraph } from "./graph";
export type { VersionGraph } from "./graph";
export { createAncestry } from "./lineage";
export { mergeBranches, nameOfFact, planBranchMerge, proposeBranchMerge } from "./merging/branches";
export type { BranchMerge, BranchMergeInput, FactConflict, ProposedMerge } from "./merging/branches";
export { keepEvolution } from "./merging/evolution";
export type { ChildRecipe } from "./merging/evolution";
export { additionOf } from "./outcome";
export { exportFolder, exportGguf } from "./checkpoint-folder";
export { manifestRecord, nameIn, readExport } from "./exchange";
