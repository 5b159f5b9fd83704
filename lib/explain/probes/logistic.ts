/**
 * Logistic regression with an L2 penalty on standardized features: softmax over the classes, fitted by Nesterov's accelerated
 * gradient with the step that the largest eigenvalue of the features' second moment allows.
 */

export interface LinearProbe {
  /** [C, D] on standardized features. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  readonly mean: Float64Array;
  /** Standard deviations; 1 where a feature does not vary. */
  readonly scale: Float64Array;
}

export interface ProbeOptions {
  readonly classes: number;
  readonly l2: number;
  readonly iterations: number;
}

/** `rows` are indices into features [N, D]. */
export function fitProbe(
  features: Float32Array,
  width: number,
  labels: readonly number[],
  rows: readonly number[],
  { classes, l2, iterations }: ProbeOptions,
): LinearProbe {
  const { x, mean, scale } = standardized(features, width, rows);
  const count = rows.length;
  // The gradient of softmax changes by at most half of the features' second moment; the bias adds a feature of 1.
  const step = 1 / (0.5 * (largestEigenvalue(x, count, width) + 1) + l2);
  let weights = new Float64Array(classes * width);
  let bias = new Float64Array(classes);
  let [aheadWeights, aheadBias] = [weights.slice(), bias.slice()];
  let t = 1;
  for (let k = 0; k < iterations; k++) {
    const gradient = new Float64Array(classes * width);
    const biasGradient = new Float64Array(classes);
    for (let n = 0; n < count; n++) {
      const at = n * width;
      const p = softmaxOf(logitsAt(x, at, width, aheadWeights, aheadBias));
      p[labels[rows[n]]] -= 1;
      for (let c = 0; c < classes; c++) {
        const share = p[c] / count;
        biasGradient[c] += share;
        for (let i = 0; i < width; i++) gradient[c * width + i] += share * x[at + i];
      }
    }
    const next = aheadWeights.map((value, i) => value - step * (gradient[i] + l2 * value));
    const nextBias = aheadBias.map((value, c) => value - step * biasGradient[c]);
    const following = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    const momentum = (t - 1) / following;
    aheadWeights = next.map((value, i) => value + momentum * (value - weights[i]));
    aheadBias = nextBias.map((value, c) => value + momentum * (value - bias[c]));
    [weights, bias, t] = [next, nextBias, following];
  }
  return { weights, bias, mean, scale };
}

/** Logits of the classes for row n of features [N, D]. */
export function probeLogits(
  { weights, bias, mean, scale }: LinearProbe,
  features: Float32Array,
  width: number,
  n: number,
): Float64Array {
  const x = Float64Array.from({ length: width }, (_, i) => (features[n * width + i] - mean[i]) / scale[i]);
  return logitsAt(x, 0, width, weights, bias);
}

export function predicted(logits: ArrayLike<number>): number {
  let best = 0;
  for (let c = 1; c < logits.length; c++) if (logits[c] > logits[best]) best = c;
  return best;
}

function standardized(features: Float32Array, width: number, rows: readonly number[]) {
  const mean = new Float64Array(width);
  const scale = new Float64Array(width);
  for (const n of rows) for (let i = 0; i < width; i++) mean[i] += features[n * width + i] / rows.length;
  for (const n of rows)
    for (let i = 0; i < width; i++) scale[i] += (features[n * width + i] - mean[i]) ** 2 / rows.length;
  for (let i = 0; i < width; i++) scale[i] = Math.sqrt(scale[i]) || 1;
  const x = new Float64Array(rows.length * width);
  rows.forEach((n, r) => {
    for (let i = 0; i < width; i++) x[r * width + i] = (features[n * width + i] - mean[i]) / scale[i];
  });
  return { x, mean, scale };
}

function logitsAt(
  x: Float64Array,
  at: number,
  width: number,
  weights: Float64Array,
  bias: Float64Array,
): Float64Array {
  return bias.map((value, c) => {
    let sum = value;
    for (let i = 0; i < width; i++) sum += weights[c * width + i] * x[at + i];
    return sum;
  });
}

function softmaxOf(logits: Float64Array): Float64Array {
  const largest = Math.max(...logits);
  const exps = logits.map((logit) => Math.exp(logit - largest));
  const sum = exps.reduce((total, value) => total + value, 0);
  return exps.map((value) => value / sum);
}

/** Of xᵀx / N, by power iteration, a little above it. */
function largestEigenvalue(x: Float64Array, count: number, width: number): number {
  let v = Float64Array.from({ length: width }, (_, i) => 1 + (i % 7) / 7);
  let value = 0;
  for (let k = 0; k < 20; k++) {
    const product = new Float64Array(width);
    for (let n = 0; n < count; n++) {
      let along = 0;
      for (let i = 0; i < width; i++) along += x[n * width + i] * v[i];
      for (let i = 0; i < width; i++) product[i] += (along * x[n * width + i]) / count;
    }
    value = Math.hypot(...product);
    if (value === 0) return 0;
    v = product.map((entry) => entry / value);
  }
  return 1.1 * value;
}
