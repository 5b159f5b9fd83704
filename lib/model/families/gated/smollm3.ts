/** SmolLM3 (Hugging Face 2025): Llama with layers in which positions do not turn, every fourth where nothing else is stated. */
import { z } from "zod";
import { ActivationName } from "../../activation";
import { Layers, Size } from "../shared/counts";
import { gatedFamily, GatedFields } from "../shared/gated";
import { LayerTypes, slidingLayers } from "../shared/windows";

const Config = z
  .object({
    model_type: z.literal("smollm3"),
    ...GatedFields,
    rope_theta: z.number().positive().default(2_000_000),
    hidden_act: ActivationName.default("silu"),
    attention_bias: z.boolean().default(false),
    mlp_bias: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(true),
    /** 1 for a layer in which positions turn, 0 for one without positions. */
    no_rope_layers: z.array(z.union([z.literal(0), z.literal(1)])).nullish(),
    no_rope_layer_interval: Layers.default(4),
    use_sliding_window: z.boolean().default(false),
    sliding_window: Size.nullish(),
    layer_types: LayerTypes.nullish(),
  })
  .refine((config) => config.num_hidden_layers <= (config.no_rope_layers?.length ?? Infinity), {
    path: ["no_rope_layers"],
    message: "Every layer needs one entry, 0 or 1.",
  });
type Config = z.infer<typeof Config>;

function turns({ no_rope_layers, no_rope_layer_interval }: Config, layer: number): boolean {
  return no_rope_layers ? no_rope_layers[layer] === 1 : (layer + 1) % no_rope_layer_interval !== 0;
}

/** Where the configuration does not list them, the layers without positions slide, if any do. */
function typesOf(config: Config): z.infer<typeof LayerTypes> {
  return (
    config.layer_types ??
    Array.from({ length: config.num_hidden_layers }, (_, layer) =>
      config.use_sliding_window && !turns(config, layer) ? "sliding_attention" : "full_attention",
    )
  );
}

export const smollm3 = gatedFamily({
  id: "smollm3",
  name: "SmolLM3",
  config: Config,
  defaults: {
    vocab_size: 128_256,
    hidden_size: 2048,
    intermediate_size: 11_008,
    num_hidden_layers: 36,
    num_attention_heads: 16,
    num_key_value_heads: 4,
    max_position_embeddings: 32_768,
  },
  traits: (config) => ({
    activation: config.hidden_act,
    bias: { qkv: config.attention_bias, out: config.attention_bias, mlp: config.mlp_bias },
    rotaryOf: (layer) => (turns(config, layer) ? config : undefined),
    window: slidingLayers(typesOf(config), config.sliding_window),
  }),
});
