/** Llama (Touvron et al. 2023; Grattafiori et al. 2024): the plain form of its line, with rotary scaling from 3.1 on. */
import { z } from "zod";
import { gatedFamily, GatedFields } from "./shared/gated";

export const llama = gatedFamily({
  id: "llama",
  name: "Llama",
  config: z.object({
    model_type: z.literal("llama"),
    ...GatedFields,
    hidden_act: z.literal("silu").default("silu"),
    attention_bias: z.boolean().default(false),
    mlp_bias: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(false),
  }),
  traits: ({ attention_bias, mlp_bias }) => ({
    bias: { qkv: attention_bias, out: attention_bias, mlp: mlp_bias },
  }),
});
