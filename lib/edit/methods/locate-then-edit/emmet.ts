/**
 * EMMET: ROME's equality constraint for a batch (Gupta et al. 2024). With C′ = λ C + μ I,
 *
 *     ΔW = R (Kᵀ C′⁻¹ K + ε I)⁻¹ Kᵀ C′⁻¹
 *
 * For ε → 0 every new key gets its value exactly, at any cost to other keys; with one fact this is ROME. By the
 * push-through identity the same ΔW is R Kᵀ (ε C′ + K Kᵀ)⁻¹: MEMIT's solve with the weight ε λ. So ε decides between the
 * two aims, and the published ε of 0.1 is far from an equality.
 */
import { z } from "zod";
import { defineMethod } from "../../method";
import { updateDirections } from "../../shared/solve/least-squares";
import {
  asOverlay,
  keyCovariance,
  ONE_SOLVE,
  preflightSpread,
  prepareSpread,
  SPREAD_FIELDS,
  multiLayerEdit,
  spreadPresets,
} from "../../shared/solve/multi-layer-edit";

const EmmetParameters = z.object({
  ...SPREAD_FIELDS,
  layers: SPREAD_FIELDS.layers.default([2]),
  momentWeight: z
    .number()
    .positive()
    .default(100_000)
    .describe("Scale λ of the second moment of old keys.")
    .meta({ alias: "mom2_update_weight" }),
  equalitySlack: z
    .number()
    .min(0)
    .default(0.1)
    .describe("How far a new key may stay from its value; 0 asks for equality.")
    .meta({ alias: "emmet_lambda" }),
  ridge: z
    .number()
    .min(0)
    .default(0)
    .describe(
      "Added to the diagonal of the scaled second moment, which keeps the change short in all directions.",
    )
    .meta({ alias: "update_norm_lambda" }),
});
type EmmetParameters = z.infer<typeof EmmetParameters>;

export const emmet = defineMethod<EmmetParameters>({
  id: "emmet",
  name: "EMMET",
  summary: "ROME for a batch of facts: one layer, each new key held to its value.",
  paper: {
    title: "A Unified Framework for Model Editing",
    year: 2024,
    url: "https://arxiv.org/abs/2403.14236",
  },
  kind: "locate-then-edit",
  traits: { batch: true, sequential: true, gradient: true },
  deviations: { batch: ONE_SOLVE },
  parameters: EmmetParameters,
  presets: spreadPresets(EmmetParameters, {
    atlas: { momentWeight: 3000, valueWeightDecay: 0.01, klFactor: 0.01 },
    "gpt2-xl": { layers: [17], momentWeight: 10_000 },
    "gpt-j-6b": { layers: [5] },
    "llama-7b": { layers: [5] },
  }),
  searchSpace: { momentWeight: [100_000, 10_000, 1000], valueWeightDecay: [0.5, 0.01] },
  preflight: (call) => preflightSpread(call),
  prepare: prepareSpread,
  async apply(run, call) {
    const { momentWeight, equalitySlack, ridge } = call.parameters;
    return asOverlay(
      await multiLayerEdit(run, call, {
        parts: ["resid_post"],
        share: (left) => 1 / left,
        async solve(layer, keys) {
          // updateDirections gives (w C + K Kᵀ)⁻¹ K with w = ε λ, and C here holds μ / λ on its diagonal.
          const metric = await keyCovariance(run, call, layer, { ridge: ridge / momentWeight });
          return updateDirections(run, metric, equalitySlack * momentWeight, keys);
        },
      }),
    );
  },
});
