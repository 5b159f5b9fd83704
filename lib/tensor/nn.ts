/** The layers of transformers as compositions of ops; their gradients follow from those of the ops. */
import type { Value } from "./graph";
import { add, divide, erf, exp, multiply, sigmoid, sqrt, subtract, tanh } from "./ops/arithmetic";
import { oneHot } from "./ops/gather";
import { reduceSum } from "./ops/movement";
import { logSoftmax, meanLast } from "./ops/reduce";

/** Layer normalization over the last axis (Ba et al. 2016). */
export function layerNorm(x: Value, gain: Value, bias: Value, epsilon: number): Value {
  const centered = subtract(x, meanLast(x)); // [..., D]
  const variance = meanLast(multiply(centered, centered)); // [..., 1]
  return add(multiply(divide(centered, sqrt(add(variance, epsilon))), gain), bias);
}

/** Root-mean-square normalization over the last axis (Zhang & Sennrich 2019). */
export function rmsNorm(x: Value, gain: Value, epsilon: number): Value {
  const power = meanLast(multiply(x, x)); // [..., 1]
  return multiply(divide(x, sqrt(add(power, epsilon))), gain);
}

/** GELU as it is defined, x Φ(x) (Hendrycks & Gimpel 2016). */
export function gelu(x: Value): Value {
  return multiply(multiply(x, 0.5), add(erf(multiply(x, Math.SQRT1_2)), 1));
}

/** GELU in the tanh form that GPT-2 was trained with (Hendrycks & Gimpel 2016). */
export function geluTanh(x: Value): Value {
  const cubic = multiply(multiply(multiply(x, x), x), 0.044715);
  const inner = multiply(add(x, cubic), Math.sqrt(2 / Math.PI));
  return multiply(multiply(x, 0.5), add(tanh(inner), 1));
}

export function silu(x: Value): Value {
  return multiply(x, sigmoid(x));
}

/** log p of one token at each position: logits [..., V] and ids [...] to [...]. An id of -1 gives 0. */
export function logProbabilityOf(logits: Value, ids: Value, vocabulary: number): Value {
  const picked = multiply(logSoftmax(logits), oneHot(ids, vocabulary)); // [..., V]
  return reduceSum(picked, [-1], false);
}

/** KL(p ‖ q) in nats from two log-probability vectors [..., V], over the last axis. */
export function klDivergence(logP: Value, logQ: Value): Value {
  return reduceSum(multiply(exp(logP), subtract(logP, logQ)), [-1], false);
}
