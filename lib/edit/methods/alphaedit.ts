/**
 * AlphaEdit: MEMIT whose change reads only directions that old knowledge hardly uses (Fang et al. 2025).
 *
 * With U the eigenvectors of C = E[k kᵀ] below a threshold and P = U Uᵀ, the change of a layer is (eq. 14)
 *
 *     ΔWᵀ = (P (K Kᵀ + Kc Kcᵀ) + L2 · I)⁻¹ P K Rᵀ
 *
 * where Kc are the keys of earlier edits, which are protected too. The system is not symmetric, but lies within the null
 * space: with K̂ = Uᵀ K it is ΔWᵀ = U (K̂ K̂ᵀ + K̂c K̂cᵀ + L2 · I)⁻¹ K̂ Rᵀ, MEMIT's solve in the coordinates of U. Kc is what
 * earlier AlphaEdit overlays remember, so an edit that is undone is no longer protected.
 */
import { z } from "zod";
import { memoriesOf } from "../../model";
import { float32, floats, type Tensor } from "../../tensor";
import { defineMethod, type EditCall, type EditResult } from "../method";
import { layerKeys } from "../shared/keys";
import { keyRows } from "../shared/least-squares";
import { decomposed, eigenKey, nullSpace } from "../shared/null-space";
import { doubleProduct, stacked } from "../shared/product";
import { protectKeys } from "../shared/protected-keys";
import {
  momentRequest,
  preflightSpread,
  prepareSpread,
  sortedLayers,
  SPREAD_FIELDS,
  spreadEdit,
} from "../shared/spread";

const AlphaEditParameters = z.object({
  ...SPREAD_FIELDS,
  nullspaceThreshold: z
    .number()
    .positive()
    .default(2e-2)
    .describe("Directions of key space whose second moment is below this count as unused.")
    .meta({ alias: "nullspace_threshold" }),
  ridge: z
    .number()
    .positive()
    .default(10)
    .describe("Keeps the change short: more disturbs less and writes less.")
    .meta({ alias: "L2" }),
});
type AlphaEditParameters = z.infer<typeof AlphaEditParameters>;

const ID = "alphaedit";

export const alphaEdit = defineMethod<AlphaEditParameters>({
  id: ID,
  name: "AlphaEdit",
  summary: "MEMIT confined to directions that old knowledge does not use, made for long sequences of edits.",
  paper: {
    title: "AlphaEdit: Null-Space Constrained Knowledge Editing for Language Models",
    year: 2025,
    url: "https://arxiv.org/abs/2410.02355",
  },
  kind: "locate-then-edit",
  traits: { batch: true, sequential: true, gradient: true },
  parameters: AlphaEditParameters,
  presets: [
    {
      name: "Atlas",
      models: ["atlas"],
      parameters: AlphaEditParameters.parse({ ridge: 1, valueWeightDecay: 0.01, klFactor: 0.01 }),
    },
    {
      name: "GPT-2 XL, as published",
      models: ["gpt2-xl"],
      parameters: AlphaEditParameters.parse({
        layers: [13, 14, 15, 16, 17],
        clampFactor: 0.75,
        statisticsTokens: 100_000,
      }),
    },
    {
      name: "GPT-J, as published",
      models: ["gpt-j-6b"],
      parameters: AlphaEditParameters.parse({
        layers: [3, 4, 5, 6, 7, 8],
        valueSteps: 25,
        clampFactor: 0.75,
        statisticsTokens: 100_000,
      }),
    },
    {
      name: "Llama 3 of 8 billion, as published",
      models: ["llama3-8b"],
      parameters: AlphaEditParameters.parse({
        layers: [4, 5, 6, 7, 8],
        valueSteps: 25,
        valueLearningRate: 0.1,
        clampFactor: 0.75,
        ridge: 1,
        statisticsTokens: 100_000,
      }),
    },
    {
      name: "Qwen 2.5 of 7 billion, as published",
      models: ["qwen2.5-7b"],
      parameters: AlphaEditParameters.parse({
        layers: [4, 5, 6, 7, 8],
        valueSteps: 25,
        valueWeightDecay: 1e-3,
        ridge: 1,
        statisticsTokens: 100_000,
      }),
    },
  ],
  worthTrying: { ridge: [10, 1, 0.1], valueWeightDecay: [0.5, 0.01] },
  preflight: (call) =>
    preflightSpread(call, (layer, moment) => [
      {
        what: `Null space of layer ${layer}`,
        key: eigenKey(moment),
        tokens: 0,
        hostOperations: 6 * call.facts.dimensions.mlpWidth ** 3,
        hostBytes: 4 * 8 * call.facts.dimensions.mlpWidth ** 2,
      },
    ]),
  async prepare(run, call) {
    await prepareSpread(run, call);
    for (const layer of sortedLayers(call.parameters))
      await decomposed(run, call.model, call.cache, momentRequest(layer, call));
  },
  joinMemories(memories) {
    const names = [...new Set(memories.flatMap((tensors) => Object.keys(tensors)))];
    return Object.fromEntries(
      names.map((name) => [name, below(memories.flatMap((tensors) => tensors[name] ?? []))]),
    );
  },
  async apply(run, call): Promise<EditResult> {
    const { model, cache, requests, parameters } = call;
    const { deltas, report, layers, contexts } = await spreadEdit(run, call, {
      parts: ["resid_post"],
      share: (left) => 1 / left,
      async solve(layer, keys) {
        const request = momentRequest(layer, call);
        const space = await nullSpace(run, model, cache, request, parameters.nullspaceThreshold);
        const { metric, rest } = await protectKeys(
          run,
          {
            cache,
            key: space.key,
            ridge: parameters.ridge,
            size: space.rank,
            multiply: doubleProduct(run, model),
            coordinates: space.coordinates,
          },
          pastKeys(call, layer),
        );
        const own = await space.coordinates(keys);
        return space.expand(await keyRows(run, metric, parameters.ridge, own, rest));
      },
    });
    // The keys to protect are those of the model as it is now.
    const edited = model.with([{ kind: "weights", deltas }]);
    const last = layers[layers.length - 1];
    const { keys } = await layerKeys(run, edited, requests, contexts, layers, `blocks.${last}.resid_post`);
    const tensors = Object.fromEntries(
      layers.map((layer) => [keysName(layer), stacked(keys.get(layer) as readonly Float64Array[])]),
    );
    return { overlays: [{ kind: "weights", deltas, memory: { method: ID, tensors } }], report };
  },
});

/** In an overlay's memory: the keys of a layer, one a row, [N, F]. */
function keysName(layer: number): string {
  return `keys.${layer}`;
}

/** In the order of the edits, [N, F] each. */
function pastKeys({ model }: Pick<EditCall<unknown>, "model">, layer: number): Tensor[] {
  return memoriesOf(model.overlays, ID).flatMap((tensors) => tensors[keysName(layer)] ?? []);
}

/** Matrices of one width below each other. */
function below(matrices: readonly Tensor[]): Tensor {
  const width = matrices[0].shape[1];
  const rows = matrices.reduce((sum, { shape }) => sum + shape[0], 0);
  const data = new Float32Array(rows * width);
  let at = 0;
  for (const matrix of matrices) {
    data.set(floats(matrix), at);
    at += matrix.data.length;
  }
  return float32([rows, width], data);
}
