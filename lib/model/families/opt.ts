/**
 * OPT (Zhang et al. 2022): learned positions whose table begins with two unused rows, layer norm before each part, separate
 * query, key and value projections, ReLU, and an unembedding tied to the embedding.
 *
 * OPT-350M is refused: it normalizes after each part and projects its embeddings to another width.
 */
import { z } from "zod";
import { add, layerNorm, shiftIds, type Value } from "../../tensor";
import { ActivationName, ACTIVATIONS } from "../activation";
import type { ModelFamily, Role } from "../family";
import { attend, toHeads } from "./shared/attention";
import { blocks, plainMlp } from "./shared/blocks";
import { Layers, Size } from "./shared/counts";
import { parameterList } from "./shared/parameters";

/** Rows of the position table before the first position. */
const OFFSET = 2;

const Config = z
  .object({
    model_type: z.literal("opt"),
    vocab_size: Size,
    max_position_embeddings: Size,
    hidden_size: Size,
    ffn_dim: Size,
    num_hidden_layers: Layers,
    num_attention_heads: Size,
    word_embed_proj_dim: Size.nullish(),
    activation_function: ActivationName.default("relu"),
    enable_bias: z.literal(true).default(true),
    layer_norm_elementwise_affine: z.literal(true).default(true),
    do_layer_norm_before: z.literal(true).default(true),
    _remove_final_layer_norm: z.literal(false).default(false),
    tie_word_embeddings: z.boolean().default(true),
  })
  .refine(({ hidden_size, num_attention_heads }) => hidden_size % num_attention_heads === 0, {
    path: ["num_attention_heads"],
    message: "The width hidden_size must divide into num_attention_heads heads.",
  })
  .refine(({ hidden_size, word_embed_proj_dim: width }) => (width ?? hidden_size) === hidden_size, {
    path: ["word_embed_proj_dim"],
    message: "The embeddings must be as wide as hidden_size.",
  });
type Config = z.infer<typeof Config>;

export const opt: ModelFamily<Config> = {
  id: "opt",
  name: "OPT",
  modelTypes: ["opt"],
  config: Config,
  defaults: {
    vocab_size: 50_272,
    max_position_embeddings: 2048,
    hidden_size: 768,
    ffn_dim: 3072,
    num_hidden_layers: 12,
    num_attention_heads: 12,
  },

  dimensions: (config) => ({
    layers: config.num_hidden_layers,
    width: config.hidden_size,
    mlpWidth: config.ffn_dim,
    heads: config.num_attention_heads,
    keyValueHeads: config.num_attention_heads,
    headWidth: config.hidden_size / config.num_attention_heads,
    vocabulary: config.vocab_size,
    context: config.max_position_embeddings,
  }),

  activation: (config) => config.activation_function,

  parameters(config) {
    const { width, mlpWidth, vocabulary, context, layers } = opt.dimensions(config);
    const list = parameterList();
    const decoder = "model.decoder";
    const embedding = `${decoder}.embed_tokens.weight`;
    list.table(embedding, "embed.tokens", vocabulary, width);
    list.table(`${decoder}.embed_positions.weight`, "embed.positions", context + OFFSET, width);
    list.projection("lm_head", {
      role: "unembed",
      from: width,
      to: vocabulary,
      ...(config.tie_word_embeddings && { tiedTo: embedding }),
    });
    const linear = (name: string, role: Role, layer: number, from: number, to: number) =>
      list.projection(name, { role, layer, from, to, bias: true });
    for (let layer = 0; layer < layers; layer++) {
      const block = `${decoder}.layers.${layer}`;
      const attention = `${block}.self_attn`;
      list.norm(`${attention}_layer_norm`, { role: "norm.attn", layer, width, bias: true });
      linear(`${attention}.q_proj`, "attn.q", layer, width, width);
      linear(`${attention}.k_proj`, "attn.k", layer, width, width);
      linear(`${attention}.v_proj`, "attn.v", layer, width, width);
      linear(`${attention}.out_proj`, "attn.out", layer, width, width);
      list.norm(`${block}.final_layer_norm`, { role: "norm.mlp", layer, width, bias: true });
      linear(`${block}.fc1`, "mlp.up", layer, width, mlpWidth);
      linear(`${block}.fc2`, "mlp.down", layer, mlpWidth, width);
    }
    list.norm(`${decoder}.final_layer_norm`, { role: "norm.final", width, bias: true });
    return list.specs;
  },

  // The first checkpoints on the hub lack the prefix.
  aliases: (name) => [name.replace(/^model\./, "")],

  forward(call) {
    const { config, ids, positions, rows, weight, linear, tap } = call;
    const dimensions = opt.dimensions(config);
    const { layers, heads, headWidth } = dimensions;
    const norm = (x: Value, role: Role, layer?: number) =>
      layerNorm(x, weight(role, layer), weight(role, layer, "bias"), 1e-5);

    const places = shiftIds(positions, OFFSET); // [B, T]
    const embedded = add(rows("embed.tokens", ids), rows("embed.positions", places));
    const last = blocks(call, layers, embedded, {
      attention(x, layer) {
        const normed = norm(x, "norm.attn", layer);
        const project = (role: Role) => toHeads(linear(normed, role, layer), heads, headWidth); // [B, H, T, K]
        const parts = { queries: project("attn.q"), keys: project("attn.k"), values: project("attn.v") };
        return attend(call, dimensions, layer, parts);
      },
      mlp: (x, layer) =>
        plainMlp(call, layer, norm(x, "norm.mlp", layer), ACTIVATIONS[config.activation_function]),
    });
    return tap("final_norm", norm(last, "norm.final"));
  },
};
