/**
 * Methods that write as MEMIT does and differ in the target, its search, or the share of each layer. The change of a layer
 * always weighs new keys against λ old ones (Meng et al. 2023, eq. 14):
 *
 *     ΔW = R Kᵀ (λ C + K Kᵀ)⁻¹
 *
 * C = E[k kᵀ] is the mean over tokens, so λ counts as so many old keys.
 */
import { z } from "zod";
import type { Run } from "../../../base";
import type { Dimensions } from "../../../model";
import { defineMethod, type EditCall, type EditMethod } from "../../method";
import { updateDirections } from "./least-squares";
import {
  keyCovariance,
  ONE_SOLVE,
  preflightSpread,
  prepareSpread,
  sortedLayers,
  SPREAD_FIELDS,
  multiLayerEdit,
  type MultiLayerParameters,
  type MultiLayerPlan,
} from "./multi-layer-edit";

export const WeighedParameters = z.object({
  ...SPREAD_FIELDS,
  momentWeight: z
    .number()
    .positive()
    .default(15_000)
    .describe("How many old keys the new ones are weighed against; more keeps old answers better.")
    .meta({ alias: "mom2_update_weight" }),
});
export type WeighedParameters = z.infer<typeof WeighedParameters>;

/** λ for all layers, or for each from the lowest up; the last of a list stands for those above it. */
type Weighed = MultiLayerParameters & { readonly momentWeight: number | readonly number[] };

/** A card without the fields that all of these methods share. */
type OwnCard<P> = Pick<EditMethod<P>, "id" | "name" | "summary" | "paper" | "parameters" | "presets"> &
  Partial<Pick<EditMethod<P>, "searchSpace" | "publishedKeys" | "proposal">>;

export function memitFamily<P extends Weighed>(
  card: OwnCard<P>,
  planOf: (run: Run, call: EditCall<P>) => Omit<MultiLayerPlan, "solve">,
): EditMethod<P> {
  return defineMethod<P>({
    ...card,
    kind: "locate-then-edit",
    traits: { batch: true, sequential: true, gradient: true },
    deviations: { batch: ONE_SOLVE },
    preflight: (call) => preflightSpread(call),
    prepare: prepareSpread,
    async apply(run, call) {
      const plan: MultiLayerPlan = {
        ...planOf(run, call),
        solve: async (layer, keys) =>
          updateDirections(
            run,
            await keyCovariance(run, call, layer),
            weightAt(call.parameters, layer),
            keys,
          ),
      };
      const { deltas, report } = await multiLayerEdit(run, call, plan);
      return { overlays: [{ kind: "weights", deltas }], report };
    },
  });
}

/**
 * λ on a model without settings: for keys like those that C was taken over, E[kᵀ C⁻¹ k] is the width F of the MLP, so with λ = F
 * old keys weigh about as much as a new one. The published λ are 0.8 to 3 times F. On SmolLM2-135M (F = 1,536) 15,000 write 3 of
 * 10 edits, and 1,000 all of them.
 */
export const proposeWeight = ({ mlpWidth }: Dimensions) => ({ momentWeight: mlpWidth });

/** The most important parameters on a model without a preset. */
export const WEIGHED_WORTH_TRYING = {
  momentWeight: [15_000, 1000, 100],
  valueWeightDecay: [0.5, 0.01],
} as const satisfies EditMethod<WeighedParameters>["searchSpace"];

function weightAt(parameters: Weighed, layer: number): number {
  const { momentWeight } = parameters;
  if (typeof momentWeight === "number") return momentWeight;
  return momentWeight[Math.min(sortedLayers(parameters).indexOf(layer), momentWeight.length - 1)];
}
