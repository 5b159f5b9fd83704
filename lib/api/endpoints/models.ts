/** Models: what is installed, adding one from files, and quick questions to a version of one. */
import { z } from "zod";
import { Address, ModelRecord } from "../../store";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../endpoint";

const modelParams = z.object({ modelId: ModelRecord.shape.id });

export const listModels = defineEndpoint({
  id: "models.list",
  summary: "Models that this installation can open.",
  method: "GET",
  path: "/api/models",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({ models: z.array(ModelRecord) }),
});

/** Files are sent first, one PUT each, to /api/models/[modelId]/files/[name]; this checks them and lists the model. */
export const addModel = defineEndpoint({
  id: "models.add",
  summary: "Register a model whose files were uploaded: reads config.json and the safetensors headers.",
  method: "POST",
  path: "/api/models",
  params: NO_PARAMS,
  input: z.object({ modelId: ModelRecord.shape.id, name: z.string().min(1).max(120) }),
  output: ModelRecord,
  invalidates: ["models.list"],
});

export const removeModel = defineEndpoint({
  id: "models.remove",
  summary: "Remove a model that has no kept versions beyond its checkpoint.",
  method: "DELETE",
  path: "/api/models/[modelId]",
  params: modelParams,
  input: NO_INPUT,
  output: z.object({ removed: z.string() }),
  invalidates: ["models.list"],
});

/** It is made when a model is added; this makes it after that failed. */
export const prepareModel = defineEndpoint({
  id: "models.prepare",
  summary: "Make the first version of a model and its main branch, unless they are there: reads all weights.",
  method: "POST",
  path: "/api/models/[modelId]/prepare",
  params: modelParams,
  input: NO_INPUT,
  output: z.object({ prepared: z.string() }),
  invalidates: ["versions.graph"],
});

/** One token of a strip. `start` and `end` are character offsets in the text. */
const TokenPiece = z.object({ id: z.int(), text: z.string(), start: z.int(), end: z.int() });

export const tokens = defineEndpoint({
  id: "models.tokens",
  summary: "How the model's tokenizer cuts texts.",
  method: "POST",
  path: "/api/models/[modelId]/tokens",
  params: modelParams,
  input: z.object({ texts: z.array(z.string().max(20_000)).min(1).max(64) }),
  output: z.object({ encodings: z.array(z.array(TokenPiece)), context: z.int() }),
});

export const nextTokens = defineEndpoint({
  id: "models.next-tokens",
  summary: "The likeliest next tokens after a prompt, in one or several versions.",
  method: "POST",
  path: "/api/models/[modelId]/next-tokens",
  params: modelParams,
  input: z.object({
    prompt: z.string().min(1).max(20_000),
    /** Overlay addresses of each version asked. */
    versions: z.array(z.array(Address)).min(1).max(8),
    count: z.int().min(1).max(50).default(5),
  }),
  output: z.object({
    answers: z.array(z.array(z.object({ token: z.string(), probability: z.number() }))),
  }),
});

export const generate = defineEndpoint({
  id: "models.generate",
  summary: "Continue a prompt greedily or by sampling, in one version.",
  method: "POST",
  path: "/api/models/[modelId]/generate",
  params: modelParams,
  input: z.object({
    prompt: z.string().min(1).max(20_000),
    overlays: z.array(Address),
    maxTokens: z.int().min(1).max(512).default(24),
    temperature: z.number().min(0).max(4).default(0),
    seed: z.int().min(0).default(0),
  }),
  output: z.object({ text: z.string() }),
});

export const fingerprint = defineEndpoint({
  id: "models.fingerprint",
  summary: "The fingerprint of a model wearing overlays, computed from the bytes now.",
  method: "POST",
  path: "/api/models/[modelId]/fingerprint",
  params: modelParams,
  input: z.object({ overlays: z.array(Address) }),
  output: z.object({ fingerprint: z.string() }),
});
