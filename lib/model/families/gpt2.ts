/**
 * GPT-2 (Radford et al. 2019): learned positions, layer norm before each part, a fused query-key-value projection, GELU in
 * its tanh form, and an unembedding that is the embedding. Its projections are stored [in, out].
 */
import { z } from "zod";
import { add, layerNorm, split, type Value } from "../../tensor";
import { ActivationName, ACTIVATIONS } from "../activation";
import type { ModelFamily, Role } from "../family";
import { attend, toHeads } from "./shared/attention";
import { blocks, plainMlp } from "./shared/blocks";
import { Layers, Size } from "./shared/counts";
import { parameterList } from "./shared/parameters";

const Config = z
  .object({
    model_type: z.literal("gpt2"),
    vocab_size: Size,
    n_positions: Size,
    n_embd: Size,
    n_layer: Layers,
    n_head: Size,
    n_inner: Size.nullish(),
    layer_norm_epsilon: z.number().positive().default(1e-5),
    activation_function: ActivationName.default("gelu_tanh"),
    scale_attn_weights: z.boolean().default(true),
    scale_attn_by_inverse_layer_idx: z.boolean().default(false),
    tie_word_embeddings: z.boolean().default(true),
  })
  .refine(({ n_embd, n_head }) => n_embd % n_head === 0, {
    path: ["n_head"],
    message: "The width n_embd must divide into n_head heads.",
  });
type Config = z.infer<typeof Config>;

export const gpt2: ModelFamily<Config> = {
  id: "gpt2",
  name: "GPT-2",
  modelTypes: ["gpt2"],
  config: Config,
  defaults: { vocab_size: 50_257, n_positions: 1024, n_embd: 768, n_layer: 12, n_head: 12 },
  attributeMap: {
    hidden_size: "n_embd",
    max_position_embeddings: "n_positions",
    num_attention_heads: "n_head",
    num_hidden_layers: "n_layer",
  },

  dimensions: (config) => ({
    layers: config.n_layer,
    width: config.n_embd,
    mlpWidth: config.n_inner ?? 4 * config.n_embd,
    heads: config.n_head,
    keyValueHeads: config.n_head,
    headWidth: config.n_embd / config.n_head,
    vocabulary: config.vocab_size,
    context: config.n_positions,
  }),

  activation: (config) => config.activation_function,

  parameters(config) {
    const { width, mlpWidth, vocabulary, context, layers } = gpt2.dimensions(config);
    const list = parameterList();
    const embedding = "transformer.wte";
    list.table(`${embedding}.weight`, "embed.tokens", vocabulary, width);
    list.table("transformer.wpe.weight", "embed.positions", context, width);
    list.projection("lm_head", {
      role: "unembed",
      from: width,
      to: vocabulary,
      ...(config.tie_word_embeddings && { tiedTo: `${embedding}.weight` }),
    });
    const linear = (name: string, role: Role, layer: number, from: number, to: number) =>
      list.projection(name, { role, layer, from, to, bias: true, layout: "in-out" });
    for (let layer = 0; layer < layers; layer++) {
      const block = `transformer.h.${layer}`;
      list.norm(`${block}.ln_1`, { role: "norm.attn", layer, width, bias: true });
      linear(`${block}.attn.c_attn`, "attn.qkv", layer, width, 3 * width);
      linear(`${block}.attn.c_proj`, "attn.out", layer, width, width);
      list.norm(`${block}.ln_2`, { role: "norm.mlp", layer, width, bias: true });
      linear(`${block}.mlp.c_fc`, "mlp.up", layer, width, mlpWidth);
      linear(`${block}.mlp.c_proj`, "mlp.down", layer, mlpWidth, width);
    }
    list.norm("transformer.ln_f", { role: "norm.final", width, bias: true });
    return list.specs;
  },

  // The first checkpoints on the hub lack the prefix.
  aliases: (name) => [name.replace(/^transformer\./, "")],

  forward(call) {
    const { config, ids, positions, rows, weight, linear, tap } = call;
    const dimensions = gpt2.dimensions(config);
    const { layers, heads, headWidth } = dimensions;
    const norm = (x: Value, role: Role, layer?: number) =>
      layerNorm(x, weight(role, layer), weight(role, layer, "bias"), config.layer_norm_epsilon);

    const embedded = add(rows("embed.tokens", ids), rows("embed.positions", positions));
    const last = blocks(call, layers, embedded, {
      attention(x, layer) {
        const qkv = split(linear(norm(x, "norm.attn", layer), "attn.qkv", layer), -1, 3); // 3 × [B, T, D]
        const [queries, keys, values] = qkv.map((part) => toHeads(part, heads, headWidth)); // [B, H, T, K]
        const width = config.scale_attn_weights ? Math.sqrt(headWidth) : 1;
        const depth = config.scale_attn_by_inverse_layer_idx ? layer + 1 : 1;
        return attend(call, dimensions, layer, { queries, keys, values }, { scale: 1 / (width * depth) });
      },
      mlp: (x, layer) =>
        plainMlp(call, layer, norm(x, "norm.mlp", layer), ACTIVATIONS[config.activation_function]),
    });
    return tap("final_norm", norm(last, "norm.final"));
  },
};
