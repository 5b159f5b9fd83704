/**
 * Writing many facts in key directions that old knowledge hardly uses, shared by AlphaEdit and SPHERE (Fang et al. 2025).
 *
 * With U the eigenvectors of C = E[k kᵀ] below a threshold and P = U Uᵀ, the change of a layer is (eq. 14)
 *
 *     ΔWᵀ = (P (K Kᵀ + Kc Kcᵀ) + L2 · I)⁻¹ P K Rᵀ
 *
 * where Kc are the keys of earlier edits, which are protected too. The system is not symmetric, but lies within the null
 * space: with K̂ = Uᵀ K it is ΔWᵀ = U (K̂ K̂ᵀ + K̂c K̂cᵀ + L2 · I)⁻¹ K̂ Rᵀ, MEMIT's solve in the coordinates of U. Kc comes
 * from the memories of earlier overlays of the same method, so an undone edit is no longer protected.
 */
import { z } from "zod";
import type { Run } from "../../../base";
import { memoriesOf, type JoinMemories, type WeightDelta, type WeightOverlay } from "../../../model";
import type { Tensor } from "../../../tensor";
import type { EditCall, EditResult, Preflight, PreflightCall } from "../../method";
import { layerKeys } from "../locate/keys";
import { momentKey } from "./covariance";
import { updateDirections } from "./least-squares";
import { decomposed, eigenKey, nullSpace } from "./null-space";
import { stackRows, doubleProduct, stacked } from "./product";
import { protectKeys } from "./protected-keys";
import {
  momentRequest,
  preflightSpread,
  prepareSpread,
  sortedLayers,
  SPREAD_FIELDS,
  multiLayerEdit,
  spreadPresets,
} from "./multi-layer-edit";

export const NullSpaceParameters = z.object({
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
export type NullSpaceParameters = z.infer<typeof NullSpaceParameters>;

/** The published configurations contain a weight of second moments, which the authors' code does not read. */
export const NULL_SPACE_KEYS = { ignored: ["P_loc", "mom2_update_weight"] } as const;

export const NULL_SPACE_PRESETS = spreadPresets(NullSpaceParameters, {
  atlas: { ridge: 1, valueWeightDecay: 0.01, klFactor: 0.01 },
  "gpt2-xl": {},
  "gpt-j-6b": {},
  "llama3-8b": { clampFactor: 0.75, ridge: 1 },
  "qwen2.5-7b": { ridge: 1 },
});

interface NullSpaceChange {
  readonly deltas: readonly WeightDelta[];
  /** Of the model as it is with `deltas`: what the next edit protects. */
  readonly memory: NonNullable<WeightOverlay["memory"]>;
  readonly report: EditResult["report"];
}

/** `method` is the id under which keys are remembered. Throws `no_effect` when no direction is free. */
export async function nullSpaceEdit<P extends NullSpaceParameters>(
  run: Run,
  call: EditCall<P>,
  method: string,
): Promise<NullSpaceChange> {
  const { model, cache, requests, parameters } = call;
  const { deltas, report, layers, contexts } = await multiLayerEdit(run, call, {
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
        pastKeys(call, method, layer),
      );
      const coordinates = await space.coordinates(keys);
      return space.expand(await updateDirections(run, metric, parameters.ridge, coordinates, rest));
    },
  });
  const edited = model.with([{ kind: "weights", deltas }]);
  const last = layers[layers.length - 1];
  const { keys } = await layerKeys(run, edited, requests, contexts, layers, `blocks.${last}.resid_post`);
  const tensors = Object.fromEntries(
    layers.map((layer) => [keysName(layer), stacked(keys.get(layer) as readonly Float64Array[])]),
  );
  return { deltas, memory: { method, tensors }, report };
}

/** Keys below each other, in the order of the edits. */
export const joinKeys: JoinMemories = (memories) => {
  const names = [...new Set(memories.flatMap((tensors) => Object.keys(tensors)))];
  return Object.fromEntries(
    names.map((name) => [name, stackRows(memories.flatMap((tensors) => tensors[name] ?? []))]),
  );
};

/** Contexts, second moments and their eigenvectors. */
export async function prepareNullSpace<P extends NullSpaceParameters>(
  run: Run,
  call: Omit<EditCall<P>, "requests">,
): Promise<void> {
  await prepareSpread(run, call);
  for (const layer of sortedLayers(call.parameters))
    await decomposed(run, call.model, call.cache, momentRequest(layer, call));
}

/** `decomposedWidth` is of a matrix that a method decomposes for each layer at each edit. */
export function preflightNullSpace<P extends NullSpaceParameters>(
  call: PreflightCall<P>,
  options: { readonly decomposedWidth?: number } = {},
): Promise<Preflight> {
  const { facts, fingerprint } = call;
  const statistics = { name: call.statistics };
  const { statisticsTokens: maxTokens } = call.parameters;
  const { mlpWidth } = facts.dimensions;
  return preflightSpread(call, {
    ...options,
    perLayer: (layer) => [
      {
        what: `Null space of layer ${layer}`,
        key: eigenKey(momentKey(facts, { layer, maxTokens, statistics }, fingerprint)),
        operations: 0,
        hostOperations: 6 * mlpWidth ** 3,
        hostBytes: 4 * 8 * mlpWidth ** 2,
      },
    ],
  });
}

/** In an overlay's memory: the keys of a layer, one a row, [N, F]. */
function keysName(layer: number): string {
  return `keys.${layer}`;
}

/** In the order of the edits, [N, F] each. */
function pastKeys({ model }: Pick<EditCall<unknown>, "model">, method: string, layer: number): Tensor[] {
  return memoriesOf(model.overlays, method).flatMap((tensors) => tensors[keysName(layer)] ?? []);
}
