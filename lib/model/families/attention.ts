/** Scaled dot-product attention with heads, grouped keys and a cache: the part of a block that all families share. */
import { add, matmul, multiply, reshape, softmax, transpose, transposed, type Value } from "../../tensor";
import type { Dimensions, ForwardCall } from "../family";

/** [B, T, H·K] to [B, H, T, K]. */
export function toHeads(x: Value, heads: number, headWidth: number): Value {
  const [batch, tokens] = x.shape;
  return transpose(reshape(x, [batch, tokens, heads, headWidth]), [0, 2, 1, 3]);
}

/** [B, H, T, K] to [B, T, H·K]. */
export function fromHeads(x: Value): Value {
  const [batch, heads, tokens, headWidth] = x.shape;
  return reshape(transpose(x, [0, 2, 1, 3]), [batch, tokens, (heads as number) * (headWidth as number)]);
}

interface Heads {
  readonly queries: Value; // [B, H, T, K]
  readonly keys: Value; // [B, Hkv, T, K]
  readonly values: Value; // [B, Hkv, T, K]
}

/** Mixed values of all heads, [B, T, H·K]. Calls the attention taps of the layer. */
export function attend(
  call: Pick<ForwardCall<unknown>, "mask" | "tap" | "keyValues">,
  { heads, keyValueHeads, headWidth }: Dimensions,
  layer: number,
  parts: Heads,
): Value {
  const { mask, tap, keyValues } = call;
  const queries = tap(`blocks.${layer}.attn.q`, parts.queries);
  const newKeys = tap(`blocks.${layer}.attn.k`, parts.keys);
  const newValues = tap(`blocks.${layer}.attn.v`, parts.values);
  const [keys, values] = keyValues(layer, newKeys, newValues); // [B, Hkv, S, K]

  const [batch, , tokens] = queries.shape;
  const group = heads / keyValueHeads;
  // Queries that share a key head stand below each other as rows, so that keys are never copied. Only one size of a
  // reshape may be unknown when the graph is built, which this form respects.
  const rows = typeof tokens === "number" ? group * tokens : `${group}*${tokens}`;
  const gathered = (x: Value) => reshape(x, [batch, keyValueHeads, rows, x.shape[3]]);
  const scattered = (x: Value) => reshape(x, [batch, heads, tokens, x.shape[3]]);
  const [gather, scatter] = group === 1 ? [identity, identity] : [gathered, scattered];

  const scores = scatter(matmul(gather(queries), transposed(keys))); // [B, H, T, S]
  const pattern = tap(
    `blocks.${layer}.attn.pattern`,
    softmax(add(multiply(scores, 1 / Math.sqrt(headWidth)), mask)),
  );
  return fromHeads(tap(`blocks.${layer}.attn.z`, scatter(matmul(gather(pattern), values))));
}

const identity = (x: Value): Value => x;
