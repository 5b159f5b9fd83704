/**
 * What is kept, as schemas. Every row is parsed on the way in and on the way out. Tensors are blobs named by their
 * content; records point at blobs, never the reverse. Times are ISO 8601 in UTC.
 */
import { z } from "zod";
import { ERROR_CODES, type ErrorCode, type JsonObject } from "../base";
import { EditCase, EditRequest } from "../data";
import { Verdict } from "../eval/report";

export const Json = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonObject>;
export const Address = z.string().regex(/^[0-9a-f]{64}$/, "A content address is 64 hexadecimal digits.");
export const Time = z.iso.datetime();

export const WireErrorRecord = z.object({
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  hint: z.string().optional(),
  details: Json.optional(),
});

export const ProgressRecord = z.object({
  phase: z.string(),
  step: z.number(),
  steps: z.number().optional(),
  values: z.record(z.string(), z.number()).optional(),
});

/** Where a computation ran. */
export const Place = z.enum(["native", "wasm", "webgpu", "reference"]);
export type Place = z.infer<typeof Place>;

/** A checkpoint that this installation can open. */
export const ModelRecord = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, "A model id has lowercase letters, digits, dots and hyphens."),
  name: z.string(),
  family: z.string(),
  source: z.enum(["embedded", "folder"]),
  /** Everything known from config.json and the safetensors header (`ModelFacts`). */
  facts: Json,
  sizeBytes: z.int(),
  /** Files by their name in the checkpoint folder. */
  files: z.array(z.object({ name: z.string(), sizeBytes: z.int() })),
  addedAt: Time,
});
export type ModelRecord = z.infer<typeof ModelRecord>;

/** How a version came from its parents: everything needed to do it again. */
export const Change = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("checkpoint"), checkpoint: z.string() }),
  z.object({
    kind: z.literal("edit"),
    method: z.string(),
    requests: z.array(EditRequest),
    parameters: Json,
    seed: z.int(),
    place: Place,
  }),
  z.object({ kind: z.literal("without"), removed: z.array(z.string()) }),
  z.object({ kind: z.literal("import"), manifest: Json }),
]);
export type Change = z.infer<typeof Change>;

/** One state of a model. Like a commit: immutable, named by its content, with parents. */
export const Version = z.object({
  /** "ver_" and the hash of everything below. */
  id: z.string().startsWith("ver_"),
  model: z.string(),
  /** None for a checkpoint, one for an edit. */
  parents: z.array(z.string()),
  change: Change,
  /** Content addresses of all overlays, in order; not only the last. */
  overlays: z.array(Address),
  author: z.string(),
  reason: z.string(),
  createdAt: Time,
  /** Frobenius norm of this change's delta, by parameter; empty when it changed no weight. */
  deltaNorms: z.record(z.string(), z.number()),
  /** Fingerprint of the model wearing this version: base weights and overlays. */
  fingerprint: z.string(),
});
export type Version = z.infer<typeof Version>;

/** A name that moves along the graph. `redo` holds what undo stepped back from, nearest last. */
export const Branch = z.object({
  /** `${model}:${name}` */
  id: z.string(),
  model: z.string(),
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,40}$/, "A branch name has lowercase letters, digits, dots and hyphens."),
  head: z.string(),
  redo: z.array(z.string()),
  updatedAt: Time,
});
export type Branch = z.infer<typeof Branch>;

/** The verdict of a kept version. */
export const MeasurementRecord = z.object({
  id: z.string().startsWith("meas_"),
  version: z.string(),
  before: z.string(),
  verdict: Verdict,
  /** Numbers and curves the method reported. */
  report: Json,
  durationMs: z.number(),
  place: Place,
  createdAt: Time,
});
export type MeasurementRecord = z.infer<typeof MeasurementRecord>;

export const JobStatus = z.enum(["queued", "running", "succeeded", "failed", "cancelled"]);
export type JobStatus = z.infer<typeof JobStatus>;

export const Job = z.object({
  id: z.string().startsWith("job_"),
  kind: z.string(),
  status: JobStatus,
  input: Json,
  output: Json.optional(),
  error: WireErrorRecord.optional(),
  progress: ProgressRecord.optional(),
  attempt: z.int(),
  createdAt: Time,
  startedAt: Time.optional(),
  endedAt: Time.optional(),
  /** A running job silent for longer than the lease was interrupted. */
  heartbeatAt: Time.optional(),
  cancelRequested: z.boolean(),
  author: z.string(),
});
export type Job = z.infer<typeof Job>;

/** One entry of a job's stream. `sequence` rises by one within a job and is the SSE event id. */
export const JobEvent = z.object({
  id: z.string(),
  job: z.string(),
  sequence: z.int(),
  kind: z.enum(["status", "progress"]),
  status: JobStatus,
  progress: ProgressRecord.optional(),
  at: Time,
});
export type JobEvent = z.infer<typeof JobEvent>;

/** What one method did with the cases of an edit job. */
export const EditOutcome = z.object({
  method: z.string(),
  parameters: Json,
  /** Present when the method failed on these cases; the others of the job still count. */
  error: WireErrorRecord.optional(),
  /** Addresses of the overlays this edit adds to the version's own. */
  overlays: z.array(Address),
  deltaNorms: z.record(z.string(), z.number()),
  fingerprintBefore: z.string(),
  fingerprintAfter: z.string(),
  report: z.object({
    numbers: z.record(z.string(), z.number()),
    curves: z.record(z.string(), z.array(z.number())).optional(),
  }),
  verdict: Verdict.optional(),
  durationMs: z.number(),
});
export type EditOutcome = z.infer<typeof EditOutcome>;

export const EditMode = z.enum(["single", "sequential", "batch"]);
export type EditMode = z.infer<typeof EditMode>;

/** The input of an `edit` job: the same in a browser tab, on the server and from the command line. */
export const EditJobInput = z.object({
  model: z.string(),
  /** The version to edit, and its overlays. */
  version: z.string(),
  overlays: z.array(Address),
  cases: z.array(EditCase).min(1, "Write at least one edit.").max(10_000),
  methods: z.array(z.object({ method: z.string(), parameters: Json })).min(1, "Choose at least one method."),
  mode: EditMode,
  seed: z.int().min(0).default(0),
  /** Fixed context templates in place of sampled ones; each holds {} once. */
  contexts: z.array(z.string()).optional(),
});
export type EditJobInput = z.infer<typeof EditJobInput>;

export const EditJobOutput = z.object({ outcomes: z.array(EditOutcome), place: Place });
export type EditJobOutput = z.infer<typeof EditJobOutput>;
