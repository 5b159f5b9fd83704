/**
 * OLMo 2 (OLMo Team 2024): attention and MLP read the stream as it is, and their outputs are normalized before they are added
 * to it; queries and keys are normalized over all heads at once.
 */
import { z } from "zod";
import { gatedFamily, GatedFields } from "./shared/gated";

export const olmo2 = gatedFamily({
  id: "olmo2",
  name: "OLMo 2",
  config: z.object({
    model_type: z.literal("olmo2"),
    ...GatedFields,
    rms_norm_eps: z.number().positive().default(1e-5),
    hidden_act: z.literal("silu").default("silu"),
    attention_bias: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(false),
  }),
  traits: ({ attention_bias }) => ({
    bias: { qkv: attention_bias, out: attention_bias },
    projectionNorms: true,
    inputNorms: false,
    outputNorms: true,
  }),
});
