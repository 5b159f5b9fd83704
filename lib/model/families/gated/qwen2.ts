/** Qwen 2 and 2.5 (Yang et al. 2024): Llama with biases on queries, keys and values, and a window that may be switched on. */
import { z } from "zod";
import { ActivationName } from "../../activation";
import { Size } from "../shared/counts";
import { gatedFamily, GatedFields } from "../shared/gated";
import { LayerTypes, slidingLayers } from "../shared/windows";

/** The keys by which Qwen says which layers slide; shared with Qwen 3. */
export const QwenWindow = {
  use_sliding_window: z.boolean().default(false),
  sliding_window: Size.nullable().default(4096),
  /** Layers from this one on slide, in configurations without layer_types. */
  max_window_layers: z.int().nonnegative().default(28),
  layer_types: LayerTypes.nullish(),
} as const;

/** What Qwen's classes have where a configuration lacks a key; shared with Qwen 3. */
export const QwenDefaults = {
  vocab_size: 151_936,
  hidden_size: 4096,
  intermediate_size: 22_016,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  max_position_embeddings: 32_768,
} as const;

interface QwenWindowed {
  readonly num_hidden_layers: number;
  readonly use_sliding_window: boolean;
  readonly sliding_window: number | null;
  readonly max_window_layers: number;
  readonly layer_types?: z.infer<typeof LayerTypes> | null;
}

export function qwenWindow(config: QwenWindowed): (layer: number) => number | undefined {
  const { num_hidden_layers: layers, max_window_layers: whole, layer_types } = config;
  if (!config.use_sliding_window) return () => undefined;
  const types = Array.from({ length: layers }, (_, layer) =>
    layer >= whole ? ("sliding_attention" as const) : ("full_attention" as const),
  );
  return slidingLayers(layer_types ?? types, config.sliding_window);
}

export const qwen2 = gatedFamily({
  id: "qwen2",
  name: "Qwen 2",
  config: z.object({
    model_type: z.literal("qwen2"),
    ...GatedFields,
    ...QwenWindow,
    hidden_act: ActivationName.default("silu"),
    tie_word_embeddings: z.boolean().default(false),
  }),
  defaults: QwenDefaults,
  traits: (config) => ({
    activation: config.hidden_act,
    bias: { qkv: true },
    window: qwenWindow(config),
  }),
});
