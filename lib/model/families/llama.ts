/**
 * Llama (Touvron et al. 2023): RMS norm before each part, rotary positions, grouped-query attention and a gated MLP with
 * SiLU. Projections are stored [out, in]. Rotary scaling follows Llama 3.1 where the configuration asks for it.
 */
import { z } from "zod";
import {
  add,
  concat,
  cos,
  float32,
  gather,
  multiply,
  negate,
  reshape,
  rmsNorm,
  silu,
  sin,
  slice,
  toFloat,
  type Graph,
  type Value,
} from "../../tensor";
import type { ModelFamily, ParameterSpec, Role } from "../family";
import { attend, toHeads } from "./attention";

const RopeScaling = z.object({
  rope_type: z.enum(["default", "llama3", "linear"]).optional(),
  type: z.enum(["default", "llama3", "linear"]).optional(), // the older spelling of rope_type
  rope_theta: z.number().positive().optional(),
  factor: z.number().positive().optional(),
  low_freq_factor: z.number().positive().optional(),
  high_freq_factor: z.number().positive().optional(),
  original_max_position_embeddings: z.number().positive().optional(),
  /** Ours: "float16" for a model whose table of frequencies went through half precision with its weights. */
  frequency_dtype: z.enum(["float32", "float16"]).default("float32"),
});

const Config = z
  .object({
    model_type: z.literal("llama"),
    vocab_size: z.int().positive(),
    max_position_embeddings: z.int().positive(),
    hidden_size: z.int().positive(),
    intermediate_size: z.int().positive(),
    num_hidden_layers: z.int().positive(),
    num_attention_heads: z.int().positive(),
    num_key_value_heads: z.int().positive().nullish(),
    head_dim: z.int().positive().nullish(),
    rms_norm_eps: z.number().positive().default(1e-6),
    hidden_act: z.literal("silu").default("silu"),
    attention_bias: z.literal(false).default(false),
    mlp_bias: z.literal(false).default(false),
    tie_word_embeddings: z.boolean().default(false),
    // transformers 5 writes rope_parameters; older checkpoints have the two keys below it.
    rope_parameters: RopeScaling.nullish(),
    rope_theta: z.number().positive().optional(),
    rope_scaling: RopeScaling.nullish(),
  })
  .refine(
    (config) => config.num_attention_heads % (config.num_key_value_heads ?? config.num_attention_heads) === 0,
    {
      path: ["num_key_value_heads"],
      message: "The heads must divide into num_key_value_heads groups.",
    },
  );
type Config = z.infer<typeof Config>;

export const llama: ModelFamily<Config> = {
  id: "llama",
  name: "Llama",
  modelTypes: ["llama"],
  config: Config,

  dimensions: (config) => ({
    layers: config.num_hidden_layers,
    width: config.hidden_size,
    mlpWidth: config.intermediate_size,
    heads: config.num_attention_heads,
    keyValueHeads: config.num_key_value_heads ?? config.num_attention_heads,
    headWidth: config.head_dim ?? config.hidden_size / config.num_attention_heads,
    vocabulary: config.vocab_size,
    context: config.max_position_embeddings,
  }),

  parameters(config) {
    const { width, mlpWidth, vocabulary, layers, heads, keyValueHeads, headWidth } = llama.dimensions(config);
    const embedding = "model.embed_tokens.weight";
    const matrix = (name: string, role: Role, to: number, from: number, layer?: number): ParameterSpec => ({
      name,
      role,
      part: "weight",
      layer,
      shape: [to, from],
      layout: "out-in",
    });
    const norm = (name: string, role: Role, layer?: number): ParameterSpec => ({
      name,
      role,
      part: "weight",
      layer,
      shape: [width],
      layout: "vector",
    });
    const blocks = Array.from({ length: layers }, (_, layer) => {
      const block = `model.layers.${layer}`;
      return [
        norm(`${block}.input_layernorm.weight`, "norm.attn", layer),
        matrix(`${block}.self_attn.q_proj.weight`, "attn.q", heads * headWidth, width, layer),
        matrix(`${block}.self_attn.k_proj.weight`, "attn.k", keyValueHeads * headWidth, width, layer),
        matrix(`${block}.self_attn.v_proj.weight`, "attn.v", keyValueHeads * headWidth, width, layer),
        matrix(`${block}.self_attn.o_proj.weight`, "attn.out", width, heads * headWidth, layer),
        norm(`${block}.post_attention_layernorm.weight`, "norm.mlp", layer),
        matrix(`${block}.mlp.gate_proj.weight`, "mlp.gate", mlpWidth, width, layer),
        matrix(`${block}.mlp.up_proj.weight`, "mlp.up", mlpWidth, width, layer),
        matrix(`${block}.mlp.down_proj.weight`, "mlp.down", width, mlpWidth, layer),
      ];
    });
    return [
      matrix(embedding, "embed.tokens", vocabulary, width),
      {
        ...matrix("lm_head.weight", "unembed", vocabulary, width),
        ...(config.tie_word_embeddings && { tiedTo: embedding }),
      },
      ...blocks.flat(),
      norm("model.norm.weight", "norm.final"),
    ];
  },

  aliases: (name) => [name.replace(/^model\./, "")],

  forward(call) {
    const { graph, config, ids, positions, weight, linear, tap } = call;
    const dimensions = llama.dimensions(config);
    const { layers, heads, keyValueHeads, headWidth } = dimensions;
    const rotate = rotary(graph, positions, frequenciesOf(config, headWidth));

    let x = tap("embed", gather(weight("embed.tokens"), ids)); // [B, T, D]
    for (let layer = 0; layer < layers; layer++) {
      x = tap(`blocks.${layer}.resid_pre`, x);
      const normed = rmsNorm(x, weight("norm.attn", layer), config.rms_norm_eps);
      const queries = rotate(toHeads(linear(normed, "attn.q", layer), heads, headWidth)); // [B, H, T, K]
      const keys = rotate(toHeads(linear(normed, "attn.k", layer), keyValueHeads, headWidth)); // [B, Hkv, T, K]
      const values = toHeads(linear(normed, "attn.v", layer), keyValueHeads, headWidth); // [B, Hkv, T, K]
      const mixed = attend(call, dimensions, layer, { queries, keys, values });
      const attention = tap(`blocks.${layer}.attn_out`, linear(mixed, "attn.out", layer));
      x = tap(`blocks.${layer}.resid_mid`, add(x, attention));
      const read = tap(`blocks.${layer}.mlp.in`, rmsNorm(x, weight("norm.mlp", layer), config.rms_norm_eps));
      const pre = tap(`blocks.${layer}.mlp.pre`, linear(read, "mlp.gate", layer)); // [B, T, F]
      const key = tap(`blocks.${layer}.mlp.post`, multiply(silu(pre), linear(read, "mlp.up", layer))); // [B, T, F]
      const value = tap(`blocks.${layer}.mlp_out`, linear(key, "mlp.down", layer));
      x = tap(`blocks.${layer}.resid_post`, add(x, value));
    }
    return tap("final_norm", rmsNorm(x, weight("norm.final"), config.rms_norm_eps));
  },
};

/** Rotates the halves of each head by position × frequency (Su et al. 2021, in the half-split layout of the checkpoints). */
function rotary(graph: Graph, positions: Value, frequencies: Float32Array): (x: Value) => Value {
  const half = frequencies.length;
  const [batch, tokens] = positions.shape;
  const angles = multiply(
    reshape(toFloat(positions), [batch, tokens, 1]),
    graph.constant(float32([half], frequencies)),
  );
  const shaped = reshape(angles, [batch, 1, tokens, half]); // one for all heads
  const [cosine, sine] = [cos(shaped), sin(shaped)];
  return (x) => {
    const [low, high] = [slice(x, -1, 0, half), slice(x, -1, half, 2 * half)]; // [B, H, T, K/2]
    return concat(
      [
        add(multiply(low, cosine), negate(multiply(high, sine))),
        add(multiply(high, cosine), multiply(low, sine)),
      ],
      -1,
    );
  };
}

function frequenciesOf(config: Config, headWidth: number): Float32Array {
  const frequencies = inverseFrequencies(config, headWidth);
  return config.rope_parameters?.frequency_dtype === "float16" ? toHalf(frequencies) : frequencies;
}

/** Radians a token for each pair of dimensions. Llama 3.1 slows the low frequencies and blends in between. */
function inverseFrequencies(config: Config, headWidth: number): Float32Array {
  const rope = { ...config.rope_scaling, ...config.rope_parameters };
  const theta = rope.rope_theta ?? config.rope_theta ?? 10_000;
  const kind = rope.rope_type ?? rope.type ?? "default";
  const plain = Float32Array.from({ length: headWidth / 2 }, (_, i) => theta ** ((-2 * i) / headWidth));
  const factor = rope.factor ?? 1;
  if (kind === "default") return plain;
  if (kind === "linear") return plain.map((frequency) => frequency / factor);
  const original = rope.original_max_position_embeddings ?? config.max_position_embeddings;
  const [low, high] = [rope.low_freq_factor ?? 1, rope.high_freq_factor ?? 4];
  return plain.map((frequency) => {
    const turns = (original * frequency) / (2 * Math.PI);
    if (turns < low) return frequency / factor;
    if (turns > high) return frequency;
    const blend = (turns - low) / (high - low);
    return (1 - blend) * (frequency / factor) + blend * frequency;
  });
}

/** The nearest half-precision value of each number. */
function toHalf(values: Float32Array): Float32Array {
  return values.map((value) => {
    const step = 2 ** Math.max(Math.floor(Math.log2(Math.abs(value))) - 10, -24);
    const scaled = value / step;
    const below = Math.floor(scaled);
    const isTie = scaled - below === 0.5;
    return (isTie ? below + (below % 2) : Math.round(scaled)) * step;
  });
}
