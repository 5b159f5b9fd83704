/** Spherical interpolation with weights, of models or of their differences from a base, whole or vector by vector. */
import { addToBase, defineOperator, flag, numberOf, subtractBase, WEIGHT } from "../operator";
import { blend, clamp, columns, lengthOf, product, rows, whole } from "../vectors";

const LEAST_SUM = 1e-6;
const LEAST_LENGTH = 1e-7;
const LEAST_SINE = 1e-8;

export const nuslerp = defineOperator({
  id: "nuslerp",
  name: "NuSLERP",
  summary: "SLERP by weights, of models or of their differences from a base.",
  paper: { title: "mergekit", authors: "Goddard et al.", year: 2024, arxiv: "2403.13257" },
  base: "optional",
  models: { least: 2, most: 2 },
  cuts: "common",
  parameters: [
    WEIGHT,
    flag("nuslerp_flatten", true, "Whether a tensor is one vector."),
    flag("nuslerp_row_wise", false, "Whether vectors run along the first axis instead of the last."),
  ],
  merge({ inputs, base, shape, parameters }) {
    const weights = inputs.map((input) => numberOf(input.parameters, "weight"));
    const total = weights[0] + weights[1];
    const t = Math.abs(total) < LEAST_SUM ? 0.5 : weights[1] / total;
    const [a, b] = inputs.map(({ values }) => (base ? subtractBase(values, base) : values));
    const vectors =
      parameters.nuslerp_flatten === true
        ? whole(a.length)
        : (parameters.nuslerp_row_wise === true ? columns : rows)(a.length, shape);
    let straight = 0;
    for (let v = 0; v < vectors.count; v++) {
      const lengths = [a, b].map((values) => Math.max(lengthOf(values, vectors, v), LEAST_LENGTH));
      const cosine = clamp(product(a, b, vectors, v) / (lengths[0] * lengths[1]), -1, 1);
      const angle = Math.acos(cosine);
      const sine = Math.sin(angle);
      const isStraight = Math.abs(sine) < LEAST_SINE;
      if (isStraight) straight++;
      const [left, right] = isStraight
        ? [1 - t, t]
        : [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine];
      blend(a, b, left, right, vectors, v);
    }
    return {
      values: base ? addToBase(base, a) : a,
      facts: { t, vectors: vectors.count, "straight vectors": straight },
    };
  },
});
