/** SCE (Wan et al. 2024): places are selected by variance, models weighed by their size there, minority signs erased. */
import { sizeOf } from "../../../tensor";
import { keepLargest, sizeOfSupport } from "../../sparsify";
import { defineOperator, flag, numberOf, setting, subtractBase } from "../operator";

const LEAST = 1e-6;

export const sce = defineOperator({
  id: "sce",
  name: "SCE",
  summary:
    "Places where models differ most are selected, models weighed by their size there, and signs elected.",
  paper: { title: "FuseChat", authors: "Wan et al.", year: 2024, arxiv: "2408.07990" },
  base: "required",
  models: { least: 1 },
  cuts: "never",
  parameters: [
    setting(
      "select_topk",
      1,
      "The share of changed places that is selected, by the variance of the models.",
      {
        min: 0,
        max: 1,
      },
    ),
    flag("int8_mask", false, "Accepted for mergekit's sake; it changes no number."),
  ],
  check({ shape, parameters }) {
    const [share, size] = [numberOf(parameters, "select_topk"), sizeOf(shape)];
    if (Math.floor(share * size) > 0) return undefined;
    return {
      parameter: "select_topk",
      code: "selectsNothing",
      values: { share, size, least: Number((1 / size).toPrecision(3)) },
    };
  },
  merge({ inputs, base, parameters }) {
    const origin = base as Float32Array;
    const share = numberOf(parameters, "select_topk");
    const deltas = inputs.map(({ values }) => subtractBase(values, origin));
    const count = deltas.length;
    let selected = origin.length;
    if (share < 1) {
      const variance = varianceOf(deltas);
      selected = Math.floor(share * sizeOfSupport(variance));
      keepLargest(variance, selected);
      for (const delta of deltas) for (let i = 0; i < delta.length; i++) if (variance[i] === 0) delta[i] = 0;
    }
    const energies = deltas.map(
      (delta) => delta.reduce((sum, value) => sum + value * value, 0) / delta.length,
    );
    const total = energies.reduce((sum, energy) => sum + energy, 0);
    const weights = energies.map((energy) => (total < LEAST ? 1 / count : energy / total));
    for (let i = 0; i < origin.length; i++) {
      let sum = 0;
      for (let m = 0; m < count; m++) sum += deltas[m][i];
      const sign = sum < 0 ? -1 : 1;
      let [agreed, weight] = [0, 0];
      for (let m = 0; m < count; m++) {
        if (!(deltas[m][i] * sign > 0)) continue;
        agreed += weights[m] * deltas[m][i];
        weight += weights[m];
      }
      origin[i] += agreed / Math.max(weight, LEAST);
    }
    return {
      values: origin,
      facts: {
        selected,
        ...Object.fromEntries(inputs.map(({ model }, m) => [`weight of ${model}`, weights[m]])),
      },
    };
  },
});

function varianceOf(deltas: readonly Float32Array[]): Float32Array {
  const count = deltas.length;
  const variance = new Float32Array(deltas[0].length);
  for (let i = 0; i < variance.length; i++) {
    let mean = 0;
    for (let m = 0; m < count; m++) mean += deltas[m][i];
    mean /= count;
    let sum = 0;
    for (let m = 0; m < count; m++) sum += (deltas[m][i] - mean) ** 2;
    variance[i] = sum / count;
  }
  return variance;
}
