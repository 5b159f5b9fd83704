/** RAM: a place that one model changed takes its change, one that several changed the mean of theirs. */
import {
  defineOperator,
  numberOf,
  setting,
  subtractBase,
  addToBase,
  type OperatorParameter,
} from "../operator";

export const CHANGED: OperatorParameter = setting(
  "epsilon",
  1e-5,
  "The size from which an entry counts as changed.",
  {
    min: 0,
  },
);

export const ram = defineOperator({
  id: "ram",
  name: "RAM",
  summary: "Changes of one model as they are, changes of several averaged.",
  paper: { title: "mergekit", authors: "Goddard et al.", year: 2024, arxiv: "2403.13257" },
  base: "required",
  models: { least: 1 },
  cuts: "never",
  parameters: [CHANGED],
  merge({ inputs, base, parameters }) {
    const origin = base as Float32Array;
    const deltas = inputs.map(({ values }) => subtractBase(values, origin));
    const merged = meanOfChanged(deltas, numberOf(parameters, "epsilon"));
    return { values: addToBase(origin, merged) };
  },
});

/** The mean of the changes larger than `epsilon`, those of one model alone times its factor. */
export function meanOfChanged(
  deltas: readonly Float32Array[],
  epsilon: number,
  factors: readonly number[] = deltas.map(() => 1),
): Float32Array {
  const merged = new Float32Array(deltas[0].length);
  for (let i = 0; i < merged.length; i++) {
    let [sum, count, last] = [0, 0, 0];
    for (let m = 0; m < deltas.length; m++) {
      if (!(Math.abs(deltas[m][i]) > epsilon)) continue;
      sum += deltas[m][i];
      count++;
      last = m;
    }
    if (count === 1) merged[i] = sum * factors[last];
    else if (count > 1) merged[i] = sum / count;
  }
  return merged;
}
