/**
 * PMET: MEMIT with a more precise target (Li et al. 2024).
 *
 * MEMIT moves the residual stream, the sum of attention and MLP, and writes all of it into the MLPs. PMET moves the outputs
 * of attention and MLP together, each with its own δ, and writes only the change of the MLP's output:
 *
 *     R = (V − MLP output of the last layer) / √(m − l)        ΔW = R Kᵀ (λ C + K Kᵀ)⁻¹
 *
 * The square root leaves more to the lower layers. Once every token of the target is the most likely one, the search gives
 * the target a tenth of its weight and continues until the KL term of the subject is small again. The attention's weights
 * are not written, as in the published settings.
 */
import { z } from "zod";
import { spreadPresets } from "../../shared/solve/multi-layer-edit";
import {
  memitFamily,
  proposeWeight,
  WEIGHED_WORTH_TRYING,
  WeighedParameters,
} from "../../shared/solve/memit-family";

const PmetParameters = WeighedParameters.extend({
  targetFactor: z
    .number()
    .positive()
    .default(1)
    .describe("Weight of the target's likelihood in the loss of v*.")
    .meta({ alias: "nll_loss_factor" }),
});
type PmetParameters = z.infer<typeof PmetParameters>;

export const pmet = memitFamily<PmetParameters>(
  {
    id: "pmet",
    name: "PMET",
    summary: "MEMIT that separates what attention says from what the MLPs should learn.",
    paper: {
      title: "PMET: Precise Model Editing in a Transformer",
      year: 2024,
      url: "https://arxiv.org/abs/2308.08742",
    },
    parameters: PmetParameters,
    proposal: proposeWeight,
    presets: spreadPresets(PmetParameters, {
      atlas: { momentWeight: 30, valueWeightDecay: 0.01 },
      "gpt-j-6b": { valueSteps: 30, valueLearningRate: 0.2, klFactor: 1 },
      "llama-7b": { valueSteps: 20, valueWeightDecay: 0.5, clampFactor: 1 },
    }),
    searchSpace: WEIGHED_WORTH_TRYING,
  },
  (_run, { parameters: { targetFactor } }) => ({
    parts: ["mlp_out", "attn_out"],
    share: (left) => 1 / Math.sqrt(left),
    search: async () => ({ targetFactor, annealWhenSolved: true }),
  }),
);
