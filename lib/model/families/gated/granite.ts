/** Granite 3 (Granite Team, IBM 2024): Llama with a factor each for the embedding, the scores, both outputs and the logits. */
import { z } from "zod";
import { ActivationName } from "../../activation";
import { gatedFamily, GatedFields } from "../shared/gated";

const Factor = z.number().positive().default(1);

export const granite = gatedFamily({
  id: "granite",
  name: "Granite",
  config: z.object({
    model_type: z.literal("granite"),
    ...GatedFields,
    hidden_act: ActivationName.default("silu"),
    attention_bias: z.boolean().default(false),
    mlp_bias: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(false),
    embedding_multiplier: Factor,
    attention_multiplier: Factor,
    residual_multiplier: Factor,
    logits_scaling: Factor,
  }),
  defaults: {
    vocab_size: 32_000,
    hidden_size: 4096,
    intermediate_size: 11_008,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    max_position_embeddings: 2048,
  },
  traits: (config) => ({
    activation: config.hidden_act,
    bias: { qkv: config.attention_bias, out: config.attention_bias, mlp: config.mlp_bias },
    embeddingScale: config.embedding_multiplier,
    attentionScale: config.attention_multiplier,
    outputScale: config.residual_multiplier,
    logitScale: 1 / config.logits_scaling,
  }),
});
