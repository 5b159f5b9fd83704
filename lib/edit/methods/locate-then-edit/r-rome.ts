/**
 * R-ROME: ROME with one key throughout (Gupta et al. 2024). Key and value of the last formula are averaged over the same
 * contexts as u, so that kᵀu cannot vanish by accident, and long sequences of edits do not collapse the model.
 * Alternatively all of them are those of the bare prompt, and contexts are used only in the search for v*.
 */
import { z } from "zod";
import { defineMethod } from "../../method";
import { meanOf } from "../../../tensor";
import {
  preflightRankOne,
  prepareRankOne,
  proposeRankOne,
  RANK_ONE_PRESETS,
  RankOneParameters,
  rankOneEdit,
} from "../../shared/solve/rank-one";

const RRomeParameters = RankOneParameters.extend({
  promptKeys: z
    .boolean()
    .default(false)
    .describe("Take the key of the bare prompt everywhere, in place of the mean over contexts everywhere.")
    .meta({ alias: "enable_prompt_keys" }),
});
type RRomeParameters = z.infer<typeof RRomeParameters>;

export const rRome = defineMethod<RRomeParameters>({
  id: "r-rome",
  name: "R-ROME",
  summary: "ROME with the same averaged key in both places, which keeps sequences of edits stable.",
  paper: {
    title: "Rebuilding ROME: Resolving Model Collapse during Sequential Model Editing",
    year: 2024,
    url: "https://arxiv.org/abs/2403.07175",
  },
  kind: "locate-then-edit",
  traits: { batch: false, sequential: true, gradient: true },
  parameters: RRomeParameters,
  // The two kinds of key exclude each other.
  publishedKeys: { ignored: ["enable_random_prefix_keys"] },
  proposal: proposeRankOne,
  presets: RANK_ONE_PRESETS.map((preset) => ({
    ...preset,
    parameters: RRomeParameters.parse(preset.parameters),
  })),
  searchSpace: { valueWeightDecay: [0.5, 0.01] },
  preflight: preflightRankOne,
  prepare: prepareRankOne,
  apply: (run, call) =>
    rankOneEdit(run, call, ({ keys, values }) => {
      const one = (vectors: readonly Float32Array[]) =>
        call.parameters.promptKeys ? vectors[0] : meanOf(vectors);
      const key = one(keys);
      return { wanted: key, key, value: one(values) };
    }),
});
