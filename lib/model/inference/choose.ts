/**
 * Choosing the next token inside the graph, so that no vocabulary is read in JavaScript.
 *
 * A draw from the whole vocabulary inverts the cumulative distribution at a uniform number that is given. The weights
 * exp((logit − largest) / temperature) are summed in blocks of about √V tokens: the sums choose the block and the weights in
 * it the token, so nothing is accumulated over V terms one after another. Greedy choices and draws from the k likeliest read
 * k logits from the graph and choose among these.
 */
import type { Random } from "../../base";
import {
  add,
  exp,
  float32,
  greater,
  int64,
  matmul,
  maxLast,
  multiply,
  negate,
  numbersOf,
  pad,
  reduceSum,
  relu,
  reshape,
  slice,
  subtract,
  toFloat,
  top,
  type Tensor,
  type Value,
} from "../../tensor";
import type { TokenId } from "../tokenizer/tokenizer";

/** How the next token of a row is chosen. */
export interface Choice {
  /** 0 is greedy. */
  readonly temperature: number;
  /** Only the k likeliest tokens are drawn from. */
  readonly topK?: number;
  /** Of the row; a draw takes one number. Not needed for greedy choices. */
  readonly random?: Random;
}

const DRAWN = "drawn";
const TOP = ["top.logits", "top.ids"] as const;
/** Outputs of a pass that belong to choices. */
export const CHOICE_OUTPUTS: readonly string[] = [DRAWN, ...TOP];

/** The largest float32 below 1. */
const BELOW_ONE = 1 - 2 ** -24;
/** Keeps a sum within its block, whatever the rounding of both. */
const WITHIN = 1 - 2 ** -20;

/** Adds outputs for the token that follows, from its logits [B, 1, V]. */
export function outputChoices(logits: Value): void {
  const { graph } = logits;
  graph.output(DRAWN, drawn(logits));
  const [values, ids] = top(logits, graph.input("top.count", "int64", [1]), "K"); // [B, 1, K]
  graph.output(TOP[0], values);
  graph.output(TOP[1], ids);
}

/** The id at which the cumulative distribution passes the input "uniform", as a float32 [B, 1, 1]. */
function drawn(logits: Value): Value {
  const { graph } = logits;
  const [batch, , vocabulary] = logits.shape as readonly [string, 1, number];
  const size = Math.ceil(Math.sqrt(vocabulary));
  const blocks = Math.ceil(vocabulary / size);

  const coldness = graph.input("coldness", "float32", ["B", 1, 1]); // 1 / temperature
  const weights = exp(multiply(subtract(logits, maxLast(logits)), coldness)); // [B, 1, V]
  const blocked = reshape(pad(weights, 2, blocks * size - vocabulary), [batch, blocks, size]);
  const sums = reshape(reduceSum(blocked, [2], true), [batch, 1, blocks]);
  const ends = matmul(sums, graph.constant(running(blocks))); // [B, 1, blocks]
  const wanted = multiply(graph.input("uniform", "float32", ["B", 1, 1]), slice(ends, 2, blocks - 1, blocks));
  const block = countUpTo(ends, wanted); // [B, 1, 1]
  const isBlock = isAt(block, blocks); // [B, 1, blocks]

  const before = reduceSum(multiply(isBlock, subtract(ends, sums)), [2], true);
  const insideEnds = matmul(matmul(isBlock, blocked), graph.constant(running(size))); // [B, 1, size]
  const most = multiply(slice(insideEnds, 2, size - 1, size), WITHIN);
  const rest = relu(subtract(wanted, before));
  const inside = countUpTo(insideEnds, subtract(rest, relu(subtract(rest, most))));
  return add(multiply(block, size), inside);
}

/** Upper triangle of ones [N, N]: a row times it is the row's running sum. */
function running(size: number): Tensor<"float32"> {
  return float32(
    [size, size],
    Float32Array.from({ length: size * size }, (_, at) => (Math.floor(at / size) <= at % size ? 1 : 0)),
  );
}

/** How many of the running sums [B, 1, N] are not above a number [B, 1, 1]. */
function countUpTo(ends: Value, number: Value): Value {
  const isAbove = toFloat(greater(ends, number));
  return subtract(ends.shape[2] as number, reduceSum(isAbove, [2], true));
}

/** 1 at an index [B, 1, 1] and 0 elsewhere, [B, 1, N]. */
function isAt(index: Value, size: number): Value {
  const { graph } = index;
  const indices = graph.constant(
    float32(
      [size],
      Array.from({ length: size }, (_, i) => i),
    ),
  );
  const distance = subtract(index, indices);
  return relu(subtract(1, add(relu(distance), relu(negate(distance)))));
}

const isGreedy = ({ temperature }: Choice): boolean => temperature === 0;
const isFromTop = (choice: Choice): boolean => isGreedy(choice) || choice.topK !== undefined;
const countOf = (choice: Choice): number => (isGreedy(choice) ? 1 : (choice.topK as number));

/** Inputs for one choice of each row. Every row that draws takes the next number of its stream. */
export function choiceFeeds(choices: readonly Choice[], vocabulary: number): Record<string, Tensor> {
  const shape = [choices.length, 1, 1];
  const counts = choices.filter(isFromTop).map(countOf);
  return {
    uniform: float32(
      shape,
      choices.map((choice) =>
        isFromTop(choice) ? 0 : Math.min((choice.random as Random).uniform(), BELOW_ONE),
      ),
    ),
    coldness: float32(
      shape,
      choices.map(({ temperature }) => (temperature === 0 ? 1 : 1 / temperature)),
    ),
    "top.count": int64([1], [Math.min(vocabulary, Math.max(1, ...counts))]),
  };
}

/** The outputs that no choice is read from. */
export function unusedOutputs(choices: readonly Choice[]): readonly string[] {
  return [...(choices.every(isFromTop) ? [DRAWN] : []), ...(choices.some(isFromTop) ? [] : TOP)];
}

/** The id that was chosen for each row. */
export function chosenIds(
  results: Readonly<Record<string, Tensor>>,
  choices: readonly Choice[],
): readonly TokenId[] {
  const [drawn, logits, ids] = CHOICE_OUTPUTS.map((name) =>
    name in results ? numbersOf(results[name]) : [],
  );
  const count = logits.length / choices.length;
  return choices.map((choice, b) => {
    if (!isFromTop(choice)) return drawn[b];
    if (isGreedy(choice)) return ids[b * count];
    const candidates = Array.from({ length: Math.min(countOf(choice), count) }, (_, i) => b * count + i);
    return ids[drawnFrom(candidates, logits, choice)];
  });
}

/** One of the candidates, likeliest first, in proportion to exp(logit / temperature). */
function drawnFrom(
  candidates: readonly number[],
  logits: ArrayLike<number>,
  { temperature, random }: Choice,
): number {
  const weights = candidates.map((at) => Math.exp((logits[at] - logits[candidates[0]]) / temperature));
  let rest = (random as Random).uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    rest -= weight;
    if (rest <= 0) return candidates[i];
  }
  return candidates[candidates.length - 1];
}
