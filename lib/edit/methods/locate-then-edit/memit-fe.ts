/**
 * MEMIT-FE: MEMIT with a target for every layer, as the EasyEdit library has it.
 *
 * MEMIT searches z after the last layer, and each layer takes a share of the residual there. Here δ is searched after the
 * first layer. One pass with δ applied gives the stream after every other layer, and each layer gets its own target, with
 * no division:
 *
 *     R_l = Z_l − H_l        ΔW_l = R_l Kᵀ (λ C + K Kᵀ)⁻¹
 */
import { spreadPresets } from "../../shared/solve/multi-layer-edit";
import {
  memitFamily,
  proposeWeight,
  WEIGHED_WORTH_TRYING,
  WeighedParameters,
} from "../../shared/solve/memit-family";

export const memitFe = memitFamily<WeighedParameters>(
  {
    id: "memit-fe",
    name: "MEMIT-FE",
    summary:
      "MEMIT that finds the fact behind its first layer and gives every further layer a target of its own.",
    paper: {
      title: "EasyEdit: An Easy-to-use Knowledge Editing Framework for Large Language Models",
      year: 2024,
      url: "https://arxiv.org/abs/2308.07269",
    },
    parameters: WeighedParameters,
    proposal: proposeWeight,
    presets: spreadPresets(WeighedParameters, {
      atlas: { momentWeight: 300, valueWeightDecay: 0.01, klFactor: 0.01 },
      "gpt2-xl": { valueSteps: 35 },
      "llama-7b": {},
      "llama3-8b": {},
    }),
    searchSpace: WEIGHED_WORTH_TRYING,
  },
  () => ({ parts: ["resid_post"], share: () => 1, targets: "each" }),
);
