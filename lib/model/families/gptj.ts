/**
 * GPT-J (Wang & Komatsuzaki 2021): one layer norm a block, which attention and MLP both read, so that they run beside each
 * other; rotary positions over neighbouring dimensions of a part of each head; an unembedding with a bias.
 */
import { z } from "zod";
import { layerNorm, type Value } from "../../tensor";
import { ActivationName, ACTIVATIONS } from "../activation";
import type { ModelFamily, Role } from "../family";
import { attend, toHeads } from "./shared/attention";
import { blocks, plainMlp } from "./shared/blocks";
import { Layers, Size } from "./shared/counts";
import { parameterList } from "./shared/parameters";
import { rotary, rotaryTable } from "./shared/rotary";

const Config = z
  .object({
    model_type: z.literal("gptj"),
    vocab_size: Size,
    n_positions: Size,
    n_embd: Size,
    n_layer: Layers,
    n_head: Size,
    n_inner: Size.nullish(),
    rotary_dim: Size.multipleOf(2).default(64),
    layer_norm_epsilon: z.number().positive().default(1e-5),
    activation_function: ActivationName.default("gelu_tanh"),
    tie_word_embeddings: z.boolean().default(false),
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
  defaults: { vocab_size: 50_400, n_positions: 2048, n_embd: 4096, n_layer: 28, n_head: 16 },
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
    parallel: true,
  }),

  activation: (config) => config.activation_function,

  parameters(config) {
    const { width, mlpWidth, vocabulary, layers } = gptj.dimensions(config);
    const list = parameterList();
    const embedding = "transformer.wte.weight";
    list.table(embedding, "embed.tokens", vocabulary, width);
    list.projection("lm_head", {
      role: "unembed",
      from: width,
      to: vocabulary,
      bias: true,
      ...(config.tie_word_embeddings && { tiedTo: embedding }),
    });
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
    const { graph, config, ids, positions, rows, weight, linear, tap } = call;
    const dimensions = gptj.dimensions(config);
    const { layers, heads, headWidth, context } = dimensions;
    const rotate = rotary(graph, positions, rotaryTable({}, config.rotary_dim, context), "neighbours");
    const norm = (x: Value, role: Role, layer?: number) =>
      layerNorm(x, weight(role, layer), weight(role, layer, "bias"), config.layer_norm_epsilon);

    const last = blocks(call, layers, rows("embed.tokens", ids), {
      parallel: dimensions.parallel,
      attention(x, layer) {
        const normed = norm(x, "norm.attn", layer);
        const project = (role: Role) => toHeads(linear(normed, role, layer), heads, headWidth); // [B, H, T, K]
        return attend(call, dimensions, layer, {
          queries: rotate(project("attn.q")),
          keys: rotate(project("attn.k")),
          values: project("attn.v"),
        });
      },
      mlp: (x, layer) =>
        plainMlp(call, layer, norm(x, "norm.attn", layer), ACTIVATIONS[config.activation_function]),
    });
    return tap("final_norm", norm(last, "norm.final"));
  },
};
