/** Operations whose request or answer is a file or a stream. They have routes of their own, and stand in the OpenAPI document. */
import { z } from "zod";
import { Address, ArtifactManifest, JobEvent, KeptList, ModelRecord } from "../store";
import { removeArtifact } from "./endpoints/artifacts";
import { ListTerms } from "./endpoints/datasets";
import { getJob } from "./endpoints/jobs";
import { ExportGraphQuery } from "./endpoints/knowledge/graphs";
import { graphParams } from "./endpoints/knowledge/plans";
import { ExportQuery, getVersion } from "./endpoints/versions";
import { NO_INPUT, NO_PARAMS } from "./endpoint";
import { Readiness, WorkerState } from "./readiness";

const BYTES = "application/octet-stream";
const EVENTS = "text/event-stream";
const JSON_TYPE = "application/json";

/** What is sent or answered: bytes of a type, or a value of a schema in it. */
interface Content {
  readonly type: string;
  readonly schema?: z.ZodType;
}

export interface FileOperation {
  readonly id: string;
  /** One sentence for the API page. */
  readonly summary: string;
  readonly method: "GET" | "POST" | "PUT";
  /** Next's notation. */
  readonly path: string;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly request?: Content;
  readonly response: Content;
}

const fileParams = z.object({ modelId: ModelRecord.shape.id, name: z.string().min(1) });

export const FILE_OPERATIONS: readonly FileOperation[] = [
  {
    id: "artifacts.file",
    summary: "An artifact as a safetensors file; its manifest is in the header.",
    method: "GET",
    path: "/api/artifacts/[artifactId]/file",
    params: removeArtifact.params,
    query: NO_INPUT,
    response: { type: BYTES },
  },
  {
    id: "artifacts.import",
    summary: "Take in an exported artifact, after checking it against the models that are here.",
    method: "POST",
    path: "/api/artifacts/import",
    params: NO_PARAMS,
    query: NO_INPUT,
    request: { type: BYTES },
    response: { type: JSON_TYPE, schema: z.object({ id: Address, manifest: ArtifactManifest }) },
  },
  {
    id: "audit.export",
    summary: "The whole audit log, one row of JSON a line, from the oldest.",
    method: "GET",
    path: "/api/audit/export",
    params: NO_PARAMS,
    query: NO_INPUT,
    response: { type: "application/jsonl" },
  },
  {
    id: "blobs.store",
    summary: "Store bytes under the address of their content.",
    method: "POST",
    path: "/api/blobs",
    params: NO_PARAMS,
    query: NO_INPUT,
    request: { type: BYTES },
    response: { type: JSON_TYPE, schema: z.object({ address: Address }) },
  },
  {
    id: "blobs.get",
    summary: "The bytes of a blob, checked against their address.",
    method: "GET",
    path: "/api/blobs/[address]",
    params: z.object({ address: Address }),
    query: NO_INPUT,
    response: { type: BYTES },
  },
  {
    id: "datasets.keep",
    summary: "Take in a list of cases, under the hash of its content.",
    method: "POST",
    path: "/api/datasets/kept",
    params: NO_PARAMS,
    query: ListTerms,
    request: { type: BYTES },
    response: { type: JSON_TYPE, schema: KeptList },
  },
  {
    id: "jobs.events",
    summary:
      "A job's events as server-sent events, from the beginning or after the one of the Last-Event-ID header.",
    method: "GET",
    path: "/api/jobs/[jobId]/events",
    params: getJob.params,
    query: NO_INPUT,
    response: { type: EVENTS, schema: JobEvent },
  },
  {
    id: "knowledge.export",
    summary: "A graph in a file, now or as of a plan or a day.",
    method: "GET",
    path: "/api/knowledge/[graphId]/export",
    params: graphParams,
    query: ExportGraphQuery,
    response: { type: BYTES },
  },
  {
    id: "models.file",
    summary: "A file of a model, or the part that a Range header asks for.",
    method: "GET",
    path: "/api/models/[modelId]/files/[name]",
    params: fileParams,
    query: NO_INPUT,
    response: { type: BYTES },
  },
  {
    id: "models.upload",
    summary: "Take in one file of a model that will be added.",
    method: "PUT",
    path: "/api/models/[modelId]/files/[name]",
    params: fileParams,
    query: NO_INPUT,
    request: { type: BYTES },
    response: { type: JSON_TYPE, schema: z.object({ name: z.string(), sizeBytes: z.int() }) },
  },
  {
    id: "versions.export",
    summary: "A version as a safetensors file, as a whole checkpoint in a tar archive, or as a GGUF file.",
    method: "GET",
    path: "/api/versions/[versionId]/export",
    params: getVersion.params,
    query: ExportQuery,
    response: { type: BYTES },
  },
  {
    id: "health",
    summary: "Whether the server is alive, and what the process that runs models is doing.",
    method: "GET",
    path: "/api/health",
    params: NO_PARAMS,
    query: NO_INPUT,
    response: {
      type: JSON_TYPE,
      schema: z.object({ status: z.literal("ok"), worker: WorkerState }),
    },
  },
  {
    id: "ready",
    summary:
      "Whether the model process, the database and the disk are ready for work; the status is 503 while not.",
    method: "GET",
    path: "/api/ready",
    params: NO_PARAMS,
    query: NO_INPUT,
    response: { type: JSON_TYPE, schema: Readiness },
  },
  {
    id: "metrics",
    summary:
      "How the server does, in Prometheus's text format; off where the server has neither a token nor accounts.",
    method: "GET",
    path: "/api/metrics",
    params: NO_PARAMS,
    query: NO_INPUT,
    response: { type: "text/plain" },
  },
  {
    id: "openapi",
    summary: "This document.",
    method: "GET",
    path: "/api/openapi.json",
    params: NO_PARAMS,
    query: NO_INPUT,
    response: { type: JSON_TYPE },
  },
  {
    id: "chat.completions",
    summary:
      "What existing clients of chat models speak; facts are answered by plans, questions by graph and model.",
    method: "POST",
    path: "/v1/chat/completions",
    params: NO_PARAMS,
    query: NO_INPUT,
    request: { type: JSON_TYPE },
    response: { type: JSON_TYPE },
  },
];
