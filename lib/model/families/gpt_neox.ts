/**
 * GPT-NeoX (Black et al. 2022) and Pythia (Biderman et al. 2023): attention and MLP read the same stream through norms of
 * their own and run beside each other; a fused projection whose rows are grouped by head; rotary positions over a part of
 * each head; GELU in its exact form.
 */
import { z } from "zod";
import { layerNorm, reshape, split, transpose, type Value } from "../../tensor";
import { ActivationName, ACTIVATIONS } from "../activation";
import type { ModelFamily, Role } from "../family";
import { attend } from "./shared/attention";
import { blocks, plainMlp } from "./shared/blocks";
import { Layers, Size } from "./shared/counts";
import { parameterList } from "./shared/parameters";
import {
  factorsFit,
  rotary,
  rotaryContexts,
  RotaryFields,
  rotaryShare,
  rotaryTable,
  type RotaryConfig,
} from "./shared/rotary";

interface Rotating extends RotaryConfig {
  readonly hidden_size: number;
  readonly num_attention_heads: number;
  readonly rotary_pct: number;
  readonly rotary_emb_base: number;
}

const Config = z
  .object({
    model_type: z.literal("gpt_neox"),
    vocab_size: Size,
    max_position_embeddings: Size,
    hidden_size: Size,
    intermediate_size: Size,
    num_hidden_layers: Layers,
    num_attention_heads: Size,
    hidden_act: ActivationName.default("gelu"),
    layer_norm_eps: z.number().positive().default(1e-5),
    attention_bias: z.boolean().default(true),
    use_parallel_residual: z.boolean().default(true),
    tie_word_embeddings: z.boolean().default(false),
    ...RotaryFields,
    // The spelling before transformers 5.
    rotary_pct: z.number().positive().max(1).default(0.25),
    rotary_emb_base: z.number().positive().default(10_000),
  })
  .refine(({ hidden_size, num_attention_heads }) => hidden_size % num_attention_heads === 0, {
    path: ["num_attention_heads"],
    message: "The width hidden_size must divide into num_attention_heads heads.",
  })
  .refine(
    (config) => 2 * Math.ceil(turningOf(config) / 2) <= config.hidden_size / config.num_attention_heads,
    {
      path: ["rotary_pct"],
      message: "No more dimensions can turn than a head has.",
    },
  )
  .refine((config) => factorsFit(config, turningOf(config)), {
    path: ["rope_scaling"],
    message: "short_factor and long_factor need one number for each pair of dimensions that turn.",
  })
  .refine((config) => turningOf(config) > 0, {
    path: ["rotary_pct"],
    message: "At least one dimension of a head must turn.",
  });
type Config = z.infer<typeof Config>;

/** The names that this family's configurations use for what others call rope_theta and partial_rotary_factor. */
function ropeOf(config: Rotating): RotaryConfig {
  return { ...config, rope_theta: config.rotary_emb_base, partial_rotary_factor: config.rotary_pct };
}

/** The number of dimensions of a head that turn. */
function turningOf(config: Rotating): number {
  return Math.floor((config.hidden_size / config.num_attention_heads) * rotaryShare(ropeOf(config)));
}

export const gptNeox: ModelFamily<Config> = {
  id: "gpt_neox",
  name: "GPT-NeoX",
  modelTypes: ["gpt_neox"],
  config: Config,
  defaults: {
    vocab_size: 50_432,
    max_position_embeddings: 2048,
    hidden_size: 6144,
    intermediate_size: 24_576,
    num_hidden_layers: 44,
    num_attention_heads: 64,
  },

  dimensions: (config) => ({
    ...rotaryContexts([ropeOf(config)], config.max_position_embeddings),
    layers: config.num_hidden_layers,
    width: config.hidden_size,
    mlpWidth: config.intermediate_size,
    heads: config.num_attention_heads,
    keyValueHeads: config.num_attention_heads,
    headWidth: config.hidden_size / config.num_attention_heads,
    vocabulary: config.vocab_size,
    parallel: config.use_parallel_residual,
  }),

  activation: (config) => config.hidden_act,

  parameters(config) {
    const { width, mlpWidth, vocabulary, layers } = gptNeox.dimensions(config);
    const list = parameterList();
    const embedding = "gpt_neox.embed_in.weight";
    list.table(embedding, "embed.tokens", vocabulary, width);
    list.projection("embed_out", {
      role: "unembed",
      from: width,
      to: vocabulary,
      ...(config.tie_word_embeddings && { tiedTo: embedding }),
    });
    const linear = (name: string, role: Role, layer: number, from: number, to: number, bias: boolean) =>
      list.projection(name, { role, layer, from, to, bias });
    for (let layer = 0; layer < layers; layer++) {
      const block = `gpt_neox.layers.${layer}`;
      list.norm(`${block}.input_layernorm`, { role: "norm.attn", layer, width, bias: true });
      linear(
        `${block}.attention.query_key_value`,
        "attn.qkv",
        layer,
        width,
        3 * width,
        config.attention_bias,
      );
      linear(`${block}.attention.dense`, "attn.out", layer, width, width, config.attention_bias);
      list.norm(`${block}.post_attention_layernorm`, { role: "norm.mlp", layer, width, bias: true });
      linear(`${block}.mlp.dense_h_to_4h`, "mlp.up", layer, width, mlpWidth, true);
      linear(`${block}.mlp.dense_4h_to_h`, "mlp.down", layer, mlpWidth, width, true);
    }
    list.norm("gpt_neox.final_layer_norm", { role: "norm.final", width, bias: true });
    return list.specs;
  },

  aliases: (name) => [name.replace(/^gpt_neox\./, ""), name.replace(/^embed_out\./, "lm_head.")],

  forward(call) {
    const { graph, config, ids, positions, rows, weight, linear, tap } = call;
    const dimensions = gptNeox.dimensions(config);
    const { layers, heads, headWidth } = dimensions;
    const table = rotaryTable(ropeOf(config), turningOf(config), config.max_position_embeddings);
    const rotate = rotary(graph, positions, table);
    const norm = (x: Value, role: Role, layer?: number) =>
      layerNorm(x, weight(role, layer), weight(role, layer, "bias"), config.layer_norm_eps);

    const last = blocks(call, layers, rows("embed.tokens", ids), {
      parallel: dimensions.parallel,
      attention(x, layer) {
        const fused = linear(norm(x, "norm.attn", layer), "attn.qkv", layer); // [B, T, 3·D]
        const [batch, tokens] = fused.shape;
        const byHead = reshape(fused, [batch, tokens, heads, 3 * headWidth]);
        const [queries, keys, values] = split(transpose(byHead, [0, 2, 1, 3]), -1, 3); // 3 × [B, H, T, K]
        return attend(call, dimensions, layer, { queries: rotate(queries), keys: rotate(keys), values });
      },
      mlp: (x, layer) => plainMlp(call, layer, norm(x, "norm.mlp", layer), ACTIVATIONS[config.hidden_act]),
    });
    return tap("final_norm", norm(last, "norm.final"));
  },
};
