/** Models: what is installed, adding one from files, and taking one away. */
import { z } from "zod";
import { BaseWeights, ModelRecord } from "../../store";
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
  summary:
    "Register a model whose files were uploaded: reads config.json and the safetensors headers, and quantises the weights where that is asked for.",
  method: "POST",
  path: "/api/models",
  params: NO_PARAMS,
  input: z.object({
    modelId: ModelRecord.shape.id,
    name: z.string().min(1).max(120),
    weights: BaseWeights.default("float32"),
  }),
  output: ModelRecord,
  invalidates: ["models.list"],
});

export const discardUpload = defineEndpoint({
  id: "models.discard",
  summary: "Delete the files that were sent for a model which was never registered.",
  method: "DELETE",
  path: "/api/models/[modelId]/files",
  params: modelParams,
  input: NO_INPUT,
  output: z.object({ discarded: z.string() }),
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
