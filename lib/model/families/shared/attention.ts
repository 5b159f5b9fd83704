/** Scaled dot-product attention with heads, grouped keys, windows and a cache: the part of a block that all families share. */
import {
  add,
  divide,
  greater,
  matmul,
  multiply,
  reshape,
  scalar,
  softmax,
  subtract,
  tanh,
  toFloat,
  transpose,
  transposed,
  type Value,
} from "../../../tensor";
import { FORBIDDEN } from "../../inference/batch";
import type { Dimensions, ForwardCall } from "../../family";

/** [B, T, H·K] to [B, H, T, K]. */
export function toHeads(x: Value, heads: number, headWidth: number): Value {
  const [batch, tokens] = x.shape;
  return transpose(reshape(x, [batch, tokens, heads, headWidth]), [0, 2, 1, 3]);
}

/** [B, H, T, K] to [B, T, H·K]. */
function fromHeads(x: Value): Value {
  const [batch, heads, tokens, headWidth] = x.shape;
  return reshape(transpose(x, [0, 2, 1, 3]), [batch, tokens, (heads as number) * (headWidth as number)]);
}

interface Heads {
  readonly queries: Value; // [B, H, T, K]
  readonly keys: Value; // [B, Hkv, T, K]
  readonly values: Value; // [B, Hkv, T, K]
}

interface AttentionOptions {
  /** Factor of the scores; 1/√K when absent. */
  readonly scale?: number;
  /** Scores stay within ±cap, as cap · tanh(score / cap). */
  readonly cap?: number;
  /** In place of the pass's own mask, such as one of `slidingMask`; [B, 1, T, S]. */
  readonly mask?: Value;
}

/** The output of attention, [B, T, D]: all heads concatenated and projected. Calls the attention taps of the layer. */
export function attend(
  call: Pick<ForwardCall<unknown>, "mask" | "tap" | "keyValues" | "linear">,
  { headWidth }: Pick<Dimensions, "headWidth">,
  layer: number,
  parts: Heads,
  { scale = 1 / Math.sqrt(headWidth), cap, mask = call.mask }: AttentionOptions = {},
): Value {
  const { tap, keyValues, linear } = call;
  const queries = tap(`blocks.${layer}.attn.q`, parts.queries);
  const newKeys = tap(`blocks.${layer}.attn.k`, parts.keys);
  const newValues = tap(`blocks.${layer}.attn.v`, parts.values);
  const [keys, values] = keyValues(layer, newKeys, newValues); // [B, Hkv, S, K]

  // Counted here, because a tap may give every query head a key head of its own.
  const [batch, heads, tokens] = queries.shape;
  const keyValueHeads = newKeys.shape[1];
  const group = (heads as number) / (keyValueHeads as number);
  // Queries that share a key head are stacked as rows, so keys are never copied. Only one size of a reshape may be unknown
  // when the graph is built; this form respects that.
  const rows = typeof tokens === "number" ? group * tokens : `${group}*${tokens}`;
  const gathered = (x: Value) => reshape(x, [batch, keyValueHeads, rows, x.shape[3]]);
  const scattered = (x: Value) => reshape(x, [batch, heads, tokens, x.shape[3]]);
  const [gather, scatter] = group === 1 ? [identity, identity] : [gathered, scattered];

  const product = scatter(matmul(gather(queries), transposed(keys))); // [B, H, T, S]
  const scaled = scale === 1 ? product : multiply(product, scale);
  const scores = cap === undefined ? scaled : softCapped(scaled, cap);
  const pattern = tap(`blocks.${layer}.attn.pattern`, softmax(add(scores, mask)));
  const mixed = fromHeads(tap(`blocks.${layer}.attn.z`, scatter(matmul(gather(pattern), values))));
  return tap(`blocks.${layer}.attn_out`, linear(mixed, "attn.out", layer));
}

const identity = (x: Value): Value => x;

/** cap · tanh(x / cap): the identity near 0, and never beyond ±cap (Gemma 2; Bello et al. 2016). */
export function softCapped(x: Value, cap: number): Value {
  return multiply(tanh(divide(x, cap)), cap);
}

/**
 * The mask of the pass with a window: a token attends to itself and the `window - 1` tokens before it. Distances come from
 * positions, so a cache may hold keys in any order.
 */
function slidingMask(
  { mask, positions, keyPositions }: Pick<ForwardCall<unknown>, "mask" | "positions" | "keyPositions">,
  window: number,
): Value {
  const [batch, , tokens, keys] = mask.shape;
  const distance = subtract(
    reshape(toFloat(positions), [batch, 1, tokens, 1]),
    reshape(keyPositions, [batch, 1, 1, keys]),
  ); // [B, 1, T, S]
  const isBeyond = greater(distance, distance.graph.constant(scalar(window - 1)));
  return add(mask, multiply(toFloat(isBeyond), FORBIDDEN));
}

/** The mask of each layer; those with equal windows share one. */
export function layerMasks(
  call: Pick<ForwardCall<unknown>, "mask" | "positions" | "keyPositions">,
  windowOf: (layer: number) => number | undefined,
): (layer: number) => Value {
  const made = new Map<number, Value>();
  return (layer) => {
    const window = windowOf(layer);
    if (window === undefined) return call.mask;
    const mask = made.get(window) ?? slidingMask(call, window);
    made.set(window, mask);
    return mask;
  };
}
