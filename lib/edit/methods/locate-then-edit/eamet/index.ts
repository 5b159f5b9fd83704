/**
 * EAMET: MEMIT for large batches, whose changes of values are as similar to each other as the keys are (Dai et al. 2025).
 *
 * Facts of a batch are searched one after another, each with two terms that align it to those before (alignment.ts). As in
 * the authors' code, the search starts along the value instead of at 0, ‖δ‖ is weighed against ‖v‖ and not against its
 * square, and it goes on to a loss of 0.01. The published contexts are sampled otherwise; ours are those of MEMIT.
 */
import { z } from "zod";
import { alignment } from "./alignment";
import { layerKeys } from "../../../shared/locate/keys";
import { sortedLayers, spreadPresets } from "../../../shared/solve/multi-layer-edit";
import { WEIGHED_WORTH_TRYING, memitFamily, WeighedParameters } from "../../../shared/solve/memit-family";

const EametParameters = WeighedParameters.extend({
  momentWeight: z
    .array(z.number().positive())
    .min(1)
    .default([15_000])
    .describe(
      "How many old keys the new ones are weighed against, layer by layer; the last holds for those above.",
    )
    .meta({ alias: "mom2_update_weight" }),
  divergenceFactor: z
    .number()
    .min(0)
    .default(1)
    .describe("Weight of the divergence between similarities of keys and of changes.")
    .meta({ alias: "cs_factor" }),
  distanceFactor: z
    .number()
    .min(0)
    .default(1)
    .describe("Weight of the squared distance between those similarities, among the nearest keys.")
    .meta({ alias: "mse_factor" }),
  temperature: z
    .number()
    .positive()
    .default(0.07)
    .describe("Similarities are divided by this: less looks at the nearest keys alone.")
    .meta({ alias: "tau" }),
  valueStart: z
    .enum(["target_init", "zero"])
    .default("target_init")
    .describe("Where the search for v* starts: along the value, as long as the key, or at no change.")
    .meta({ alias: "delta_init" }),
});
type EametParameters = z.infer<typeof EametParameters>;

/** Below this total loss the target is as good as certain; it is looked at after the first step. */
const [ENOUGH_NATS, LEAST_STEPS] = [1e-2, 1];

export const eamet = memitFamily<EametParameters>(
  {
    id: "eamet",
    name: "EAMET",
    summary: "MEMIT for large batches: facts with similar keys are given similar changes.",
    paper: {
      title: "EAMET: Robust Massive Model Editing via Embedding Alignment Optimization",
      year: 2025,
      url: "https://arxiv.org/abs/2505.11876",
    },
    parameters: EametParameters,
    // A batch size for keys, and the authors' second way to limit the change with its factor.
    publishedKeys: { ignored: ["ks_bs", "clamp_ks_factor", "norm_factor"] },
    proposal: ({ mlpWidth }) => ({ momentWeight: [mlpWidth] }),
    presets: spreadPresets(EametParameters, {
      atlas: {
        momentWeight: [300],
        valueWeightDecay: 0.01,
        klFactor: 0.01,
        divergenceFactor: 0.1,
        distanceFactor: 0.1,
        valueStart: "zero",
      },
      "qwen2.5-7b": {},
    }),
    searchSpace: { ...WEIGHED_WORTH_TRYING, momentWeight: [[15_000], [1000], [100]] },
  },
  (run, { model, requests, parameters }) => ({
    parts: ["resid_post"],
    share: (left) => 1 / left,
    async search(contexts) {
      const layers = sortedLayers(parameters);
      const last = layers[layers.length - 1];
      const { keys } = await layerKeys(run, model, requests, contexts, [last], `blocks.${last}.resid_post`);
      const { temperature, divergenceFactor, distanceFactor, valueStart } = parameters;
      const startsAlong = valueStart === "target_init";
      return {
        decayPower: 1,
        enoughNats: ENOUGH_NATS,
        leastSteps: LEAST_STEPS,
        ownTerm: alignment(keys.get(last) as readonly Float64Array[], {
          temperature,
          divergenceFactor,
          distanceFactor,
          startsAlong,
        }),
      };
    },
  }),
);
