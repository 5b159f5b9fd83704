/**
 * R-ROME: ROME with one key throughout (Gupta et al. 2024). Key and value of the last formula are averaged over the same
 * contexts as u, so that kᵀu cannot vanish by accident, and long sequences of edits do not collapse the model.
 */
import { defineMethod } from "../method";
import { meanOf } from "../../tensor";
import {
  preflightRankOne,
  prepareRankOne,
  RANK_ONE_PRESETS,
  RankOneParameters,
  rankOneEdit,
} from "../shared/rank-one";

export const rRome = defineMethod<RankOneParameters>({
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
  parameters: RankOneParameters,
  presets: RANK_ONE_PRESETS,
  preflight: preflightRankOne,
  prepare: prepareRankOne,
  apply: (run, call) =>
    rankOneEdit(run, call, ({ keys, values }) => ({ key: meanOf(keys), value: meanOf(values) })),
});
