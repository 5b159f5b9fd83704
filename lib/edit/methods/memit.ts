/**
 * MEMIT: many facts in one least-squares change of several layers (Meng et al. 2023).
 *
 * For each fact, z is what the residual stream behind the last layer should be at the subject's last token. Each layer l of m
 * takes its share of what is still missing, from the lowest up (eq. 20), and writes it where it disturbs old keys least
 * (eq. 14):
 *
 *     R = (Z − H) / (m − l)        ΔW = R Kᵀ (λ C + K Kᵀ)⁻¹
 *
 * C = E[k kᵀ] is the mean over tokens, so λ counts as so many old keys.
 */
import { defineMethod } from "../method";
import {
  asOverlay,
  preflightSpread,
  prepareSpread,
  spreadEdit,
  weighedSolve,
  WeighedParameters,
} from "../shared/spread";

export const memit = defineMethod<WeighedParameters>({
  id: "memit",
  name: "MEMIT",
  summary: "Writes up to thousands of facts at once, spread over the MLPs of several layers.",
  paper: {
    title: "Mass-Editing Memory in a Transformer",
    year: 2023,
    url: "https://arxiv.org/abs/2210.07229",
  },
  kind: "locate-then-edit",
  traits: { batch: true, sequential: true, gradient: true },
  parameters: WeighedParameters,
  presets: [
    {
      name: "Atlas",
      models: ["atlas"],
      parameters: WeighedParameters.parse({ momentWeight: 300, valueWeightDecay: 0.01, klFactor: 0.01 }),
    },
    {
      name: "GPT-2 XL, as published",
      models: ["gpt2-xl"],
      parameters: WeighedParameters.parse({
        layers: [13, 14, 15, 16, 17],
        clampFactor: 0.75,
        momentWeight: 20_000,
        statisticsTokens: 100_000,
      }),
    },
    {
      name: "GPT-J, as published",
      models: ["gpt-j-6b"],
      parameters: WeighedParameters.parse({
        layers: [3, 4, 5, 6, 7, 8],
        valueSteps: 25,
        clampFactor: 0.75,
        statisticsTokens: 100_000,
      }),
    },
    {
      name: "Llama, Qwen and Mistral of 7 billion, as published",
      models: ["llama-7b", "qwen2.5-7b", "mistral-7b"],
      parameters: WeighedParameters.parse({
        layers: [4, 5, 6, 7, 8],
        valueSteps: 25,
        valueWeightDecay: 1e-3,
        statisticsTokens: 100_000,
      }),
    },
  ],
  worthTrying: { momentWeight: [15_000, 1000, 100], valueWeightDecay: [0.5, 0.01] },
  preflight: (call) => preflightSpread(call),
  prepare: prepareSpread,
  apply: async (run, call) =>
    asOverlay(
      await spreadEdit(run, call, {
        parts: ["resid_post"],
        share: (left) => 1 / left,
        solve: weighedSolve(run, call),
      }),
    ),
});
