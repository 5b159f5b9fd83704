/** Chapter 14. The HTTP contract, shared by both sides: one definition an operation. Read endpoint.ts, then endpoints/. */
export { AnswerEvent } from "./endpoint";
export type { AnyEndpoint, Endpoint } from "./endpoint";
export { ACCESS, isEnough, lesser, ROLES, ruleOf } from "./access";
export type { AccessRule, OperationId, Role } from "./access";
export { ENDPOINTS } from "./endpoints";
export { listDatasets, listKept, ListTerms, readList } from "./endpoints/datasets";
export {
  AuditEntry,
  createKey,
  endSession,
  getMe,
  invite,
  joinLab,
  listAudit,
  listKeys,
  listPeople,
  listSessions,
  removeKey,
  removePerson,
  setRole,
  signIn,
  signOut,
  verifyAudit,
  withdrawInvitation,
} from "./endpoints/people";
export type { Me, Person } from "./endpoints/people";
export {
  approveDevice,
  askingDevice,
  declineDevice,
  pollDevice,
  startDevice,
} from "./endpoints/sign-in/device";
export {
  addPasskey,
  listPasskeys,
  passkeyChallenge,
  passkeyOptions,
  removePasskey,
  signInByPasskey,
} from "./endpoints/sign-in/passkeys";
export { finishProvider, startProvider, waysIn } from "./endpoints/sign-in/provider";
export { getOperations, Limits, listQuotas, myQuota, OwnLimits, setQuota } from "./endpoints/operations";
export type { QuotaReport, Use } from "./endpoints/operations";
export { deletePreset, listPresets } from "./endpoints/presets";
export { ListedArtifact, listArtifacts, removeArtifact } from "./endpoints/artifacts";
export { measuringMs, USUAL_LAYERS } from "./measuring";
export { MethodCard, catalog, drawCases, exampleCases, findFacts, suggestProbes } from "./endpoints/catalog";
export type { AnalysisCard, FactFound } from "./endpoints/catalog";
export {
  HubChoices,
  HubReport,
  type ShelfModel,
  getHub,
  hubShelf,
  listHubFiles,
  preflightFiles,
  preflightHub,
  startDownload,
} from "./endpoints/hub";
export {
  ListedJob,
  cancelJob,
  deleteJob,
  getJob,
  listJobs,
  pauseJob,
  reportJob,
  resumeJob,
  retryJob,
  startJob,
} from "./endpoints/jobs";
export type { JobInput, JobOutputOf, JobStart, StartedKind } from "./endpoints/jobs";
export {
  LifelongSummary,
  deleteLifelong,
  getLifelong,
  keepLifelong,
  lifelongCase,
  lifelongRetention,
  listLifelong,
} from "./endpoints/lifelong";
export {
  aboutEntity,
  approvePlan,
  askGraph,
  declinePlan,
  getGraph,
  interpretSentence,
  listGraphs,
  planStatements,
  proposePlan,
  searchGraph,
  undoPlans,
} from "./endpoints/knowledge/plans";
export type {
  EntityNames,
  GraphSummary,
  PlanEntry,
  ShownFact,
  WaitingPlan,
} from "./endpoints/knowledge/plans";
export {
  EXPORT_FORMATS,
  ExportGraphQuery,
  drawNetwork,
  findNames,
  graphAudit,
  importGraph,
  proposeRelationFor,
  setGraphPolicy,
} from "./endpoints/knowledge/graphs";
export type { NetworkEdge } from "./endpoints/knowledge/graphs";
export {
  addSiblings,
  evolutionRecord,
  joinBranches,
  joinCheck,
  joinPlan,
  keepEvolved,
  keepMerge,
  mergePool,
} from "./endpoints/merge";
export { addModel, discardUpload, listModels, prepareModel, removeModel } from "./endpoints/models";
export { Removable, RetentionRules, clearStorage, getStorage } from "./endpoints/storage";
export { QUESTIONS, questionSegment } from "./endpoints/questions";
export type { PreflightReport } from "../job/calls";
export {
  ExportQuery,
  compareVersions,
  createBranch,
  getVersion,
  importVersion,
  keepVersion,
  moveBranch,
  redo,
  undo,
  versionFolder,
  versionGguf,
  versionGraph,
  versionOverlays,
  versionScores,
  without,
} from "./endpoints/versions";
export { FILE_OPERATIONS } from "./files";
export { Readiness } from "./readiness";
export { openApi } from "./openapi";
export { sourceText } from "../edit/settings/source";
