/**
 * Arcee fusion: entries of the other model whose change matters, by |δ| times the divergence of the rows' softmax, above a
 * threshold of quartiles.
 */
import { addToBase, defineOperator, subtractBase } from "../operator";
import { rows } from "../vectors";

const LEAST_PROBABILITY = 1e-8;
/** Of the distance between the quartiles, above the median. */
const REACH = 1.5;

export const arceeFusion = defineOperator({
  id: "arcee_fusion",
  name: "Arcee fusion",
  summary: "Changes of one model that stand out by importance.",
  paper: { title: "mergekit", authors: "Goddard et al.", year: 2024, arxiv: "2403.13257" },
  base: "required",
  models: { least: 1, most: 1 },
  cuts: "common",
  parameters: [],
  merge({ inputs: [{ values }], base, shape }) {
    const origin = base as Float32Array;
    const { count, length } = rows(values.length, shape);
    const importance = new Float32Array(values.length);
    for (let row = 0; row < count; row++) {
      const [from, to] = [row * length, (row + 1) * length];
      const divergence = divergenceOf(values.subarray(from, to), origin.subarray(from, to));
      for (let i = from; i < to; i++) importance[i] = Math.abs(values[i] - origin[i]) * divergence;
    }
    const sorted = importance.slice().sort();
    const quantile = (q: number) => sorted[Math.floor(q * (sorted.length - 1))];
    const threshold = quantile(0.5) + REACH * (quantile(0.75) - quantile(0.25));
    const delta = subtractBase(values, origin);
    let kept = 0;
    for (let i = 0; i < delta.length; i++) {
      if (importance[i] >= threshold) kept++;
      else delta[i] = 0;
    }
    return { values: addToBase(origin, delta), facts: { threshold, kept } };
  },
});

/** Σ p log(p/q) of the softmax of two rows. */
function divergenceOf(left: Float32Array, right: Float32Array): number {
  const [p, q] = [left, right].map(softmax);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const [a, b] = [p[i] + LEAST_PROBABILITY, q[i] + LEAST_PROBABILITY];
    sum += a * Math.log(a / b);
  }
  return sum;
}

function softmax(row: Float32Array): Float64Array {
  const most = row.reduce((largest, value) => Math.max(largest, value), -Infinity);
  const powers = Float64Array.from(row, (value) => Math.exp(value - most));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}
