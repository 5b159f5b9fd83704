/**
 * The text models of Gemma 3 (Gemma Team 2025): Gemma 2 with queries and keys normalized head by head in place of soft caps,
 * five sliding layers before each whole one, and rotary frequencies of their own for the sliding layers.
 */
import { z } from "zod";
import { ActivationName } from "../../activation";
import { Layers, Size } from "../shared/counts";
import { gatedFamily, GatedFields } from "../shared/gated";
import { RotaryFields, type RotaryConfig } from "../shared/rotary";
import { LayerTypes, slidingLayers } from "../shared/windows";

const Cap = z.number().positive().nullish();

const Config = z
  .object({
    model_type: z.literal("gemma3_text"),
    ...GatedFields,
    /** By the type of a layer. */
    rope_parameters: z
      .strictObject({
        full_attention: RotaryFields.rope_parameters,
        sliding_attention: RotaryFields.rope_parameters,
      })
      .nullish(),
    // The spelling before transformers 5.
    rope_theta: z.number().positive().default(1_000_000),
    rope_local_base_freq: z.number().positive().default(10_000),
    head_dim: Size.default(256),
    hidden_activation: ActivationName.default("gelu_tanh"),
    attention_bias: z.boolean().default(false),
    query_pre_attn_scalar: z.number().positive().default(256),
    attn_logit_softcapping: Cap,
    final_logit_softcapping: Cap,
    sliding_window: Size.nullable().default(4096),
    sliding_window_pattern: Layers.default(6),
    layer_types: LayerTypes.nullish(),
    tie_word_embeddings: z.boolean().default(true),
  })
  // transformers 5 leaves the scaling out where only the older key names its kind; transformers 4 did not.
  .refine(({ rope_scaling }) => !(rope_scaling?.type !== undefined && rope_scaling.rope_type === undefined), {
    path: ["rope_scaling", "type"],
    message:
      'Generations of transformers read this key differently for this class; name the kind in "rope_type".',
  })
  .refine(({ rope_scaling, rope_parameters }) => !(rope_scaling && rope_parameters), {
    path: ["rope_scaling"],
    message: "The file states rotary settings twice, and by layer; keep rope_parameters alone.",
  });
type Config = z.infer<typeof Config>;

/** Where the configuration does not list them, one layer of each group attends to the whole text: its last. */
function typesOf({
  layer_types,
  num_hidden_layers,
  sliding_window_pattern: group,
}: Config): z.infer<typeof LayerTypes> {
  return (
    layer_types ??
    Array.from({ length: num_hidden_layers }, (_, layer) =>
      (layer + 1) % group === 0 ? "full_attention" : "sliding_attention",
    )
  );
}

export const gemma3 = gatedFamily({
  id: "gemma3_text",
  name: "Gemma 3",
  config: Config,
  defaults: {
    vocab_size: 262_208,
    hidden_size: 2304,
    intermediate_size: 9216,
    num_hidden_layers: 26,
    num_attention_heads: 8,
    num_key_value_heads: 4,
    max_position_embeddings: 131_072,
  },
  traits(config) {
    const types = typesOf(config);
    const { rope_parameters: rope, rope_theta, rope_scaling } = config;
    const whole: RotaryConfig = { rope_parameters: rope?.full_attention, rope_theta, rope_scaling };
    const sliding: RotaryConfig = {
      rope_parameters: rope?.sliding_attention,
      rope_theta: config.rope_local_base_freq,
    };
    return {
      bias: { qkv: config.attention_bias, out: config.attention_bias },
      headNorms: true,
      outputNorms: true,
      gainsFromOne: true,
      activation: config.hidden_activation,
      embeddingScale: Math.sqrt(config.hidden_size),
      attentionScale: 1 / Math.sqrt(config.query_pre_attn_scalar),
      scoreCap: config.attn_logit_softcapping ?? undefined,
      logitCap: config.final_logit_softcapping ?? undefined,
      rotaryOf: (layer) => (types[layer] === "sliding_attention" ? sliding : whole),
      window: slidingLayers(types, config.sliding_window),
    };
  },
});
