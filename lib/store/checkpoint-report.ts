/** Preflight of a checkpoint before it is installed: its facts, and where it can run. */
import { z } from "zod";
import { Backend, ModelKind } from "./records";

/** Why a place cannot hold a model, in bytes: all weights, the largest of them, or the memory of the machine. */
const Obstacle = z.object({
  kind: z.enum(["weights", "buffer", "memory"]),
  neededBytes: z.number(),
  limitBytes: z.number(),
});
export type Obstacle = z.infer<typeof Obstacle>;

/** One place where the model could run, and what each method would take there with its default parameters. */
const PlaceReport = z.object({
  place: Backend,
  /** While the model is opened: its weights in float32, and once more as they are handed over. */
  memoryBytes: z.number(),
  obstacles: z.array(Obstacle),
  methods: z.array(
    z.object({
      method: z.string(),
      name: z.string(),
      blockers: z.array(z.string()),
      warnings: z.array(z.string()),
      obstacles: z.array(Obstacle),
      memoryBytes: z.number(),
      /** Of one edit: low and high. */
      durationMs: z.tuple([z.number(), z.number()]),
    }),
  ),
});
export type PlaceReport = z.infer<typeof PlaceReport>;

/** What a person should know of a checkpoint that opens: names of settings, or of tokens. */
export const CheckpointWarning = z.object({
  /** Settings of config.json that nobody reads here; tokens without a row in the embedding. */
  kind: z.enum(["unreadSettings", "tokensBeyond"]),
  names: z.array(z.string()),
});
export type CheckpointWarning = z.infer<typeof CheckpointWarning>;

/** The facts in config.json and the headers of the weights, and the estimated cost on each backend. */
export const CheckpointReport = z.object({
  kind: ModelKind,
  family: z.string(),
  familyName: z.string(),
  parameterCount: z.number(),
  layers: z.int(),
  width: z.int(),
  vocabulary: z.int(),
  context: z.int(),
  /** The file's spelling: "F16". */
  storedAs: z.string(),
  weightBytes: z.number(),
  warnings: z.array(CheckpointWarning),
  places: z.array(PlaceReport),
});
export type CheckpointReport = z.infer<typeof CheckpointReport>;
