/** Chapter 14. The HTTP contract, shared by both sides: one definition an operation. Read endpoint.ts, then endpoints/. */
export type { AnyEndpoint, Endpoint } from "./endpoint";
export { ENDPOINTS } from "./endpoints";
export { deletePreset, listPresets, proposePreset } from "./endpoints/presets";
export { ListedArtifact, listArtifacts, removeArtifact, startPrepare } from "./endpoints/artifacts";
export { MethodCard, catalog, drawCases, exampleCases, preflight, suggestProbes } from "./endpoints/catalog";
export type { PreflightReport } from "./endpoints/catalog";
export { listDatasets, readList } from "./endpoints/datasets";
export {
  CheckpointReport,
  HubReport,
  Obstacle,
  PlaceReport,
  getHub,
  preflightFiles,
  preflightHub,
  startDownload,
} from "./endpoints/hub";
export {
  ListedJob,
  cancelJob,
  getJob,
  listJobs,
  pauseJob,
  resumeJob,
  retryJob,
  startEdit,
} from "./endpoints/jobs";
export {
  LifelongSummary,
  deleteLifelong,
  getLifelong,
  keepLifelong,
  lifelongCase,
  lifelongRetention,
  listLifelong,
  startLifelong,
} from "./endpoints/lifelong";
export {
  addModel,
  fingerprint,
  generate,
  listModels,
  nextTokens,
  prepareModel,
  removeModel,
  tokens,
} from "./endpoints/models";
export {
  compareVersions,
  createBranch,
  getVersion,
  importVersion,
  keepVersion,
  moveBranch,
  redo,
  undo,
  versionGraph,
  versionOverlays,
  versionScores,
  without,
} from "./endpoints/versions";
export { openApi } from "./openapi";
