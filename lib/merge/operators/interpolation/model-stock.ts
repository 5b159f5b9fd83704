/** Model stock (Jang et al. 2024): from the base towards the mean of the models, as far as their mutual angle suggests. */
import { summed } from "../../consensus";
import { defineOperator, flag } from "../operator";
import { blend, clamp, product, rows, whole } from "../vectors";

const LEAST_PRODUCT = 1e-6;

export const modelStock = defineOperator({
  id: "model_stock",
  name: "Model stock",
  summary: "From the base towards the mean of fine-tunes, as far as the angle between them suggests.",
  paper: { title: "Model Stock", authors: "Jang et al.", year: 2024, arxiv: "2403.19522" },
  base: "required",
  models: { least: 2 },
  cuts: "common",
  parameters: [flag("filter_wise", false, "Whether each row has its own angle.")],
  merge({ inputs, base, shape, parameters }) {
    const origin = base as Float32Array;
    const count = inputs.length;
    const all = inputs.map(({ values }) => values);
    const vectors = parameters.filter_wise === true ? rows(origin.length, shape) : whole(origin.length);
    const shares = new Float64Array(vectors.count);
    const lengths = new Float64Array(count);
    const differences = all.map((values) => values.map((value, i) => value - origin[i]));
    let sum = 0;
    for (let v = 0; v < vectors.count; v++) {
      for (let m = 0; m < count; m++)
        lengths[m] = Math.sqrt(product(differences[m], differences[m], vectors, v));
      let cosines = 0;
      for (let i = 0; i < count; i++) {
        for (let j = i + 1; j < count; j++) {
          const scale = Math.max(lengths[i] * lengths[j], LEAST_PRODUCT);
          cosines += clamp(product(differences[i], differences[j], vectors, v) / scale, -1, 1);
        }
      }
      const cosine = (2 * cosines) / (count * (count - 1));
      shares[v] = (count * cosine) / (1 + (count - 1) * cosine);
      sum += cosine;
    }
    const mean = summed(
      all,
      all.map(() => 1 / count),
      false,
      all[0],
    );
    for (let v = 0; v < vectors.count; v++) blend(mean, origin, shares[v], 1 - shares[v], vectors, v);
    const t = shares.reduce((total, share) => total + share, 0) / vectors.count;
    return { values: mean, facts: { cosine: sum / vectors.count, t } };
  },
});
