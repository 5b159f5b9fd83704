/** Chapter 14. The HTTP contract, shared by both sides: one definition an operation. Read endpoint.ts, then endpoints/. */
export { NO_INPUT, NO_PARAMS, defineEndpoint } from "./endpoint";
export type { AnyEndpoint, Endpoint, HttpMethod } from "./endpoint";
export { ENDPOINTS } from "./endpoints";
export {
  MethodCard,
  MetricCard,
  Preflight,
  catalog,
  exampleCases,
  preflight,
  suggestProbes,
} from "./endpoints/catalog";
export type { PreflightReport } from "./endpoints/catalog";
export { cancelJob, getJob, listJobs, retryJob, startEdit } from "./endpoints/jobs";
export {
  TokenPiece,
  addModel,
  fingerprint,
  generate,
  listModels,
  nextTokens,
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
  without,
} from "./endpoints/versions";
export { openApi } from "./openapi";
