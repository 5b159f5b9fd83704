/** Bringing a model: what a checkpoint would take before it is here, and downloading one from a hub. */
import { z } from "zod";
import {
  BaseWeights,
  CheckpointReport,
  Commit,
  DownloadJobInput,
  Origin,
  RepositoryId,
  Revision,
} from "../../store";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../endpoint";

const Repository = z.object({
  /** A host of `hub.get`; the first of them when absent. */
  host: z.string().max(255).optional(),
  repository: RepositoryId,
  revision: Revision.default("main"),
});
const Source = Repository.extend({ file: DownloadJobInput.shape.file });

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

const ShelfModel = z.object({
  /** The repository. */
  id: z.string(),
  name: z.string(),
  revision: z.string(),
  isGated: z.boolean(),
  licence: z.string(),
  /** Of the weights as published; absent where only the hub says it. */
  downloadBytes: z.number().optional(),
  parameterCount: z.int(),
  places: z.array(
    CheckpointReport.shape.places.element.pick({ place: true, obstacles: true }).extend({
      /** Memory to open the model, and of the methods that fit the least and the most demanding one's. */
      openBytes: z.number(),
      editBytes: z.tuple([z.number(), z.number()]).optional(),
      /** Why none fits: that of the least demanding. */
      editObstacles: CheckpointReport.shape.places.element.shape.obstacles,
      methods: z.object({ fitting: z.int(), all: z.int() }),
    }),
  ),
});
export type ShelfModel = z.infer<typeof ShelfModel>;

export const hubShelf = defineEndpoint({
  id: "hub.shelf",
  summary: "Small models to download, with licence, size and what each needs here. No hub is asked.",
  method: "GET",
  path: "/api/hub/shelf",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({ models: z.array(ShelfModel) }),
});

export const HubChoices = z.object({
  origin: Origin,
  /** Whether the repository is a checkpoint by itself, which is what is downloaded when no file is chosen. */
  hasSafetensors: z.boolean(),
  /** The models among its GGUF files; the numbered parts of a split file are one. */
  choices: z.array(
    z.object({
      file: z.string(),
      files: z.array(z.string()),
      sizeBytes: z.number(),
      /** "Q4_K_M"; absent where the name does not tell. */
      quantization: z.string().optional(),
      /** Whether that type of weights is read here; absent where the name does not tell. */
      isRead: z.boolean().optional(),
    }),
  ),
});
export type HubChoices = z.infer<typeof HubChoices>;

export const listHubFiles = defineEndpoint({
  id: "hub.files",
  summary: "The models among a repository's GGUF files, with size and quantization.",
  method: "POST",
  path: "/api/hub/files",
  params: NO_PARAMS,
  input: Repository,
  output: HubChoices,
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

/** The largest part of a file that preflight needs: a GGUF header, which has the tokenizer in it. */
const MOST_HEAD_CHARACTERS = 32_000_000;

export const preflightFiles = defineEndpoint({
  id: "models.preflight-files",
  summary: "What a checkpoint on the asker's disk would take, from its configuration and headers alone.",
  method: "POST",
  path: "/api/models/preflight",
  params: NO_PARAMS,
  input: z.object({
    /** The id that the model would have; published settings go by it. */
    modelId: DownloadJobInput.shape.modelId,
    /** How it shall hold its matrices. */
    weights: BaseWeights.default("float32"),
    files: z
      .array(
        z.object({
          name: z.string().max(200),
          sizeBytes: z.int().min(0),
          /** In base64: all of a JSON file, of weights the header; nothing of files that are only listed. */
          head: z.base64().max(MOST_HEAD_CHARACTERS).default(""),
          /** Other stretches that are read before any weight is. */
          parts: z
            .array(z.object({ start: z.int().min(0), bytes: z.base64().max(1_000_000) }))
            .max(10)
            .default([]),
        }),
      )
      .max(1000),
  }),
  output: CheckpointReport,
});
