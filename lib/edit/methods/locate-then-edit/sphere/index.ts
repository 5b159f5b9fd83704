/**
 * SPHERE: AlphaEdit whose final change avoids the directions in which the weight's rows concentrate (Liu et al. 2025).
 *
 * Long sequences of edits fail when they disturb how evenly a weight's rows, as neurons, cover the sphere. The part of the
 * change along the leading directions of those rows is therefore damped, W ← W + ΔW P (principal-directions.ts). As in the
 * authors' code P is of the weight as it is at this edit, and residuals and remembered keys are those of the change before
 * it is damped.
 */
import { z } from "zod";
import { defineMethod } from "../../../method";
import {
  joinKeys,
  NULL_SPACE_KEYS,
  NULL_SPACE_PRESETS,
  nullSpaceEdit,
  NullSpaceParameters,
  preflightNullSpace,
  prepareNullSpace,
} from "../../../shared/solve/null-space-edit";
import { withoutPrincipal } from "./principal-directions";
import { ONE_SOLVE, sortedLayers } from "../../../shared/solve/multi-layer-edit";

const SphereParameters = NullSpaceParameters.extend({
  principalShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("Directions that hold this share of the rows' spread count as principal.")
    .meta({ alias: "cumulative_ratio" }),
  suppression: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("How much of the change along principal directions is taken away; 0 is AlphaEdit.")
    .meta({ alias: "suppression_strength" }),
});
type SphereParameters = z.infer<typeof SphereParameters>;

const ID = "sphere";

export const sphere = defineMethod<SphereParameters>({
  id: ID,
  name: "SPHERE",
  summary:
    "AlphaEdit that also spares the main directions of the weight, for still longer sequences of edits.",
  paper: {
    title: "Energy-Regularized Sequential Model Editing on Hyperspheres",
    year: 2025,
    url: "https://arxiv.org/abs/2510.01172",
  },
  kind: "locate-then-edit",
  traits: { batch: true, sequential: true, gradient: true },
  deviations: { batch: ONE_SOLVE },
  parameters: SphereParameters,
  publishedKeys: NULL_SPACE_KEYS,
  presets: NULL_SPACE_PRESETS.map((preset) => ({
    ...preset,
    parameters: SphereParameters.parse(preset.parameters),
  })),
  searchSpace: { ridge: [10, 1, 0.1], valueWeightDecay: [0.5, 0.01] },
  preflight(call) {
    const { width, mlpWidth } = call.facts.dimensions;
    return preflightNullSpace(call, { decomposedWidth: Math.min(width, mlpWidth) });
  },
  prepare: prepareNullSpace,
  joinMemories: joinKeys,
  async apply(run, call) {
    const { model, parameters } = call;
    const { principalShare: share, suppression: strength } = parameters;
    const { deltas, memory, report } = await nullSpaceEdit(run, call, ID);
    const damped = [];
    for (const [i, layer] of sortedLayers(parameters).entries()) {
      const spec = model.parameter("mlp.down", layer);
      damped.push(await withoutPrincipal(run, model, deltas[i], spec, { share, strength }));
    }
    return { overlays: [{ kind: "weights", deltas: damped, memory }], report };
  },
});
