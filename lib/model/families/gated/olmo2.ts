/**
 * OLMo 2 (OLMo Team 2024): attention and MLP read the stream as it is, and their outputs are normalized before they are added
 * to it; queries and keys are normalized over all heads at once.
 */
import { z } from "zod";
import { ActivationName } from "../../activation";
import { gatedFamily, GatedFields } from "../shared/gated";

export const olmo2 = gatedFamily({
  id: "olmo2",
  name: "OLMo 2",
  config: z.object({
    model_type: z.literal("olmo2"),
    ...GatedFields,
    rms_norm_eps: z.number().positive().default(1e-5),
    hidden_act: ActivationName.default("silu"),
    attention_bias: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(false),
  }),
  defaults: {
    vocab_size: 50_304,
    hidden_size: 4096,
    intermediate_size: 11_008,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    max_position_embeddings: 2048,
  },
  traits: ({ attention_bias, hidden_act }) => ({
    activation: hidden_act,
    bias: { qkv: attention_bias, out: attention_bias },
    projectionNorms: true,
    inputNorms: false,
    outputNorms: true,
  }),
});
