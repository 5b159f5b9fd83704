/**
 * BERT (Devlin et al. 2019): every token attends to every other, and a layer norm follows each part, on the sum of the part
 * and its input. Positions are learned, and each projection has a bias and is stored [out, in].
 */
import { z } from "zod";
import { add, gather, layerNorm, slice, type Value } from "../../tensor";
import { ActivationName, ACTIVATIONS } from "../activation";
import { attend, toHeads } from "../families/shared/attention";
import { Layers, Size } from "../families/shared/counts";
import type { Dimensions } from "../family";
import { NO_TAP } from "../site";
import type { StoredParameter } from "../facts";

const Config = z
  .object({
    model_type: z.literal("bert"),
    vocab_size: Size,
    hidden_size: Size,
    num_hidden_layers: Layers,
    num_attention_heads: Size,
    intermediate_size: Size,
    max_position_embeddings: Size,
    type_vocab_size: Size.default(2),
    hidden_act: ActivationName.default("gelu"),
    is_decoder: z.literal(false).default(false),
    layer_norm_eps: z.number().positive().default(1e-12),
    position_embedding_type: z.literal("absolute").default("absolute"),
  })
  .refine(({ hidden_size, num_attention_heads }) => hidden_size % num_attention_heads === 0, {
    path: ["num_attention_heads"],
    message: "The width hidden_size must divide into num_attention_heads heads.",
  });
export type BertConfig = z.infer<typeof Config>;

interface BertCall {
  readonly config: BertConfig;
  readonly ids: Value; // int32 [B, T]
  readonly positions: Value; // int32 [B, T]
  /** [B, 1, 1, T], 0 for real tokens and a large negative number for padding. */
  readonly mask: Value;
  /** A parameter by its name in the list. */
  readonly weight: (name: string) => Value;
  /** x Wᵀ + b by the name of the module. */
  readonly linear: (x: Value, module: string) => Value;
}

export const bert = {
  id: "bert",
  name: "BERT",
  config: Config,
  defaults: {
    vocab_size: 30_522,
    hidden_size: 768,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    intermediate_size: 3072,
    max_position_embeddings: 512,
  },

  dimensions: (config: BertConfig): Dimensions => ({
    layers: config.num_hidden_layers,
    width: config.hidden_size,
    mlpWidth: config.intermediate_size,
    heads: config.num_attention_heads,
    keyValueHeads: config.num_attention_heads,
    headWidth: config.hidden_size / config.num_attention_heads,
    vocabulary: config.vocab_size,
    context: config.max_position_embeddings,
  }),

  parameters(config: BertConfig): StoredParameter[] {
    const { layers, width, mlpWidth, vocabulary, context } = bert.dimensions(config);
    const module = (name: string, ...shape: readonly number[]): StoredParameter[] => [
      { name: `${name}.weight`, shape },
      { name: `${name}.bias`, shape: [shape[0]] },
    ];
    const block = (layer: number) => {
      const { query, key, value, attended, attentionNorm, up, down, norm } = modulesOf(layer);
      return [
        ...[query, key, value, attended].flatMap((name) => module(name, width, width)),
        ...module(attentionNorm, width),
        ...module(up, mlpWidth, width),
        ...module(down, width, mlpWidth),
        ...module(norm, width),
      ];
    };
    return [
      { name: TABLES.tokens, shape: [vocabulary, width] },
      { name: TABLES.positions, shape: [context, width] },
      { name: TABLES.types, shape: [config.type_vocab_size, width] },
      ...module(EMBEDDING_NORM, width),
      ...Array.from({ length: layers }, (_, layer) => block(layer)).flat(),
    ];
  },

  // Checkpoints that were saved with a head on top have the prefix, and the first ones call a norm's weights gamma and beta.
  aliases(name: string): string[] {
    const first = name
      .replace(/LayerNorm\.weight$/, "LayerNorm.gamma")
      .replace(/LayerNorm\.bias$/, "LayerNorm.beta");
    return [`bert.${name}`, first, `bert.${first}`];
  },

  /** The last hidden state, [B, T, D]. All tokens are of the first type: a text is read alone, never as one of a pair. */
  forward(call: BertCall): Value {
    const { config, ids, positions, mask, weight, linear } = call;
    const dimensions = bert.dimensions(config);
    const { layers, heads, headWidth } = dimensions;
    const activate = ACTIVATIONS[config.hidden_act];
    const norm = (x: Value, module: string) =>
      layerNorm(x, weight(`${module}.weight`), weight(`${module}.bias`), config.layer_norm_eps);

    const placed = add(gather(weight(TABLES.tokens), ids), gather(weight(TABLES.positions), positions));
    let x = norm(add(placed, slice(weight(TABLES.types), 0, 0, 1)), EMBEDDING_NORM); // [B, T, D]
    for (let layer = 0; layer < layers; layer++) {
      const modules = modulesOf(layer);
      const [queries, keys, values] = [modules.query, modules.key, modules.value].map((module) =>
        toHeads(linear(x, module), heads, headWidth),
      ); // [B, H, T, K]
      const attention = {
        mask,
        tap: NO_TAP,
        keyValues: (_: number, ...both: [Value, Value]) => both,
        linear: (mixed: Value) => linear(mixed, modules.attended),
      };
      const attended = attend(attention, dimensions, layer, { queries, keys, values });
      const middle = norm(add(x, attended), modules.attentionNorm);
      x = norm(add(middle, linear(activate(linear(middle, modules.up)), modules.down)), modules.norm);
    }
    return x;
  },
};

const TABLES = {
  tokens: "embeddings.word_embeddings.weight",
  positions: "embeddings.position_embeddings.weight",
  types: "embeddings.token_type_embeddings.weight",
};
const EMBEDDING_NORM = "embeddings.LayerNorm";

function modulesOf(layer: number) {
  const block = `encoder.layer.${layer}`;
  return {
    query: `${block}.attention.self.query`,
    key: `${block}.attention.self.key`,
    value: `${block}.attention.self.value`,
    attended: `${block}.attention.output.dense`,
    attentionNorm: `${block}.attention.output.LayerNorm`,
    up: `${block}.intermediate.dense`,
    down: `${block}.output.dense`,
    norm: `${block}.output.LayerNorm`,
  };
}
