/**
 * PMET: MEMIT with a more precise target (Li et al. 2024).
 *
 * MEMIT moves the residual stream, in which attention and MLP are mixed, and writes all of it into the MLPs. PMET moves the
 * outputs of attention and MLP together, each with its own δ, and writes only what the MLP should say:
 *
 *     R = (V − MLP output of the last layer) / √(m − l)        ΔW = R Kᵀ (λ C + K Kᵀ)⁻¹
 *
 * The square root leaves more to the lower layers. Once every token of the target is the likeliest, the search gives the
 * target a tenth of its weight and goes on until the subject is itself again. The attention's weights are not written, as in
 * the published settings.
 */
import { z } from "zod";
import { defineMethod } from "../method";
import {
  asOverlay,
  preflightSpread,
  prepareSpread,
  spreadEdit,
  weighedSolve,
  WeighedParameters,
} from "../shared/spread";

const PmetParameters = WeighedParameters.extend({
  targetFactor: z
    .number()
    .positive()
    .default(1)
    .describe("Weight of the target's likelihood in the loss of v*.")
    .meta({ alias: "nll_loss_factor" }),
});
type PmetParameters = z.infer<typeof PmetParameters>;

export const pmet = defineMethod<PmetParameters>({
  id: "pmet",
  name: "PMET",
  summary: "MEMIT that separates what attention says from what the MLPs should learn.",
  paper: {
    title: "PMET: Precise Model Editing in a Transformer",
    year: 2024,
    url: "https://arxiv.org/abs/2308.08742",
  },
  kind: "locate-then-edit",
  traits: { batch: true, sequential: true, gradient: true },
  parameters: PmetParameters,
  presets: [
    {
      name: "Atlas",
      models: ["atlas"],
      parameters: PmetParameters.parse({ momentWeight: 30, valueWeightDecay: 0.01 }),
    },
    {
      name: "GPT-J, as published",
      models: ["gpt-j-6b"],
      parameters: PmetParameters.parse({
        layers: [3, 4, 5, 6, 7, 8],
        valueSteps: 30,
        valueLearningRate: 0.2,
        clampFactor: 0.75,
        klFactor: 1,
        statisticsTokens: 100_000,
      }),
    },
    {
      name: "Llama of 7 billion, as published",
      models: ["llama-7b"],
      parameters: PmetParameters.parse({
        layers: [4, 5, 6, 7, 8],
        clampFactor: 1,
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
        parts: ["mlp_out", "attn_out"],
        share: (left) => 1 / Math.sqrt(left),
        search: { targetFactor: call.parameters.targetFactor, easesWhenGreedy: true },
        solve: weighedSolve(run, call),
      }),
    ),
});
