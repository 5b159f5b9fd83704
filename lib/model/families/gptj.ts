/**
 * GPT-J (Wang & Komatsuzaki 2021): one layer norm a block, which attention and MLP both read, so that they run beside each
 * other; rotary positions over neighbouring dimensions of a part of each head; an unembedding with a bias.
 */
import { z } from "zod";
import { gather, geluTanh, layerNorm, type Value } from "../../tensor";
import type { ModelFamily, Role } from "../family";
import { attend, toHeads } from "./shared/attention";
import { blocks, plainMlp } from "./shared/blocks";
import { parameterList } from "./shared/parameters";
import { rotary, RotaryFields, rotaryTable } from "./shared/rotary";

const Config = z
  .object({
    model_type: z.literal("gptj"),
    vocab_size: z.int().positive(),
    n_positions: z.int().positive(),
    n_embd: z.int().positive(),
    n_layer: z.int().positive(),
    n_head: z.int().positive(),
    n_inner: z.int().positive().nullish(),
    rotary_dim: z.int().positive().multipleOf(2).default(64),
    layer_norm_epsilon: z.number().positive().default(1e-5),
    activation_function: z.enum(["gelu_new", "gelu_pytorch_tanh"]).default("gelu_new"),
    tie_word_embeddings: z.literal(false).default(false),
    ...RotaryFields,
  })
  .refine(({ n_embd, n_head }) => n_embd % n_head === 0, {
    path: ["n_head"],
    message: "The width n_embd must divide into n_head heads.",
  })
  .refine(({ n_embd, n_head, rotary_dim }) => rotary_dim <= n_embd / n_head, {
    path: ["rotary_dim"],
    message: "No more dimensions can turn than a head has.",
  });
type Config = z.infer<typeof Config>;

export const gptj: ModelFamily<Config> = {
  id: "gptj",
  name: "GPT-J",
  modelTypes: ["gptj"],
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

  activation: () => "gelu_tanh",

  parameters(config) {
    const { width, mlpWidth, vocabulary, layers } = gptj.dimensions(config);
    const list = parameterList();
    list.table("transformer.wte.weight", "embed.tokens", vocabulary, width);
    list.projection("lm_head", { role: "unembed", from: width, to: vocabulary, bias: true });
    for (let layer = 0; layer < layers; layer++) {
      const block = `transformer.h.${layer}`;
      list.norm(`${block}.ln_1`, { role: "norm.attn", layer, width, bias: true });
      for (const part of ["q", "k", "v", "out"] as const) {
        list.projection(`${block}.attn.${part}_proj`, {
          role: `attn.${part}`,
          layer,
          from: width,
          to: width,
        });
      }
      list.projection(`${block}.mlp.fc_in`, { role: "mlp.up", layer, from: width, to: mlpWidth, bias: true });
      list.projection(`${block}.mlp.fc_out`, {
        role: "mlp.down",
        layer,
        from: mlpWidth,
        to: width,
        bias: true,
      });
    }
    list.norm("transformer.ln_f", { role: "norm.final", width, bias: true });
    return list.specs;
  },

  aliases: (name) => [name.replace(/^transformer\./, "")],

  forward(call) {
    const { graph, config, ids, positions, weight, linear, tap } = call;
    const dimensions = gptj.dimensions(config);
    const { layers, heads, headWidth, context } = dimensions;
    const rotate = rotary(graph, positions, rotaryTable(config, config.rotary_dim, context), "neighbours");
    const norm = (x: Value, role: Role, layer?: number) =>
      layerNorm(x, weight(role, layer), weight(role, layer, "bias"), config.layer_norm_epsilon);

    const last = blocks(call, layers, gather(weight("embed.tokens"), ids), {
      parallel: true,
      attention(x, layer) {
        const normed = norm(x, "norm.attn", layer);
        const project = (role: Role) => toHeads(linear(normed, role, layer), heads, headWidth); // [B, H, T, K]
        return attend(call, dimensions, layer, {
          queries: rotate(project("attn.q")),
          keys: rotate(project("attn.k")),
          values: project("attn.v"),
        });
      },
      mlp: (x, layer) => plainMlp(call, layer, norm(x, "norm.attn", layer), geluTanh),
    });
    return tap("final_norm", norm(last, "norm.final"));
  },
};
