/** Swaps entries of the base for those of another model, the more the nearer they are. */
import { defineOperator, numberOf, setting } from "../operator";

const LEAST_DISTANCE = 1e-6;

export const nearswap = defineOperator({
  id: "nearswap",
  name: "NearSwap",
  summary: "Entries of the other model where it is near the base.",
  paper: { title: "mergekit", authors: "Goddard et al.", year: 2024, arxiv: "2403.13257" },
  base: "required",
  models: { least: 1, most: 1 },
  cuts: "never",
  parameters: [setting("t", undefined, "The distance up to which an entry is swapped whole.", { min: 0 })],
  merge({ inputs: [{ values }], base, parameters }) {
    const t = numberOf(parameters, "t");
    const origin = base as Float32Array;
    let swapped = 0;
    for (let i = 0; i < values.length; i++) {
      const share = Math.min(1, t / Math.max(Math.abs(origin[i] - values[i]), LEAST_DISTANCE));
      if (share === 1) swapped++;
      values[i] = share * values[i] + (1 - share) * origin[i];
    }
    return { values, facts: { "swapped whole": swapped } };
  },
});
