/**
 * MEMIT: many facts in one least-squares change of several layers (Meng et al. 2023).
 *
 * For each fact, z is the target of the residual stream after the last layer, at the subject's last token. Each layer l of
 * m takes its share of the remaining residual, from the lowest up (eq. 20), and writes it where it disturbs old keys least
 * (eq. 14):
 *
 *     R = (Z − H) / (m − l)        ΔW = R Kᵀ (λ C + K Kᵀ)⁻¹
 *
 * C = E[k kᵀ] is the mean over tokens, so λ counts as so many old keys.
 */
import { spreadPresets } from "../../shared/solve/multi-layer-edit";
import {
  memitFamily,
  proposeWeight,
  WEIGHED_WORTH_TRYING,
  WeighedParameters,
} from "../../shared/solve/memit-family";

export const memit = memitFamily<WeighedParameters>(
  {
    id: "memit",
    name: "MEMIT",
    summary: "Writes up to thousands of facts at once, spread over the MLPs of several layers.",
    paper: {
      title: "Mass-Editing Memory in a Transformer",
      year: 2023,
      url: "https://arxiv.org/abs/2210.07229",
    },
    parameters: WeighedParameters,
    proposal: proposeWeight,
    presets: spreadPresets(WeighedParameters, {
      atlas: { momentWeight: 300, valueWeightDecay: 0.01, klFactor: 0.01 },
      "gpt2-xl": { momentWeight: 20_000 },
      "gpt-j-6b": {},
      "llama-7b": {},
      "llama3.2-3b": {},
      "qwen2.5-7b": {},
      "mistral-7b": {},
    }),
    searchSpace: WEIGHED_WORTH_TRYING,
  },
  () => ({ parts: ["resid_post"], share: (left) => 1 / left }),
);
