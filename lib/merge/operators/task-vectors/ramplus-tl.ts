/** RAM+: changes of one model alone are enlarged, the more of its changes it shares with others. */
import { addToBase, defineOperator, numberOf, setting, subtractBase } from "../operator";
import { CHANGED, meanOfChanged } from "./ram";

export const ramplusTl = defineOperator({
  id: "ramplus_tl",
  name: "RAM+",
  summary: "As RAM; a model's own changes are enlarged by how many it shares.",
  paper: { title: "mergekit", authors: "Goddard et al.", year: 2024, arxiv: "2403.13257" },
  base: "required",
  models: { least: 1 },
  cuts: "never",
  parameters: [
    CHANGED,
    setting("r", 0.1, "How much the enlargement counts."),
    setting("alpha", 0.2, "The largest ratio of shared to own changes that counts.", { min: 0 }),
  ],
  merge({ inputs, base, parameters }) {
    const origin = base as Float32Array;
    const [epsilon, r, alpha] = ["epsilon", "r", "alpha"].map((id) => numberOf(parameters, id));
    const deltas = inputs.map(({ values }) => subtractBase(values, origin));
    const [shared, own] = countChanged(deltas, epsilon);
    const factors = deltas.map((_, m) => 1 + r * Math.min(alpha, shared[m] / Math.max(own[m], epsilon)));
    const merged = meanOfChanged(deltas, epsilon, factors);
    return {
      values: addToBase(origin, merged),
      facts: Object.fromEntries(inputs.map(({ model }, m) => [`factor of ${model}`, factors[m]])),
    };
  },
});

/** By model: changed places that it shares with others, and places that it alone changed. */
function countChanged(
  deltas: readonly Float32Array[],
  epsilon: number,
): readonly [shared: number[], own: number[]] {
  const counts: readonly [number[], number[]] = [deltas.map(() => 0), deltas.map(() => 0)];
  for (let i = 0; i < deltas[0].length; i++) {
    const who = deltas.flatMap((delta, m) => (Math.abs(delta[i]) > epsilon ? [m] : []));
    for (const m of who) counts[who.length > 1 ? 0 : 1][m]++;
  }
  return counts;
}
