/**
 * Chapter 12. What was done to a model: versions named by their content, and the graph with its branches, undo, redo,
 * taking one edit out, and comparison. Read version.ts, then graph.ts.
 */
export { distanceBetween } from "./distance";
export { MAIN_BRANCH, branchId, createVersionGraph } from "./graph";
export type { VersionGraph } from "./graph";
export { lineage } from "./version";
export { exportVersion, manifestRecord, readExport } from "./exchange";
