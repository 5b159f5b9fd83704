/**
 * Stored records as schemas. Every row is parsed on the way in and on the way out. Tensors are blobs named by their
 * content; records point at blobs, never the reverse. Times are ISO 8601 in UTC. The file is long because records name one
 * another.
 */
import { z } from "zod";
import { ERROR_CODES, isJson, type ErrorCode, type JsonObject } from "../base";
import { EditCase, EditRequest } from "../data";
import { SettingsOrigin } from "../edit/settings/source";
import { FailedStep, Verdict } from "../eval/report";
import { EvolutionScore } from "../merge/evolve/record";

/**
 * Any JSON object. It is looked through by one function: a schema for each nested value takes five times as long, and a list of
 * a thousand versions has twenty thousand of them.
 */
export const Json = z
  .looseObject({})
  .refine(isJson, "This must be an object that JSON can say.") as unknown as z.ZodType<
  JsonObject,
  JsonObject
>;
export const Address = z.string().regex(/^[0-9a-f]{64}$/, "A content address is 64 hexadecimal digits.");
export const Time = z.iso.datetime();

export const VersionId = z.string().startsWith("ver_");

/** Which version of which model something is about; without one, the model as its checkpoint has it. */
export const ModelVersion = z.object({ model: z.string(), version: VersionId.optional() });
export type ModelVersion = z.infer<typeof ModelVersion>;

/** A method with the parameters that are given; the others are filled in. */
export const MethodChoice = z.object({ method: z.string(), parameters: Json });
export type MethodChoice = z.infer<typeof MethodChoice>;

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
  text: z.string().optional(),
});

/** Where a computation ran. */
export const Backend = z.enum(["native", "native-webgpu", "wasm", "webgpu", "reference"]);
export type Backend = z.infer<typeof Backend>;

/** A type of the weights of a checkpoint, in transformers' words. */
export const WeightType = z.enum(["float32", "float16", "bfloat16"]);
export type WeightType = z.infer<typeof WeightType>;

/** How a model that is added holds its matrices: as they are, or in four or eight bits. */
export const BaseWeights = z.enum(["float32", "int8", "int4"]);
export type BaseWeights = z.infer<typeof BaseWeights>;

/** What a model lost when its weights were quantised. Errors are the norm of a difference over the norm of the weight. */
export const QuantizationNote = z.object({
  weights: BaseWeights,
  error: z.number(),
  matrices: z.array(z.object({ parameter: z.string(), type: z.string(), error: z.number() })),
  /** Of English texts, where it was measured. */
  perplexity: z.object({ before: z.number(), after: z.number() }).optional(),
});
export type QuantizationNote = z.infer<typeof QuantizationNote>;

/** A type of the weights of a GGUF file, in llama.cpp's words. */
export const GgufType = z.enum(["F32", "F16", "BF16", "Q8_0"]);
export type GgufType = z.infer<typeof GgufType>;

/** A repository of a hub: "owner/name", or a bare name for the oldest ones. */
export const RepositoryId = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,95}\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,95}$/,
    "A repository is written owner/name.",
  )
  .refine((id) => !id.includes(".."), "A repository is written owner/name.");

/** A branch, a tag or a commit of a repository. */
export const Revision = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/, "A revision is a branch, a tag or a commit.")
  .refine((text) => !/\.\.|\/\/|\/$/.test(text), "A revision is a branch, a tag or a commit.");

/** A revision that can never point at anything else. */
export const Commit = z.string().regex(/^[0-9a-f]{40}$/, "A commit is 40 hexadecimal digits.");

/** Where a downloaded model came from: enough to get the same bytes again. */
export const Origin = z.object({
  /** The hub or mirror that was asked, as a host name: "huggingface.co". */
  host: z.string(),
  repository: RepositoryId,
  /** What the person asked for, such as "main", and the commit that it meant then. */
  requested: Revision,
  revision: Commit,
});
export type Origin = z.infer<typeof Origin>;

/** The use of a checkpoint: a model to question and edit, or a sentence encoder for a method. */
export const ModelKind = z.enum(["model", "sentence-encoder"]);
export type ModelKind = z.infer<typeof ModelKind>;

/** A checkpoint that this installation can open. */
export const ModelRecord = z.object({
  id: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9._-]{0,63}$/,
      "A model id has lowercase letters, digits, dots, hyphens and underscores.",
    ),
  name: z.string(),
  kind: ModelKind,
  family: z.string(),
  source: z.enum(["embedded", "folder", "hub"]),
  /** Of a model that was downloaded. */
  origin: Origin.optional(),
  /** Everything known from config.json and the safetensors header (`ModelFacts`, `EncoderFacts`). */
  facts: Json,
  sizeBytes: z.int(),
  /** Files by their name in the checkpoint folder. */
  files: z.array(z.object({ name: z.string(), sizeBytes: z.int() })),
  addedAt: Time,
});
export type ModelRecord = z.infer<typeof ModelRecord>;

/** Of a model's facts, what its settings are chosen by. */
export const StoredShape = z.object({
  checkpoint: z.string(),
  family: z.string(),
  dimensions: z.object({
    layers: z.int(),
    width: z.int(),
    mlpWidth: z.int(),
    heads: z.int(),
    keyValueHeads: z.int(),
    headWidth: z.int(),
    vocabulary: z.int(),
    context: z.int(),
  }),
});

/** The change from a version's parents: everything needed to repeat it. */
export const Change = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("checkpoint"), checkpoint: z.string() }),
  z.object({
    kind: z.literal("edit"),
    method: z.string(),
    requests: z.array(EditRequest),
    parameters: Json,
    seed: z.int(),
    place: Backend,
  }),
  z.object({ kind: z.literal("without"), removed: z.array(z.string()) }),
  z.object({ kind: z.literal("import"), manifest: Json }),
  z.object({
    kind: z.literal("merge"),
    /** As YAML text. */
    recipe: z.string(),
    /** What the names of the recipe mean: versions, of this model or of others. */
    sources: z.record(z.string(), ModelVersion),
    seed: z.int(),
    /** How the merged model answers, where it was asked. */
    score: EvolutionScore.optional(),
  }),
  z.object({
    kind: z.literal("union"),
    /** Of this branch and of what both had. */
    removed: z.array(z.string()),
    /** Of the other branch, because this one's answers hold. */
    leftOut: z.array(z.string()),
  }),
]);
export type Change = z.infer<typeof Change>;

/** One state of a model. Like a commit: immutable, named by its content, with parents. */
export const Version = z.object({
  /** "ver_" and the hash of everything below. */
  id: VersionId,
  model: z.string(),
  /** None for a checkpoint, one for an edit, and all that were merged for a merge: the one that it changes first. */
  parents: z.array(z.string()),
  change: Change,
  /** Content addresses of the overlays that this version adds to those of its first parent, in order. */
  overlays: z.array(Address),
  author: z.string(),
  reason: z.string(),
  createdAt: Time,
  /** Frobenius norm of this change's delta, by parameter; empty when it changed no weight. */
  deltaNorms: z.record(z.string(), z.number()),
  /** Fingerprint of the model at this version: base weights and all overlays. */
  fingerprint: z.string(),
});
export type Version = z.infer<typeof Version>;

/** A version in a list, without its overlays. */
export const ListedVersion = Version.omit({ overlays: true });
export type ListedVersion = z.infer<typeof ListedVersion>;

/** A name that moves along the graph. `redo` holds what undo stepped back from, nearest last. */
export const Branch = z.object({
  /** `${model}:${name}` */
  id: z.string(),
  model: z.string(),
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9._-]{0,40}$/,
      "A branch name has lowercase letters, digits, dots, hyphens and underscores.",
    ),
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
  place: Backend,
  createdAt: Time,
});
export type MeasurementRecord = z.infer<typeof MeasurementRecord>;

export const JobStatus = z.enum(["queued", "running", "paused", "succeeded", "failed", "cancelled"]);
export type JobStatus = z.infer<typeof JobStatus>;

/** A summary of a job in one line, because an input may hold a thousand edits and lists of jobs are requested often. */
export const JobSummary = z.object({
  model: z.string().optional(),
  /** One for each entry of an edit job. */
  methods: z.array(z.string()),
  edits: z.int(),
  /** Of the first few edits. */
  subjects: z.array(z.string()),
  /** Of a download. */
  repository: z.string().optional(),
  /** Of a lifelong run. */
  runId: z.string().startsWith("life_").optional(),
  /** Of a report of factuality: the version that is asked, and how many questions. */
  version: z.string().optional(),
  questions: z.int().optional(),
  /** Of a benchmark: the name of its list. */
  list: z.string().optional(),
  /** Where it runs when that is not the server. */
  location: z.literal("browser").optional(),
  /** The author of the job that it repeats, where that is somebody else. */
  repeats: z.string().optional(),
});
export type JobSummary = z.infer<typeof JobSummary>;

export const Job = z.object({
  id: z.string().startsWith("job_"),
  kind: z.string(),
  status: JobStatus,
  /** Absent in jobs that are older than this field. */
  summary: JobSummary.optional(),
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
  /** Whose turn it uses: a digest of where it was asked from. Absent where nobody else can ask. */
  client: z.string().optional(),
});
export type Job = z.infer<typeof Job>;

/** How a job is that a page performs in its own worker. */
export const JobReport = z.object({
  status: JobStatus.exclude(["queued"]),
  progress: ProgressRecord.optional(),
  output: Json.optional(),
  error: WireErrorRecord.optional(),
});
export type JobReport = z.infer<typeof JobReport>;

/** The input and the result of a job, apart from its row: they may hold thousands of edits, and the row is read often. */
export const JobPayload = z.object({
  /** That of its job. */
  id: Job.shape.id,
  input: Json,
  output: Json.optional(),
});
export type JobPayload = z.infer<typeof JobPayload>;

/**
 * One entry of a job's stream. `sequence` rises within a job and is the SSE event id. Progress that is shown and not kept has
 * the sequence of the last event that is kept, and an id of its own.
 */
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

/** The outcome of one entry of an edit job's methods on its cases. */
export const EditOutcome = z.object({
  /** The place of its entry in the input's `methods`, where one method may stand several times. */
  entry: z.int().min(0),
  method: z.string(),
  parameters: Json,
  /** Where these parameters come from. Absent in results that are older than this field. */
  settings: SettingsOrigin.optional(),
  /** Present when the method failed on these cases; the others of the job still count. */
  error: WireErrorRecord.optional(),
  /** Addresses of the overlays this edit adds to the version's own. */
  overlays: z.array(Address),
  /** Size of these overlays as stored. Absent in results that are older than this field. */
  overlayBytes: z.int().optional(),
  deltaNorms: z.record(z.string(), z.number()),
  fingerprintBefore: z.string(),
  fingerprintAfter: z.string(),
  report: z.object({
    numbers: z.record(z.string(), z.number()),
    curves: z.record(z.string(), z.array(z.number())).optional(),
    /** Reasons to doubt the result, in sentences. */
    notes: z.array(z.string()).optional(),
  }),
  /** Calls among several that changed nothing, where there were such. */
  failures: z.array(FailedStep).optional(),
  verdict: Verdict.optional(),
  durationMs: z.number(),
  /** The part of it that the method took, without the questions before and after. */
  applyMs: z.number().optional(),
});
export type EditOutcome = z.infer<typeof EditOutcome>;

export const EditMode = z.enum(["single", "sequential", "batch"]);
export type EditMode = z.infer<typeof EditMode>;

/** The input of an `edit` job: the same in a browser tab, on the server and from the command line. */
export const EditJobInput = ModelVersion.extend({
  cases: z.array(EditCase).min(1, "Write at least one edit.").max(10_000),
  /** One entry a run; the same method may stand here several times with different parameters. */
  methods: z.array(MethodChoice).min(1, "Choose at least one method."),
  mode: EditMode,
  /** Cases a call of the method. When absent: all of them in a batch, one otherwise. */
  batchSize: z.int().min(1).optional(),
  seed: z.int().min(0).default(0),
  /** Whether a case that the model cannot read is left out as a failed step, instead of refusing the whole list. */
  skipFaults: z.boolean().optional(),
  /** Fixed context templates in place of sampled ones; each holds {} once. */
  contexts: z.array(z.string()).optional(),
});
export type EditJobInput = z.infer<typeof EditJobInput>;

export const EditJobOutput = z.object({ outcomes: z.array(EditOutcome), place: Backend });
export type EditJobOutput = z.infer<typeof EditJobOutput>;

/** The input of a `download` job. The revision was resolved when it was asked for, so that a retry gets the same bytes. */
export const DownloadJobInput = z.object({
  origin: Origin,
  /** The GGUF file that was chosen, where the repository holds several models. */
  file: z.string().max(200).optional(),
  modelId: ModelRecord.shape.id,
  name: z.string().min(1).max(120),
});
export type DownloadJobInput = z.infer<typeof DownloadJobInput>;

export const DownloadJobOutput = z.object({
  modelId: z.string(),
  /** Every file was held against its digest before the model was listed. */
  files: z.array(z.object({ name: z.string(), sizeBytes: z.int(), digest: z.string() })),
});
export type DownloadJobOutput = z.infer<typeof DownloadJobOutput>;

/** What an artifact is, in the header of its file. */
/** A list of edits or questions that is kept, as it is listed. */
export const ListCard = z.object({
  /** Of the file. */
  name: z.string().min(1).max(200),
  /** As whoever imported it states it; null where nobody did. */
  licence: z.string().min(1).max(200).nullable(),
  source: z.string().min(1).max(500).nullable(),
  /** Ids of the datasets that recognised its records. */
  datasets: z.array(z.string()),
  records: z.int(),
  edits: z.int(),
  probes: z.int(),
  questions: z.int(),
  /** Records that cannot be used. */
  faults: z.int(),
});
export type ListCard = z.infer<typeof ListCard>;

export const ArtifactManifest = z.object({
  /** "second-moment", "trained-editor"… */
  kind: z.string(),
  checkpoint: z.string(),
  /** None when it belongs to no layer in particular. */
  layers: z.array(z.int()),
  /** The name of the texts or edits it was made from. */
  source: z.string().optional(),
  samples: z.object({ count: z.int(), unit: z.enum(["tokens", "edits", "facts"]) }).optional(),
  /** Of facts that were asked for: how many the model knows. */
  known: z.int().optional(),
  /** Relative error by number of samples, estimated from two halves of them. */
  quality: z.array(z.object({ samples: z.int(), relativeError: z.number().min(0) })).optional(),
  /** The share of a second moment's trace that its largest coordinates hold. */
  largest: z.object({ coordinates: z.int(), share: z.number().min(0).max(1) }).optional(),
  /** Of a list that is kept: what it is, and under which terms it came. */
  list: ListCard.optional(),
  /** Of one that is not whole: how far its making had come. */
  progress: z.object({ done: z.number(), total: z.number() }).optional(),
  /** Everything it depends on. The hash of this is its name. */
  key: Json,
  createdAt: Time,
});
export type ArtifactManifest = z.infer<typeof ArtifactManifest>;

/** The input of a `prepare` job: what to make ready for which methods. */
export const PrepareJobInput = z
  .object({
    model: z.string(),
    methods: z.array(MethodChoice),
    /** Whether the model is asked which facts of the world it knows. */
    facts: z.boolean().default(false),
  })
  .refine(({ methods, facts }) => facts || methods.length > 0, "Choose at least one method, or the facts.");
export type PrepareJobInput = z.infer<typeof PrepareJobInput>;

export const PrepareJobOutput = z.object({
  /** Time of each method; near zero for one that found everything. */
  methods: z.array(z.object({ method: z.string(), durationMs: z.number() })),
  /** When they were asked for: questions, and how many of them the model answers. */
  facts: z.object({ asked: z.int(), known: z.int(), durationMs: z.number() }).optional(),
  place: Backend,
});
export type PrepareJobOutput = z.infer<typeof PrepareJobOutput>;

/** Of a preset measured here (presets.ts). */
export const PresetId = z.string().startsWith("preset_");

export const ProposeJobOutput = z.object({ presetId: PresetId });
export type ProposeJobOutput = z.infer<typeof ProposeJobOutput>;

/** A lifelong run (lifelong.ts), by what decides it. */
export const LifelongRunId = z
  .string()
  .regex(/^life_[0-9a-f]{64}$/, "A run is named life_ and 64 hexadecimal digits.");

export const LifelongJobOutput = z.object({ runId: LifelongRunId });
export type LifelongJobOutput = z.infer<typeof LifelongJobOutput>;
