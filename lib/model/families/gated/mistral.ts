/** Mistral (Jiang et al. 2023): Llama with a window over the last tokens in every layer, where the checkpoint has one. */
import { z } from "zod";
import { ActivationName } from "../../activation";
import { Size } from "../shared/counts";
import { gatedFamily, GatedFields } from "../shared/gated";

export const mistral = gatedFamily({
  id: "mistral",
  name: "Mistral",
  config: z.object({
    model_type: z.literal("mistral"),
    ...GatedFields,
    hidden_act: ActivationName.default("silu"),
    sliding_window: Size.nullable().default(4096),
    tie_word_embeddings: z.boolean().default(false),
  }),
  defaults: {
    vocab_size: 32_000,
    hidden_size: 4096,
    intermediate_size: 14_336,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    max_position_embeddings: 131_072,
  },
  traits: ({ sliding_window, hidden_act }) => ({
    activation: hidden_act,
    window: () => sliding_window ?? undefined,
  }),
});
