/** Every HTTP operation. */
import type { AnyEndpoint } from "../endpoint";
import { listArtifacts, removeArtifact, startPrepare } from "./artifacts";
import { catalog, drawCases, exampleCases, preflight, suggestProbes } from "./catalog";
import { listDatasets, readList } from "./datasets";
import { getHub, preflightFiles, preflightHub, startDownload } from "./hub";
import { cancelJob, getJob, listJobs, pauseJob, resumeJob, retryJob, startEdit } from "./jobs";
import {
  deleteLifelong,
  getLifelong,
  keepLifelong,
  lifelongCase,
  lifelongRetention,
  listLifelong,
  startLifelong,
} from "./lifelong";
import { addModel, fingerprint, generate, listModels, nextTokens, removeModel, tokens } from "./models";
import { deletePreset, listPresets, proposePreset } from "./presets";
import {
  compareVersions,
  createBranch,
  getVersion,
  importVersion,
  keepVersion,
  moveBranch,
  redo,
  undo,
  versionGraph,
  versionScores,
  without,
} from "./versions";

export const ENDPOINTS = [
  addModel,
  cancelJob,
  catalog,
  compareVersions,
  createBranch,
  deleteLifelong,
  deletePreset,
  drawCases,
  exampleCases,
  fingerprint,
  generate,
  getHub,
  getJob,
  getLifelong,
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
  nextTokens,
  pauseJob,
  preflight,
  proposePreset,
  preflightFiles,
  preflightHub,
  readList,
  redo,
  removeArtifact,
  removeModel,
  resumeJob,
  retryJob,
  startDownload,
  startEdit,
  startLifelong,
  startPrepare,
  suggestProbes,
  tokens,
  undo,
  versionGraph,
  versionScores,
  without,
] as unknown as readonly AnyEndpoint[];
