/** Every HTTP operation. */
import type { AnyEndpoint } from "../endpoint";
import { listArtifacts, removeArtifact } from "./artifacts";
import { catalog, drawCases, exampleCases, findFacts, suggestProbes } from "./catalog";
import { listDatasets, readList } from "./datasets";
import { getHub, hubShelf, listHubFiles, preflightFiles, preflightHub, startDownload } from "./hub";
import { cancelJob, getJob, listJobs, pauseJob, reportJob, resumeJob, retryJob, startJob } from "./jobs";
import {
  deleteLifelong,
  getLifelong,
  keepLifelong,
  lifelongCase,
  lifelongRetention,
  listLifelong,
} from "./lifelong";
import { addModel, discardUpload, listModels, prepareModel, removeModel } from "./models";
import { deletePreset, listPresets } from "./presets";
import { QUESTIONS } from "./questions";
import { clearStorage, getStorage } from "./storage";
import {
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
} from "./versions";

export const ENDPOINTS = [
  ...Object.values(QUESTIONS),
  addModel,
  discardUpload,
  cancelJob,
  catalog,
  clearStorage,
  compareVersions,
  createBranch,
  deleteLifelong,
  deletePreset,
  drawCases,
  exampleCases,
  findFacts,
  getHub,
  getJob,
  getLifelong,
  getStorage,
  getVersion,
  importVersion,
  keepLifelong,
  keepVersion,
  lifelongCase,
  lifelongRetention,
  listArtifacts,
  listDatasets,
  listJobs,
  listLifelong,
  listModels,
  listPresets,
  moveBranch,
  pauseJob,
  prepareModel,
  preflightFiles,
  hubShelf,
  listHubFiles,
  preflightHub,
  readList,
  redo,
  removeArtifact,
  removeModel,
  reportJob,
  resumeJob,
  retryJob,
  startDownload,
  startJob,
  suggestProbes,
  undo,
  versionFolder,
  versionGguf,
  versionGraph,
  versionOverlays,
  versionScores,
  without,
] as unknown as readonly AnyEndpoint[];
