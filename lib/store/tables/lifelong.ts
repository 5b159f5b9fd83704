/**
 * Lifelong runs: one method, edit after edit, evaluated at checkpoints. A run is named by everything that determines its
 * bytes, so requesting the same run again resumes it. Its state between two steps is an artifact of the model host.
 */
import { z } from "zod";
import { EditCase } from "../../data";
import {
  FailedStep,
  FateCounts,
  HealthAtStart,
  HealthLimits,
  HealthPause,
  HealthSample,
  MetricResult,
  ProbeAnswer,
  Protocol,
  StoredCaseScores,
  Summary,
} from "../../eval/report";
import { Address, Backend, Json, LifelongRunId, ModelVersion, Time } from "../records";

/** Edits drawn from the embedded world instead of being written out. Equal draws are equal edits. */
export const LifelongDraw = z.object({
  count: z.int().min(1, "Write at least one edit.").max(10_000),
  seed: z.int().min(0).default(0),
});
export type LifelongDraw = z.infer<typeof LifelongDraw>;

/** Checkpoints of the literature, cut at the number of edits. */
const CHECKPOINTS_ASKED = [1, 10, 100, 1000, 10_000] as const;

/** The input of a `lifelong` job. Comparing methods is several runs over one draw. */
export const LifelongJobInput = z
  .object({
    /** The version that the run starts from. */
    ...ModelVersion.shape,
    /** Its name, which it is given when it is queued. */
    runId: LifelongRunId.optional(),
    /** Either of the two. */
    cases: z.array(EditCase).min(1).max(10_000).optional(),
    draw: LifelongDraw.optional(),
    method: z.string(),
    parameters: Json.default({}),
    /** Edits a call of the method. */
    batchSize: z.int().min(1).max(1000).default(1),
    /** Numbers of edits after which the run is evaluated; the last edit always is one. */
    checkpoints: z
      .array(z.int().min(1))
      .max(64)
      .default([...CHECKPOINTS_ASKED]),
    health: HealthLimits.prefault({}),
    /** Edits between two checks of everything; entropy and norms are looked at after each. Checkpoints are such checks too. */
    healthEvery: z.int().min(1).max(1000).default(10),
    seed: z.int().min(0).default(0),
  })
  .refine(({ cases, draw }) => (cases === undefined) !== (draw === undefined), {
    error: "Give the cases of the run, or a draw from the world.",
    path: ["draw"],
  });
export type LifelongJobInput = z.infer<typeof LifelongJobInput>;

/**
 * Numbers of edits after which a run of `count` edits is judged: each at the end of the call of the method that reaches it,
 * the last edit always among them.
 */
export function checkpointsOf(
  { checkpoints, batchSize }: Pick<LifelongJobInput, "checkpoints" | "batchSize">,
  count: number,
): number[] {
  const ends = checkpoints
    .filter((edits) => edits < count)
    .map((edits) => Math.min(count, Math.ceil(edits / batchSize) * batchSize));
  return [...new Set([...ends, count])].sort((a, b) => a - b);
}

/** The input of the model host's call: to continue a run. */
export const LifelongSegment = z.object({
  runId: LifelongRunId,
  input: LifelongJobInput,
  /** Whether a person has said to go on although a limit was crossed; the run will not stop at that probe again. */
  ignoreLimit: z.boolean(),
});
export type LifelongSegment = z.infer<typeof LifelongSegment>;

/** Everything measured after `edits` edits, over all edits so far. */
export const LifelongRow = z.object({
  edits: z.int(),
  /** Every metric under its protocols; `before` is the model that the run started from. */
  metrics: z.array(MetricResult),
  /** exp of the mean −log p of held texts, by token. */
  perplexity: z.object({ before: z.number().nullable(), after: z.number().nullable() }).nullable(),
  /** Share of questions about facts that no edit of the run touches, all answered by the base, still answered. */
  ability: Summary.nullable(),
  /** Probes on which the two protocols disagree about passing. */
  disagreements: z.int(),
  /** What became of the edits so far, by their own prompts. Absent in older records. */
  fates: z.partialRecord(Protocol, FateCounts).optional(),
  /** Of the merged overlays of the edits so far. */
  overlayBytes: z.int(),
  /** Of the method alone, mean over the ten calls before this row, or as many as there are. */
  secondsAnEdit: z.number(),
  /** Of this evaluation. */
  evaluationMs: z.number(),
  /** The merged overlays of the edits so far; applied to the run's version they give the model of this row. */
  overlays: z.array(Address),
  /** Frobenius norm of the whole change, by parameter. */
  deltaNorms: z.record(z.string(), z.number()),
  /** Blobs: `LifelongRetention`; `LifelongAnswers`, null where they would be large; those of the base to the new edits. */
  retention: Address,
  answers: Address.nullable(),
  baseAnswers: Address,
  at: Time,
});
export type LifelongRow = z.infer<typeof LifelongRow>;

/** A blob: every edit so far, in order. */
export const LifelongRetention = z.array(StoredCaseScores);
/** A blob: by edit, what was said to each of its probes, in the order of `probesOf`. */
export const LifelongAnswers = z.array(z.array(ProbeAnswer));
/** A blob: the cases of a run, in order; one that the model cannot read has the reason why it was left out. */
export const LifelongCases = z.array(EditCase.extend({ refused: z.string().optional() }));

/** A state that passed every check. */
export const HealthyState = z.object({
  edits: z.int(),
  overlays: z.array(Address),
  deltaNorms: z.record(z.string(), z.number()),
});
export type HealthyState = z.infer<typeof HealthyState>;

/** What a model host reports of a run whenever it has kept something. */
export const LifelongState = z.object({
  /** Edits done and kept, and of how many. */
  edits: z.int(),
  count: z.int(),
  rows: z.array(LifelongRow),
  samples: z.array(HealthSample),
  failures: z.array(FailedStep),
  /** The model that the run started from. */
  start: HealthAtStart,
  cases: Address,
  /** By edit, the addresses of its own overlays; null where one is too large to be kept by itself. */
  editOverlays: z.array(z.array(Address).nullable()),
  pause: HealthPause.nullable(),
  /** With a pause: the last state that was well. */
  healthy: HealthyState.nullable(),
  place: Backend,
});
export type LifelongState = z.infer<typeof LifelongState>;

/** A run as it is kept: what was asked, but for the cases, and how far it came. */
export const LifelongRunRecord = z.object({
  id: LifelongRunId,
  /** The job that performed it last. */
  job: z.string(),
  model: z.string(),
  /** Empty for the model as its checkpoint has it. */
  version: z.string(),
  method: z.string(),
  parameters: Json,
  settings: z.object({
    count: z.int(),
    /** null for cases that were written out. */
    draw: LifelongDraw.nullable(),
    batchSize: z.int(),
    checkpoints: z.array(z.int()),
    health: HealthLimits,
    healthEvery: z.int(),
    seed: z.int(),
  }),
  /** Absent until something was kept. */
  state: LifelongState.optional(),
  createdAt: Time,
  updatedAt: Time,
});
export type LifelongRunRecord = z.infer<typeof LifelongRunRecord>;
