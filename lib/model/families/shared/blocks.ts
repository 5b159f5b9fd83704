/** The structure of blocks: the order of attention and MLP along the residual stream, and the two kinds of MLP. */
import { add, multiply, split, type Value } from "../../../tensor";
import type { ForwardCall } from "../../family";

interface BlockParts {
  /** What attention adds to the stream, from the stream it reads; [B, T, D] both. */
  attention(stream: Value, layer: number): Value;
  mlp(stream: Value, layer: number): Value;
  /** Both parts read the stream at the start of the block (GPT-J, GPT-NeoX), so neither reads the other's output. */
  readonly parallel?: boolean;
}

/** The stream after the last block, from the embedding [B, T, D]. Calls the taps of the stream. */
export function blocks(
  { tap }: Pick<ForwardCall<unknown>, "tap">,
  layers: number,
  embedded: Value,
  { attention, mlp, parallel = false }: BlockParts,
): Value {
  let x = tap("embed", embedded);
  for (let layer = 0; layer < layers; layer++) {
    const before = tap(`blocks.${layer}.resid_pre`, x);
    const read = tap(`blocks.${layer}.attn.read`, before);
    const middle = tap(`blocks.${layer}.resid_mid`, add(before, attention(read, layer)));
    const value = mlp(tap(`blocks.${layer}.mlp.read`, parallel ? before : middle), layer);
    x = tap(`blocks.${layer}.resid_post`, add(middle, value));
  }
  return x;
}

type MlpCall = Pick<ForwardCall<unknown>, "tap" | "linear">;

/** down(f(up(x))), from the normalized stream [B, T, D]. Calls the taps of the MLP. */
export function plainMlp(
  { tap, linear }: MlpCall,
  layer: number,
  normed: Value,
  activation: (x: Value) => Value,
): Value {
  const read = tap(`blocks.${layer}.mlp.in`, normed);
  const pre = tap(`blocks.${layer}.mlp.pre`, linear(read, "mlp.up", layer)); // [B, T, F]
  const key = tap(`blocks.${layer}.mlp.post`, activation(pre)); // [B, T, F]
  return tap(`blocks.${layer}.mlp_out`, linear(key, "mlp.down", layer));
}

/**
 * down(f(gate(x)) ⊙ up(x)) (Shazeer 2020, "GLU Variants Improve Transformer", eq. 6). Where gate and up are one projection,
 * its first half is the gate.
 */
export function gatedMlp(
  { tap, linear }: MlpCall,
  layer: number,
  normed: Value,
  activation: (x: Value) => Value,
  isFused = false,
): Value {
  const read = tap(`blocks.${layer}.mlp.in`, normed);
  const [gate, fusedUp] = isFused
    ? split(linear(read, "mlp.gate_up", layer), -1, 2)
    : [linear(read, "mlp.gate", layer)];
  const pre = tap(`blocks.${layer}.mlp.pre`, gate); // [B, T, F]
  const key = multiply(activation(pre), fusedUp ?? linear(read, "mlp.up", layer)); // [B, T, F]
  return tap(`blocks.${layer}.mlp_out`, linear(tap(`blocks.${layer}.mlp.post`, key), "mlp.down", layer));
}
