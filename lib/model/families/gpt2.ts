/**
 * GPT-2 (Radford et al. 2019): learned positions, layer norm before each part, a fused query-key-value projection, GELU in
 * its tanh form, and an unembedding that is the embedding. Its projections are stored [in, out].
 */
import { z } from "zod";
import { add, gather, geluTanh, layerNorm, split, type Value } from "../../tensor";
import type { ModelFamily, ParameterSpec, Role } from "../family";
import { attend, toHeads } from "./attention";

const Config = z
  .object({
    model_type: z.literal("gpt2"),
    vocab_size: z.int().positive(),
    n_positions: z.int().positive(),
    n_embd: z.int().positive(),
    n_layer: z.int().positive(),
    n_head: z.int().positive(),
    n_inner: z.int().positive().nullish(),
    layer_norm_epsilon: z.number().positive().default(1e-5),
    activation_function: z.enum(["gelu_new", "gelu_pytorch_tanh"]).default("gelu_new"),
    scale_attn_by_inverse_layer_idx: z.literal(false).default(false),
    tie_word_embeddings: z.literal(true).default(true),
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

  parameters(config) {
    const { width, mlpWidth, vocabulary, context, layers } = gpt2.dimensions(config);
    const embedding = "transformer.wte.weight";
    const specs: ParameterSpec[] = [
      { name: embedding, role: "embed.tokens", part: "weight", shape: [vocabulary, width], layout: "out-in" },
      {
        name: "transformer.wpe.weight",
        role: "embed.positions",
        part: "weight",
        shape: [context, width],
        layout: "out-in",
      },
      {
        name: "lm_head.weight",
        role: "unembed",
        part: "weight",
        shape: [vocabulary, width],
        layout: "out-in",
        tiedTo: embedding,
      },
    ];
    const norm = (name: string, role: Role, layer?: number) => {
      for (const part of ["weight", "bias"] as const) {
        specs.push({ name: `${name}.${part}`, role, part, layer, shape: [width], layout: "vector" });
      }
    };
    const projection = (name: string, role: Role, layer: number, [from, to]: readonly [number, number]) => {
      specs.push({
        name: `${name}.weight`,
        role,
        part: "weight",
        layer,
        shape: [from, to],
        layout: "in-out",
      });
      specs.push({ name: `${name}.bias`, role, part: "bias", layer, shape: [to], layout: "vector" });
    };
    for (let layer = 0; layer < layers; layer++) {
      const block = `transformer.h.${layer}`;
      norm(`${block}.ln_1`, "norm.attn", layer);
      projection(`${block}.attn.c_attn`, "attn.qkv", layer, [width, 3 * width]);
      projection(`${block}.attn.c_proj`, "attn.out", layer, [width, width]);
      norm(`${block}.ln_2`, "norm.mlp", layer);
      projection(`${block}.mlp.c_fc`, "mlp.up", layer, [width, mlpWidth]);
      projection(`${block}.mlp.c_proj`, "mlp.down", layer, [mlpWidth, width]);
    }
    norm("transformer.ln_f", "norm.final");
    return specs;
  },

  // The first checkpoints on the hub lack the prefix.
  aliases: (name) => [name.replace(/^transformer\./, "")],

  forward(call) {
    const { config, ids, positions, weight, linear, tap } = call;
    const dimensions = gpt2.dimensions(config);
    const { layers, heads, headWidth } = dimensions;
    const norm = (x: Value, role: Role, layer?: number) =>
      layerNorm(x, weight(role, layer), weight(role, layer, "bias"), config.layer_norm_epsilon);

    const embedded = add(gather(weight("embed.tokens"), ids), gather(weight("embed.positions"), positions));
    let x = tap("embed", embedded); // [B, T, D]
    for (let layer = 0; layer < layers; layer++) {
      x = tap(`blocks.${layer}.resid_pre`, x);
      const qkv = split(linear(norm(x, "norm.attn", layer), "attn.qkv", layer), -1, 3); // 3 × [B, T, D]
      const [queries, keys, values] = qkv.map((part) => toHeads(part, heads, headWidth)); // [B, H, T, K]
      const mixed = attend(call, dimensions, layer, { queries, keys, values });
      const attention = tap(`blocks.${layer}.attn_out`, linear(mixed, "attn.out", layer));
      x = tap(`blocks.${layer}.resid_mid`, add(x, attention));
      const read = tap(`blocks.${layer}.mlp.in`, norm(x, "norm.mlp", layer));
      const pre = tap(`blocks.${layer}.mlp.pre`, linear(read, "mlp.up", layer)); // [B, T, F]
      const key = tap(`blocks.${layer}.mlp.post`, geluTanh(pre)); // [B, T, F]
      const value = tap(`blocks.${layer}.mlp_out`, linear(key, "mlp.down", layer));
      x = tap(`blocks.${layer}.resid_post`, add(x, value));
    }
    return tap("final_norm", norm(x, "norm.final"));
  },
};
