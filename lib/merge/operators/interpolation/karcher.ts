/** The Karcher mean: the point of the sphere whose directions to all models add up to nothing, found step by step. */
import { defineOperator, setting, numberOf } from "../operator";
import { clamp, lengthOf, whole } from "../vectors";

export const karcher = defineOperator({
  id: "karcher",
  name: "Karcher mean",
  summary: "The mean of several models on a sphere, found by iteration.",
  paper: { title: "Riemannian center of mass", authors: "Karcher", year: 1977 },
  base: "listed",
  models: { least: 2 },
  cuts: "never",
  parameters: [
    setting("max_iter", 10, "Most iterations.", { min: 1, type: "integer" }),
    setting("tol", 1e-5, "The step below which it ends.", { min: 0 }),
  ],
  merge({ inputs, parameters }) {
    const [most, tolerance] = [numberOf(parameters, "max_iter"), numberOf(parameters, "tol")];
    const vector = whole(inputs[0].values.length);
    const all = inputs.map(({ values }) => ({ values, length: lengthOf(values, vector) }));
    const known = all.filter(({ length }) => length > 0);
    const size = inputs[0].values.length;
    if (known.length === 0) return { values: new Float32Array(size), facts: { iterations: 0, radius: 0 } };
    const share = 1 / known.length;
    for (const { values, length } of known) for (let i = 0; i < size; i++) values[i] /= length; // now of length 1
    const mean = new Float64Array(size);
    for (const { values } of known) for (let i = 0; i < size; i++) mean[i] += share * values[i];
    normalize(mean, tolerance, known[0].values);

    const step = new Float64Array(size);
    let iterations = 0;
    while (iterations < most) {
      step.fill(0);
      for (const { values } of known) {
        let dot = 0;
        for (let i = 0; i < size; i++) dot += mean[i] * values[i];
        const cosine = clamp(dot, -1, 1);
        const angle = Math.acos(cosine);
        if (angle < tolerance) continue;
        const factor = (share * angle) / Math.sin(angle);
        for (let i = 0; i < size; i++) step[i] += factor * (values[i] - cosine * mean[i]);
      }
      const length = norm(step);
      if (length < tolerance) break;
      iterations++;
      const [stay, go] = [Math.cos(length), Math.sin(length) / length];
      for (let i = 0; i < size; i++) mean[i] = stay * mean[i] + go * step[i];
      normalize(mean, tolerance);
    }
    const radius = known.reduce((sum, { length }) => sum + share * length, 0);
    const merged = inputs[0].values;
    for (let i = 0; i < size; i++) merged[i] = radius * mean[i];
    return { values: merged, facts: { iterations, radius } };
  },
});

function norm(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}

/** Makes a vector of length 1; one that has hardly a length becomes `instead`, or stays. */
function normalize(values: Float64Array, least: number, instead?: Float32Array): void {
  const length = norm(values);
  if (length >= least) for (let i = 0; i < values.length; i++) values[i] /= length;
  else if (instead) values.set(instead);
}
