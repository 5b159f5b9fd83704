/** Every HTTP operation. */
import type { AnyEndpoint } from "../endpoint";
import { catalog, exampleCases, preflight, suggestProbes } from "./catalog";
import { cancelJob, getJob, listJobs, retryJob, startEdit } from "./jobs";
import { addModel, fingerprint, generate, listModels, nextTokens, removeModel, tokens } from "./models";
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
  without,
} from "./versions";

export const ENDPOINTS = [
  addModel,
  cancelJob,
  catalog,
  compareVersions,
  createBranch,
  exampleCases,
  fingerprint,
  generate,
  getJob,
  getVersion,
  importVersion,
  keepVersion,
  listJobs,
  listModels,
  moveBranch,
  nextTokens,
  preflight,
  redo,
  removeModel,
  retryJob,
  startEdit,
  suggestProbes,
  tokens,
  undo,
  versionGraph,
  without,
] as unknown as readonly AnyEndpoint[];
