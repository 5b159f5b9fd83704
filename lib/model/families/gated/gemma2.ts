/**
 * Gemma 2 (Gemma Team 2024): norms before and behind each part, gains stored as their difference from 1, soft caps on
 * scores and logits, a window in every other layer, and an embedding scaled by the square root of the width.
 */
import { z } from "zod";
import { ActivationName } from "../../activation";
import { Size } from "../shared/counts";
import { gatedFamily, GatedFields } from "../shared/gated";
import { LayerTypes, slidingLayers } from "../shared/windows";

export const gemma2 = gatedFamily({
  id: "gemma2",
  name: "Gemma 2",
  config: z.object({
    model_type: z.literal("gemma2"),
    ...GatedFields,
    head_dim: Size.default(256),
    hidden_activation: ActivationName.nullish(),
    attention_bias: z.boolean().default(false),
    query_pre_attn_scalar: z.number().positive().default(256),
    attn_logit_softcapping: z.number().positive().nullable().default(50),
    final_logit_softcapping: z.number().positive().nullable().default(30),
    sliding_window: Size.nullable().default(4096),
    layer_types: LayerTypes.nullish(),
    tie_word_embeddings: z.boolean().default(true),
  }),
  defaults: {
    vocab_size: 256_000,
    hidden_size: 2304,
    intermediate_size: 9216,
    num_hidden_layers: 26,
    num_attention_heads: 8,
    num_key_value_heads: 4,
    max_position_embeddings: 8192,
  },
  traits: (config) => ({
    bias: { qkv: config.attention_bias, out: config.attention_bias },
    outputNorms: true,
    gainsFromOne: true,
    activation: config.hidden_activation ?? "gelu_tanh",
    embeddingScale: Math.sqrt(config.hidden_size),
    attentionScale: 1 / Math.sqrt(config.query_pre_attn_scalar),
    scoreCap: config.attn_logit_softcapping ?? undefined,
    logitCap: config.final_logit_softcapping ?? undefined,
    window: slidingLayers(config.layer_types ?? everyOther(config.num_hidden_layers), config.sliding_window),
  }),
});

/** Where the configuration does not list them, even layers slide. */
function everyOther(layers: number): z.infer<typeof LayerTypes> {
  return Array.from({ length: layers }, (_, layer) =>
    layer % 2 === 0 ? "sliding_attention" : "full_attention",
  );
}
