/**
 * Phi-3 and Phi-4 mini (Abdin et al. 2024): Llama with one projection for queries, keys and values and another for the MLP's
 * gate and up; in Phi-4 mini a part of each head does not turn.
 */
import { z } from "zod";
import { ActivationName } from "../../activation";
import { Size } from "../shared/counts";
import { gatedFamily, GatedFields } from "../shared/gated";
import { rotaryKind } from "../shared/rotary";

const Config = z
  .object({
    model_type: z.literal("phi3"),
    ...GatedFields,
    rms_norm_eps: z.number().positive().default(1e-5),
    hidden_act: ActivationName.default("silu"),
    sliding_window: Size.nullish(),
    tie_word_embeddings: z.boolean().default(false),
  })
  // Old files of this class use other kinds' names for LongRoPE.
  .refine((config) => ["default", "longrope"].includes(rotaryKind(config)), {
    path: ["rope_scaling"],
    message: 'Rotary scaling of this class is "longrope" or none.',
  });

export const phi3 = gatedFamily({
  id: "phi3",
  name: "Phi-3",
  config: Config,
  defaults: {
    vocab_size: 32_064,
    hidden_size: 3072,
    intermediate_size: 8192,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    max_position_embeddings: 4096,
    original_max_position_embeddings: 4096,
  },
  partialRotary: true,
  traits: ({ sliding_window, hidden_act }) => ({
    activation: hidden_act,
    fused: true,
    window: () => sliding_window ?? undefined,
  }),
});
