/** Llama (Touvron et al. 2023; Grattafiori et al. 2024): the plain form of its line, with rotary scaling from 3.1 on. */
import { z } from "zod";
import { ActivationName } from "../../activation";
import { gatedFamily, GatedFields } from "../shared/gated";

export const llama = gatedFamily({
  id: "llama",
  name: "Llama",
  config: z.object({
    model_type: z.literal("llama"),
    ...GatedFields,
    hidden_act: ActivationName.default("silu"),
    attention_bias: z.boolean().default(false),
    mlp_bias: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(false),
  }),
  defaults: {
    vocab_size: 32_000,
    hidden_size: 4096,
    intermediate_size: 11_008,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    max_position_embeddings: 2048,
  },
  traits: ({ attention_bias, mlp_bias, hidden_act }) => ({
    activation: hidden_act,
    bias: { qkv: attention_bias, out: attention_bias, mlp: mlp_bias },
  }),
});
