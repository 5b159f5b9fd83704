/** Mistral (Jiang et al. 2023): Llama with a window over the last tokens in every layer, where the checkpoint has one. */
import { z } from "zod";
import { gatedFamily, GatedFields } from "./shared/gated";

export const mistral = gatedFamily({
  id: "mistral",
  name: "Mistral",
  config: z.object({
    model_type: z.literal("mistral"),
    ...GatedFields,
    hidden_act: z.literal("silu").default("silu"),
    sliding_window: z.int().positive().nullish(),
    tie_word_embeddings: z.boolean().default(false),
  }),
  traits: ({ sliding_window }) => ({ window: () => sliding_window ?? undefined }),
});
