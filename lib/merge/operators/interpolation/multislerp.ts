/** The weighted mean of several models on the sphere, in the tangent space at their normalised mean. */
import { PalimpsestError } from "../../../base";
import { summed } from "../../consensus";
import {
  addToBase,
  defineOperator,
  flag,
  type Merged,
  numberOf,
  setting,
  subtractBase,
  WEIGHT,
} from "../operator";
import { lengthOf, product, whole } from "../vectors";

export const multislerp = defineOperator({
  id: "multislerp",
  name: "Multi-SLERP",
  summary: "The mean of several models on a sphere, by weights.",
  paper: { title: "mergekit", authors: "Goddard et al.", year: 2024, arxiv: "2403.13257" },
  base: "optional",
  models: { least: 2 },
  cuts: "never",
  parameters: [
    WEIGHT,
    flag("normalize_weights", true, "Whether weights are divided by their sum."),
    setting("eps", 1e-8, "A number added to lengths before a division.", { min: 0 }),
  ],
  merge({ inputs, base, parameters }): Merged {
    const eps = numberOf(parameters, "eps");
    const given = inputs.map((input) => numberOf(input.parameters, "weight"));
    const total = parameters.normalize_weights === true ? given.reduce((sum, weight) => sum + weight, 0) : 1;
    const weights = given.map((weight) => weight / total);
    const all = inputs.map(({ values }) => (base ? subtractBase(values, base) : values));
    const vector = whole(all[0].length);
    const lengths = all.map((values) => lengthOf(values, vector));
    const shares = weights.map((weight, m) => weight / (lengths[m] + eps));
    const mean = summed(all, shares);
    const meanLength = lengthOf(mean, vector);
    const finish = (values: Float32Array) => (base ? addToBase(base, values) : values);
    if (meanLength < eps) {
      if (all.length > 2) throw opposed();
      return { values: finish(summed(all, weights, false, all[0])), facts: { branch: "linear" } };
    }
    for (let i = 0; i < mean.length; i++) mean[i] /= meanLength;
    const along = all.reduce((sum, values, m) => sum + shares[m] * product(values, mean, vector), 0);
    const tangent = summed(all, shares, false, all[0]);
    for (let i = 0; i < tangent.length; i++) tangent[i] -= along * mean[i];
    const turn = lengthOf(tangent, vector) + eps;
    const radius = lengths.reduce((sum, length, m) => sum + weights[m] * length, 0);
    const [left, right] = [radius * Math.cos(turn), (radius * Math.sin(turn)) / turn];
    for (let i = 0; i < mean.length; i++) mean[i] = left * mean[i] + right * tangent[i];
    return { values: finish(mean), facts: { branch: "sphere", radius, turn } };
  },
});

function opposed(): PalimpsestError {
  return new PalimpsestError(
    "numerical",
    "The models point in opposite directions, so they have no mean on a sphere.",
    {
      hint: "Change the weights, or merge two of them at a time.",
      details: { field: "models" },
    },
  );
}
