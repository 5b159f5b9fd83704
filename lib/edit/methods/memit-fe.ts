/**
 * MEMIT-FE: MEMIT with a target for every layer, as the EasyEdit library has it.
 *
 * MEMIT looks for z behind the last layer and lets each layer take a share of what is missing there. Here δ is looked for
 * behind the first layer; one pass with δ in place says what the stream behind every other layer would be, and each layer is
 * held to its own, with nothing divided:
 *
 *     R_l = Z_l − H_l        ΔW_l = R_l Kᵀ (λ C + K Kᵀ)⁻¹
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

export const memitFe = defineMethod<WeighedParameters>({
  id: "memit-fe",
  name: "MEMIT-FE",
  summary:
    "MEMIT that finds the fact behind its first layer and gives every further layer a target of its own.",
  paper: {
    title: "EasyEdit: An Easy-to-use Knowledge Editing Framework for Large Language Models",
    year: 2024,
    url: "https://arxiv.org/abs/2308.07269",
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
        valueSteps: 35,
        clampFactor: 0.75,
        statisticsTokens: 100_000,
      }),
    },
    {
      name: "Llama of 7 billion, as published",
      models: ["llama-7b"],
      parameters: WeighedParameters.parse({
        layers: [4, 5, 6, 7, 8],
        valueSteps: 25,
        valueWeightDecay: 1e-3,
        statisticsTokens: 100_000,
      }),
    },
    {
      name: "Llama 3 of 8 billion, as published",
      models: ["llama3-8b"],
      parameters: WeighedParameters.parse({
        layers: [4, 5, 6, 7, 8],
        valueSteps: 25,
        valueLearningRate: 0.1,
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
        share: () => 1,
        targets: "each",
        solve: weighedSolve(run, call),
      }),
    ),
});
