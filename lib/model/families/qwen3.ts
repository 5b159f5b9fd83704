/** Qwen 3 (Yang et al. 2025): Llama with queries and keys normalized head by head, in place of Qwen 2's biases. */
import { z } from "zod";
import { gatedFamily, GatedFields } from "./shared/gated";
import { QwenWindow, qwenWindow } from "./qwen2";

export const qwen3 = gatedFamily({
  id: "qwen3",
  name: "Qwen 3",
  config: z.object({
    model_type: z.literal("qwen3"),
    ...GatedFields,
    ...QwenWindow,
    head_dim: z.int().positive().default(128),
    hidden_act: z.literal("silu").default("silu"),
    attention_bias: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(false),
  }),
  traits: (config) => ({
    headNorms: true,
    bias: { qkv: config.attention_bias, out: config.attention_bias },
    window: qwenWindow(config),
  }),
});
