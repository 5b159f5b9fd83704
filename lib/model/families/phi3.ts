/**
 * Phi-3 and Phi-4 mini (Abdin et al. 2024): Llama with one projection for queries, keys and values and another for the MLP's
 * gate and up, where the checkpoint says so with a part of each head that does not turn.
 */
import { z } from "zod";
import { gatedFamily, GatedFields } from "./shared/gated";
import type { RotaryConfig } from "./shared/rotary";

interface Turning extends RotaryConfig {
  readonly hidden_size: number;
  readonly num_attention_heads: number;
  readonly head_dim?: number | null;
  readonly partial_rotary_factor?: number;
}

function headWidth({ head_dim, hidden_size, num_attention_heads }: Turning): number {
  return head_dim ?? hidden_size / num_attention_heads;
}

/** Of a head's dimensions, those that turn. */
function share({ rope_parameters, rope_scaling, partial_rotary_factor }: Turning): number {
  const stated = rope_parameters ?? rope_scaling;
  return stated?.partial_rotary_factor ?? partial_rotary_factor ?? 1;
}

export const phi3 = gatedFamily({
  id: "phi3",
  name: "Phi-3",
  config: z.object({
    model_type: z.literal("phi3"),
    ...GatedFields,
    rms_norm_eps: z.number().positive().default(1e-5),
    hidden_act: z.literal("silu").default("silu"),
    sliding_window: z.int().positive().nullish(),
    partial_rotary_factor: z.number().positive().max(1).optional(),
    tie_word_embeddings: z.boolean().default(false),
  }),
  traits: (config) => ({
    fused: true,
    turning: Math.floor(headWidth(config) * share(config)),
    window: () => config.sliding_window ?? undefined,
  }),
});
