/**
 * AlphaEdit: MEMIT restricted to key directions that old knowledge hardly uses (Fang et al. 2025). Keys of its earlier
 * edits are protected like those of old knowledge. The derivation is in shared/solve/null-space-edit.ts.
 */
import { defineMethod } from "../../method";
import {
  joinKeys,
  NULL_SPACE_KEYS,
  NULL_SPACE_PRESETS,
  nullSpaceEdit,
  NullSpaceParameters,
  preflightNullSpace,
  prepareNullSpace,
} from "../../shared/solve/null-space-edit";
import { ONE_SOLVE } from "../../shared/solve/multi-layer-edit";

const ID = "alphaedit";

export const alphaEdit = defineMethod<NullSpaceParameters>({
  id: ID,
  name: "AlphaEdit",
  summary: "MEMIT confined to directions that old knowledge does not use, made for long sequences of edits.",
  paper: {
    title: "AlphaEdit: Null-Space Constrained Knowledge Editing for Language Models",
    year: 2025,
    url: "https://arxiv.org/abs/2410.02355",
  },
  kind: "locate-then-edit",
  traits: { batch: true, sequential: true, gradient: true },
  deviations: { batch: ONE_SOLVE },
  parameters: NullSpaceParameters,
  publishedKeys: NULL_SPACE_KEYS,
  presets: NULL_SPACE_PRESETS,
  searchSpace: { ridge: [10, 1, 0.1], valueWeightDecay: [0.5, 0.01] },
  preflight: (call) => preflightNullSpace(call),
  prepare: prepareNullSpace,
  joinMemories: joinKeys,
  async apply(run, call) {
    const { deltas, memory, report } = await nullSpaceEdit(run, call, ID);
    return { overlays: [{ kind: "weights", deltas, memory }], report };
  },
});
