/**
 * GPT-Neo (Black et al. 2021): GPT-2's block with separate query, key and value projections stored [out, in], scores that
 * are not scaled, and layers that alternate between the whole text and a window of it.
 */
import { z } from "zod";
import { add, layerNorm, type Value } from "../../tensor";
import { ActivationName, ACTIVATIONS } from "../activation";
import type { ModelFamily, Role } from "../family";
import { attend, layerMasks, toHeads } from "./shared/attention";
import { blocks, plainMlp } from "./shared/blocks";
import { Layers, Size } from "./shared/counts";
import { parameterList } from "./shared/parameters";

const Reach = z.enum(["global", "local"]);

interface Reaching {
  readonly num_layers: number;
  readonly attention_types?: readonly (readonly [readonly z.infer<typeof Reach>[], number])[] | null;
  readonly attention_layers?: readonly z.infer<typeof Reach>[] | null;
}

/** The kind of each layer. Without a statement of their own, layers alternate. */
function reaches(config: Reaching): readonly z.infer<typeof Reach>[] {
  if (config.attention_layers) return config.attention_layers;
  if (!config.attention_types) {
    return Array.from({ length: config.num_layers }, (_, layer) => (layer % 2 === 0 ? "global" : "local"));
  }
  return config.attention_types.flatMap(([kinds, repetitions]) =>
    Array.from({ length: repetitions }, () => kinds).flat(),
  );
}

const Config = z
  .object({
    model_type: z.literal("gpt_neo"),
    vocab_size: Size,
    max_position_embeddings: Size,
    hidden_size: Size,
    num_layers: Layers,
    num_heads: Size,
    intermediate_size: Size.nullish(),
    window_size: Size.default(256),
    /** Runs of layers, [[kinds, repetitions], …]; the newer list has one entry a layer. */
    attention_types: z.array(z.tuple([z.array(Reach).max(1024), Layers])).nullish(),
    attention_layers: z.array(Reach).nullish(),
    layer_norm_epsilon: z.number().positive().default(1e-5),
    activation_function: ActivationName.default("gelu_tanh"),
    tie_word_embeddings: z.boolean().default(true),
  })
  .refine(({ hidden_size, num_heads }) => hidden_size % num_heads === 0, {
    path: ["num_heads"],
    message: "The width hidden_size must divide into num_heads heads.",
  })
  .refine((config) => reaches(config).length === config.num_layers, {
    path: ["attention_layers"],
    message: "Every layer needs one entry, global or local.",
  });
type Config = z.infer<typeof Config>;

export const gptNeo: ModelFamily<Config> = {
  id: "gpt_neo",
  name: "GPT-Neo",
  modelTypes: ["gpt_neo"],
  config: Config,
  defaults: {
    vocab_size: 50_257,
    max_position_embeddings: 2048,
    hidden_size: 2048,
    num_layers: 24,
    num_heads: 16,
  },
  attributeMap: { num_attention_heads: "num_heads", num_hidden_layers: "num_layers" },

  dimensions: (config) => ({
    layers: config.num_layers,
    width: config.hidden_size,
    mlpWidth: config.intermediate_size ?? 4 * config.hidden_size,
    heads: config.num_heads,
    keyValueHeads: config.num_heads,
    headWidth: config.hidden_size / config.num_heads,
    vocabulary: config.vocab_size,
    context: config.max_position_embeddings,
  }),

  activation: (config) => config.activation_function,

  parameters(config) {
    const { width, mlpWidth, vocabulary, context, layers } = gptNeo.dimensions(config);
    const list = parameterList();
    const embedding = "transformer.wte.weight";
    list.table(embedding, "embed.tokens", vocabulary, width);
    list.table("transformer.wpe.weight", "embed.positions", context, width);
    list.projection("lm_head", {
      role: "unembed",
      from: width,
      to: vocabulary,
      ...(config.tie_word_embeddings && { tiedTo: embedding }),
    });
    for (let layer = 0; layer < layers; layer++) {
      const block = `transformer.h.${layer}`;
      const attention = `${block}.attn.attention`;
      list.norm(`${block}.ln_1`, { role: "norm.attn", layer, width, bias: true });
      for (const part of ["q", "k", "v"] as const) {
        list.projection(`${attention}.${part}_proj`, { role: `attn.${part}`, layer, from: width, to: width });
      }
      list.projection(`${attention}.out_proj`, {
        role: "attn.out",
        layer,
        from: width,
        to: width,
        bias: true,
      });
      list.norm(`${block}.ln_2`, { role: "norm.mlp", layer, width, bias: true });
      list.projection(`${block}.mlp.c_fc`, { role: "mlp.up", layer, from: width, to: mlpWidth, bias: true });
      list.projection(`${block}.mlp.c_proj`, {
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
    const { config, ids, positions, rows, weight, linear, tap } = call;
    const dimensions = gptNeo.dimensions(config);
    const { layers, heads, headWidth } = dimensions;
    const kinds = reaches(config);
    const maskOf = layerMasks(call, (layer) => (kinds[layer] === "local" ? config.window_size : undefined));
    const norm = (x: Value, role: Role, layer?: number) =>
      layerNorm(x, weight(role, layer), weight(role, layer, "bias"), config.layer_norm_epsilon);

    const embedded = add(rows("embed.tokens", ids), rows("embed.positions", positions));
    const last = blocks(call, layers, embedded, {
      attention(x, layer) {
        const normed = norm(x, "norm.attn", layer);
        const project = (role: Role) => toHeads(linear(normed, role, layer), heads, headWidth); // [B, H, T, K]
        const parts = { queries: project("attn.q"), keys: project("attn.k"), values: project("attn.v") };
        return attend(call, dimensions, layer, parts, { scale: 1, mask: maskOf(layer) });
      },
      mlp: (x, layer) =>
        plainMlp(call, layer, norm(x, "norm.mlp", layer), ACTIVATIONS[config.activation_function]),
    });
    return tap("final_norm", norm(last, "norm.final"));
  },
};
