/**
 * ROME: write one fact into one MLP as a rank-one update (the derivation is in shared/solve/rank-one.ts).
 *
 * k and v of the last formula are those of the bare prompt, as in the authors' code, although u comes from the mean key
 * over contexts. When the two keys point apart, kᵀu is small and the update explodes; R-ROME removes that.
 */
import { meanOf } from "../../../tensor";
import { defineMethod } from "../../method";
import {
  preflightRankOne,
  prepareRankOne,
  proposeRankOne,
  RANK_ONE_PRESETS,
  RankOneParameters,
  rankOneEdit,
} from "../../shared/solve/rank-one";

export const rome = defineMethod<RankOneParameters>({
  id: "rome",
  name: "ROME",
  summary: "Rewrites one fact with a rank-one change to one MLP.",
  paper: {
    title: "Locating and Editing Factual Associations in GPT",
    year: 2022,
    url: "https://arxiv.org/abs/2202.05262",
  },
  kind: "locate-then-edit",
  traits: { batch: false, sequential: true, gradient: true },
  parameters: RankOneParameters,
  proposal: proposeRankOne,
  presets: RANK_ONE_PRESETS,
  searchSpace: { valueWeightDecay: [0.5, 0.01] },
  preflight: preflightRankOne,
  prepare: prepareRankOne,
  apply: (run, call) =>
    rankOneEdit(run, call, ({ keys, values }) => ({ wanted: meanOf(keys), key: keys[0], value: values[0] })),
});
