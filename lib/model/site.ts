/** Names of activations, in the vocabulary of interpretability work. */
import type { Value } from "../tensor";

export type BlockSite =
  | "resid_pre" // [B, T, D] entering the block
  | "attn.read" // [B, T, D] the stream as attention reads it, before its norm
  | "attn.q" // [B, H, T, K]
  | "attn.k" // [B, Hkv, T, K] after any rotation
  | "attn.v" // [B, Hkv, T, K]
  | "attn.z" // [B, H, T, K] per head; z is the mixed values
  | "attn.pattern" // [B, H, T, S] after softmax
  | "attn_out" // [B, T, D]
  | "resid_mid" // [B, T, D]
  | "mlp.read" // [B, T, D] the stream as the MLP reads it, before its norm
  | "mlp.in" // [B, T, D] what the MLP reads, after the norm
  | "mlp.pre" // [B, T, F] before the nonlinearity; the gate's output where there is one
  | "mlp.post" // [B, T, F] after the nonlinearity: the key of the down projection
  | "mlp_out" // [B, T, D] the value
  | "resid_post"; // [B, T, D]

export type Site = "embed" | "final_norm" | `blocks.${number}.${BlockSite}`;

/** Called at every site, in order. Return the value unchanged, or another of the same shape to replace it. */
export type Tap = (site: Site, value: Value) => Value;

export const NO_TAP: Tap = (_site, value) => value;
