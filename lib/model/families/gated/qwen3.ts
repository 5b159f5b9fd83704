/** Qwen 3 (Yang et al. 2025): Llama with queries and keys normalized head by head, in place of Qwen 2's biases. */
import { z } from "zod";
import { ActivationName } from "../../activation";
import { Size } from "../shared/counts";
import { gatedFamily, GatedFields } from "../shared/gated";
import { QwenDefaults, QwenWindow, qwenWindow } from "./qwen2";

export const qwen3 = gatedFamily({
  id: "qwen3",
  name: "Qwen 3",
  config: z.object({
    model_type: z.literal("qwen3"),
    ...GatedFields,
    ...QwenWindow,
    head_dim: Size.default(128),
    hidden_act: ActivationName.default("silu"),
    attention_bias: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(false),
  }),
  defaults: QwenDefaults,
  traits: (config) => ({
    activation: config.hidden_act,
    headNorms: true,
    bias: { qkv: config.attention_bias, out: config.attention_bias },
    window: qwenWindow(config),
  }),
});
