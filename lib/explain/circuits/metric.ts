/** What a circuit is judged by: a number of the logits at the last token. Each is negated into a loss, so that lower is better. */
import { defineCatalog } from "../../base";
import type { TokenId } from "../../model";
import {
  float32,
  klDivergence,
  logSoftmax,
  matmul,
  multiply,
  negate,
  reshape,
  softmax,
  type Graph,
  type Tensor,
  type Value,
} from "../../tensor";

/** The answers that a pair of prompts tells apart. */
export interface Answers {
  /** The first token of the clean prompt's answer. */
  readonly answer: TokenId;
  /** The first token of the corrupt prompt's answer. */
  readonly other: TokenId;
}

export interface CircuitMetric {
  readonly id: string;
  readonly name: string;
  /** Logits [B, V] to losses [B]. */
  loss(graph: Graph, logits: Value): Value;
  /** The inputs of `loss`; `reference` are the logits that the run is compared with, [V]. */
  feeds(answers: Answers, reference: Float32Array): Record<string, Tensor>;
  /** The metric itself, of logits [V]. */
  value(logits: Float32Array, answers: Answers, reference: Float32Array): number;
}

/** logit(answer) − logit(other). */
const logitDifference: CircuitMetric = {
  id: "logit_diff",
  name: "Logit difference",
  loss: (graph, logits) => negate(matmulToRow(logits, direction(graph, logits))),
  feeds: (answers, reference) => ({ direction: directionOf(answers, reference.length) }),
  value: (logits, { answer, other }) => logits[answer] - logits[other],
};

/** p(answer) − p(other). */
const probabilityDifference: CircuitMetric = {
  id: "prob_diff",
  name: "Probability difference",
  loss: (graph, logits) => negate(matmulToRow(softmax(logits), direction(graph, logits))),
  feeds: logitDifference.feeds,
  value(logits, { answer, other }) {
    const p = probabilities(logits);
    return p[answer] - p[other];
  },
};

/** KL(reference ‖ run) divided by V, as the published code has it. Its gradient is 0 where the two agree. */
const divergence: CircuitMetric = {
  id: "kl",
  name: "KL divergence",
  loss(graph, logits) {
    const vocabulary = logits.shape[1] as number;
    const reference = graph.input("reference", "float32", [1, vocabulary]);
    return multiply(klDivergence(reference, logSoftmax(logits)), 1 / vocabulary);
  },
  feeds: (_answers, reference) => ({
    reference: float32([1, reference.length], logProbabilities(reference)),
  }),
  value(logits, _answers, reference) {
    const [p, q] = [logProbabilities(reference), logProbabilities(logits)];
    return p.reduce((sum, log, i) => sum + Math.exp(log) * (log - q[i]), 0) / p.length;
  },
};

export const CIRCUIT_METRICS = defineCatalog("circuit metric", [
  logitDifference,
  probabilityDifference,
  divergence,
]);

function direction(graph: Graph, logits: Value): Value {
  return graph.input("direction", "float32", [logits.shape[1], 1]);
}

/** [B, V] by [V, 1] to [B]. */
function matmulToRow(values: Value, column: Value): Value {
  return reshape(matmul(values, column), [values.shape[0]]);
}

function directionOf({ answer, other }: Answers, vocabulary: number): Tensor {
  const column = new Float32Array(vocabulary);
  column[answer] += 1;
  column[other] -= 1;
  return float32([vocabulary, 1], column);
}

/** Natural logarithms of the softmax, in float64 within. */
export function logProbabilities(logits: Float32Array): Float32Array {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return logits.map((logit) => logit - largest - Math.log(sum));
}

export function probabilities(logits: Float32Array): Float32Array {
  return logProbabilities(logits).map((log) => Math.exp(log));
}

/** The number of tokens that are likelier than one; 0 for the likeliest. */
export function rankOf(logits: Float32Array, id: TokenId): number {
  return logits.reduce((count, logit) => count + (logit > logits[id] ? 1 : 0), 0);
}
