/** Chapter 14. The HTTP contract, shared by both sides: one definition an operation. Read endpoint.ts, then endpoints/. */
export { NO_INPUT, NO_PARAMS, defineEndpoint } from "./endpoint";
export type { AnyEndpoint, Endpoint, HttpMethod } from "./endpoint";
export { ENDPOINTS } from "./endpoints";
export { deletePreset, listPresets, proposePreset } from "./endpoints/presets";
export { ListedArtifact, listArtifacts, removeArtifact, startPrepare } from "./endpoints/artifacts";
export {
  MethodCard,
  MetricCard,
  Preflight,
  catalog,
  drawCases,
  exampleCases,
  preflight,
  suggestProbes,
} from "./endpoints/catalog";
export type { PreflightReport } from "./endpoints/catalog";
export { DatasetCard, listDatasets, readList } from "./endpoints/datasets";
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
  TokenPiece,
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
