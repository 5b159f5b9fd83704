/** Bringing a model: what a checkpoint would take before it is here, and downloading one from a hub. */
import { z } from "zod";
import { Commit, DownloadJobInput, ModelKind, Origin, Backend, RepositoryId, Revision } from "../../store";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../endpoint";

/** Why a place cannot hold a model, in bytes: all weights, the largest of them, or the memory of the machine. */
export const Obstacle = z.object({
  kind: z.enum(["weights", "buffer", "memory"]),
  neededBytes: z.number(),
  limitBytes: z.number(),
});
export type Obstacle = z.infer<typeof Obstacle>;

/** One place where the model could run, and what each method would take there with its default parameters. */
export const PlaceReport = z.object({
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

/** The facts in config.json and the headers of the weights. */
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
  places: z.array(PlaceReport),
});
export type CheckpointReport = z.infer<typeof CheckpointReport>;

const Source = z.object({
  /** A host of `hub.get`; the first of them when absent. */
  host: z.string().max(255).optional(),
  repository: RepositoryId,
  revision: Revision.default("main"),
});

export const getHub = defineEndpoint({
  id: "hub.get",
  summary: "Where this server downloads from, and published checkpoints to propose.",
  method: "GET",
  path: "/api/hub",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({
    /** The first is proposed. `hasToken`: the server can ask for gated repositories there. */
    hosts: z.array(z.object({ host: z.string(), hasToken: z.boolean() })),
    checkpoints: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        family: z.string(),
        revision: z.string(),
        isGated: z.boolean(),
      }),
    ),
  }),
});

export const HubReport = z.object({
  /** The revision is resolved: the download gets exactly these files. */
  origin: Origin,
  files: z.array(z.object({ name: z.string(), sizeBytes: z.int() })),
  downloadBytes: z.number(),
  /** Free on the disk of the server's data folder. */
  freeBytes: z.number(),
  report: CheckpointReport,
});
export type HubReport = z.infer<typeof HubReport>;

export const preflightHub = defineEndpoint({
  id: "hub.preflight",
  summary: "What a repository of a hub holds and would take, from its configuration and headers alone.",
  method: "POST",
  path: "/api/hub/preflight",
  params: NO_PARAMS,
  input: Source,
  output: HubReport,
});

export const startDownload = defineEndpoint({
  id: "hub.download",
  summary: "Queue the download of a repository: a job that can be paused and survives a restart.",
  method: "POST",
  path: "/api/hub/downloads",
  params: NO_PARAMS,
  input: Source.extend({
    /** The commit of the revision at preflight; the present commit when absent. */
    commit: Commit.optional(),
    modelId: DownloadJobInput.shape.modelId,
    name: DownloadJobInput.shape.name,
    author: z.string().max(80).default(""),
  }),
  output: z.object({ jobId: z.string() }),
  invalidates: ["jobs.list"],
});

/** The largest part of a file that preflight needs: headers of very large shards, tokenizers excluded. */
const MOST_HEAD_CHARACTERS = 8_000_000;

export const preflightFiles = defineEndpoint({
  id: "models.preflight",
  summary: "What a checkpoint on the asker's disk would take, from its configuration and headers alone.",
  method: "POST",
  path: "/api/models/preflight",
  params: NO_PARAMS,
  input: z.object({
    /** The id that the model would have; published settings go by it. */
    modelId: DownloadJobInput.shape.modelId,
    files: z
      .array(
        z.object({
          name: z.string().max(200),
          sizeBytes: z.int().min(0),
          /** In base64: all of a JSON file, of weights the header; nothing of files that are only listed. */
          head: z.base64().max(MOST_HEAD_CHARACTERS).default(""),
        }),
      )
      .max(1000),
  }),
  output: CheckpointReport,
});
