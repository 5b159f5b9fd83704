/** The version graph: keep, undo, redo, branch, take one edit out, compare, export and import. */
import { z } from "zod";
import { DEFAULT_MODEL } from "../../data";
import { MetricResult } from "../../eval";
import {
  Address,
  Branch,
  EditOutcome,
  GgufType,
  Job,
  ListedVersion,
  MeasurementRecord,
  Version,
  WeightType,
} from "../../store";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../endpoint";

const branchParams = z.object({ branchId: Branch.shape.id });
const versionParams = z.object({ versionId: Version.shape.id });
const GRAPH = ["versions.graph", "versions.get"];
/** Of the weights of an exported checkpoint; float32 loses nothing. */
const ExportDType = WeightType.default("float32");

export const versionGraph = defineEndpoint({
  id: "versions.graph",
  summary: "Branches and versions of a model, newest first.",
  method: "GET",
  path: "/api/versions",
  params: NO_PARAMS,
  input: z.object({ model: z.string().default(DEFAULT_MODEL) }),
  output: z.object({
    branches: z.array(Branch),
    versions: z.array(ListedVersion),
  }),
});

export const getVersion = defineEndpoint({
  id: "versions.get",
  summary: "One version with its measurement.",
  method: "GET",
  path: "/api/versions/[versionId]",
  params: versionParams,
  input: NO_INPUT,
  output: z.object({
    version: Version,
    /** Of all that it applies, not only of those that it adds. */
    overlayCount: z.int(),
    measurement: MeasurementRecord.nullable(),
  }),
});

export const versionOverlays = defineEndpoint({
  id: "versions.overlays",
  summary: "The addresses of all overlays that a version applies, in order. They never change.",
  method: "GET",
  path: "/api/versions/[versionId]/overlays",
  params: versionParams,
  input: NO_INPUT,
  output: z.object({ overlays: z.array(Address) }),
});

/** The data of a row of History, because the whole version has every probe and, after a thousand edits, as many addresses. */
export const versionScores = defineEndpoint({
  id: "versions.scores",
  summary: "The scores of one version: the metrics of its verdict; none when it was not measured.",
  method: "GET",
  path: "/api/versions/[versionId]/scores",
  params: versionParams,
  input: NO_INPUT,
  output: z.object({ metrics: z.array(MetricResult) }),
});

export const keepVersion = defineEndpoint({
  id: "versions.keep",
  summary:
    "Keep an edit as a new version at the head of a branch, which must be the version that was edited.",
  method: "POST",
  path: "/api/versions",
  params: NO_PARAMS,
  input: z.object({
    branchId: Branch.shape.id,
    /** An entry of an edit job: what it found is read from the job. */
    run: z.object({ jobId: Job.shape.id, entry: EditOutcome.shape.entry }),
    author: z.string().max(80).default(""),
    reason: z.string().max(1000).default(""),
  }),
  output: Version,
  invalidates: GRAPH,
});

export const undo = defineEndpoint({
  id: "versions.undo",
  summary: "Move a branch back to its head's parent.",
  method: "POST",
  path: "/api/branches/[branchId]/undo",
  params: branchParams,
  input: NO_INPUT,
  output: Version,
  invalidates: GRAPH,
});

export const redo = defineEndpoint({
  id: "versions.redo",
  summary: "Move a branch forward to what the last undo stepped back from.",
  method: "POST",
  path: "/api/branches/[branchId]/redo",
  params: branchParams,
  input: NO_INPUT,
  output: Version,
  invalidates: GRAPH,
});

export const moveBranch = defineEndpoint({
  id: "branches.move",
  summary: "Check out: move a branch to any version of its model.",
  method: "PATCH",
  path: "/api/branches/[branchId]",
  params: branchParams,
  input: z.object({ head: z.string() }),
  output: Branch,
  invalidates: GRAPH,
});

export const createBranch = defineEndpoint({
  id: "branches.create",
  summary: "Start a branch at a version.",
  method: "POST",
  path: "/api/branches",
  params: NO_PARAMS,
  input: z.object({ model: z.string(), name: Branch.shape.name, head: z.string() }),
  output: Branch,
  invalidates: GRAPH,
});

export const without = defineEndpoint({
  id: "versions.without",
  summary: "A new version at the head of a branch without one earlier edit.",
  method: "POST",
  path: "/api/branches/[branchId]/without",
  params: branchParams,
  input: z.object({
    removed: Version.shape.id,
    author: z.string().max(80).default(""),
    reason: z.string().max(1000).default(""),
  }),
  /** `dependents` were computed on top of the removed edit. */
  output: z.object({ version: Version, dependents: z.array(z.string()) }),
  invalidates: GRAPH,
});

export const compareVersions = defineEndpoint({
  id: "versions.compare",
  summary: "What two versions of a model share and where they differ.",
  method: "GET",
  path: "/api/versions/[versionId]/compare",
  params: versionParams,
  input: z.object({ with: z.string() }),
  output: z.object({
    ancestor: z.string().nullable(),
    /** Edits only in the first, and only in the second, oldest first. */
    onlyLeft: z.array(ListedVersion),
    onlyRight: z.array(ListedVersion),
    /** Frobenius norm of the difference of the weights, by parameter. */
    distance: z.record(z.string(), z.number()),
  }),
});

/**
 * The question before the download, because a refused download shows nobody why. The download itself is a file: GET
 * /api/versions/[versionId]/export answers the delta as safetensors with the manifest in its header, and with as=folder and
 * a dtype the whole checkpoint as a tar archive, with as=gguf and a type one GGUF file.
 */
export const versionFolder = defineEndpoint({
  id: "versions.folder",
  summary:
    "What the export of a version as a whole checkpoint will hold. Refuses what cannot be written, before any of it is.",
  method: "GET",
  path: "/api/versions/[versionId]/export/folder",
  params: versionParams,
  input: z.object({ dtype: ExportDType }),
  output: z.object({
    name: z.string(),
    files: z.array(z.object({ name: z.string(), sizeBytes: z.int() })),
    /** Of the archive. */
    sizeBytes: z.int(),
  }),
});

export const versionGguf = defineEndpoint({
  id: "versions.gguf",
  summary:
    "Name and size of the version's GGUF file. Refuses a setting or tokenizer that the format has no place for, and a number beyond the type.",
  method: "GET",
  path: "/api/versions/[versionId]/export/gguf",
  params: versionParams,
  input: z.object({ type: GgufType.default("F32") }),
  output: z.object({ name: z.string(), sizeBytes: z.int() }),
});

/** The query of GET /api/versions/[versionId]/export. */
export const ExportQuery = z.object({
  as: z.enum(["delta", "folder", "gguf"]).default("delta"),
  dtype: ExportDType,
  /** Of the weights of a GGUF file. */
  type: GgufType.default("F32"),
});

export const importVersion = defineEndpoint({
  id: "versions.import",
  summary: "Keep an exported file (stored first by POST /api/blobs) as a new version on a branch.",
  method: "POST",
  path: "/api/versions/import",
  params: NO_PARAMS,
  input: z.object({ branchId: Branch.shape.id, blob: Address, author: z.string().max(80).default("") }),
  output: Version,
  invalidates: GRAPH,
});
