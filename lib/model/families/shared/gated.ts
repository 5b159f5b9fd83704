/**
 * Decoders in the line of Llama: RMS norm, rotary positions, grouped-query attention, a gated MLP, projections stored [out,
 * in]. The families differ in a few traits, which each family's file declares.
 */
import { z } from "zod";
import { add, gather, multiply, rmsNorm, type Value } from "../../../tensor";
import { ACTIVATIONS, type Activation } from "../../activation";
import type { Dimensions, ModelFamily, ParameterSpec, Role } from "../../family";
import { attend, layerMasks, softCapped, toHeads } from "./attention";
import { blocks, gatedMlp } from "./blocks";
import { Layers, Size } from "./counts";
import { parameterList } from "./parameters";
import {
  factorsFit,
  rotary,
  rotaryContext,
  RotaryFields,
  rotaryTable,
  turnsWhole,
  type RotaryConfig,
} from "./rotary";

/** The keys of config.json that these families have in common. */
export const GatedFields = {
  vocab_size: Size,
  max_position_embeddings: Size,
  hidden_size: Size,
  intermediate_size: Size,
  num_hidden_layers: Layers,
  num_attention_heads: Size,
  num_key_value_heads: Size.nullish(),
  head_dim: Size.nullish(),
  rms_norm_eps: z.number().positive().default(1e-6),
  ...RotaryFields,
} as const;

export interface GatedConfig extends RotaryConfig {
  readonly vocab_size: number;
  readonly max_position_embeddings: number;
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads?: number | null;
  readonly head_dim?: number | null;
  readonly rms_norm_eps: number;
  readonly tie_word_embeddings: boolean;
}

interface GatedTraits {
  /** Biases of the query, key and value projections; of attention's output; of the MLP. */
  readonly bias?: { readonly qkv?: boolean; readonly out?: boolean; readonly mlp?: boolean };
  /** Queries and keys are normalized head by head before the rotation. */
  readonly headNorms?: boolean;
  /** The outputs of attention and MLP are normalized before they are added to the stream. */
  readonly outputNorms?: boolean;
  /** Gains of norms are stored as their difference from 1. */
  readonly gainsFromOne?: boolean;
  /** SiLU when absent. */
  readonly activation?: Activation;
  /** Factor of the embedding. */
  readonly embeddingScale?: number;
  readonly attentionScale?: number;
  /** Soft caps of attention's scores and of the logits. */
  readonly scoreCap?: number;
  readonly logitCap?: number;
  /** The number of tokens that a token attends to in a layer, itself included; all when undefined. */
  readonly window?: (layer: number) => number | undefined;
}

interface GatedFamily<C> {
  readonly id: string;
  readonly name: string;
  readonly config: z.ZodType<C>;
  readonly defaults?: ModelFamily<C>["defaults"];
  readonly traits: (config: C) => GatedTraits;
}

/** A family of this line. Its `model_type` is its id. */
export function gatedFamily<C extends GatedConfig>({
  id,
  name,
  config,
  defaults,
  traits,
}: GatedFamily<C>): ModelFamily<C> {
  const checked = config
    .refine(
      ({ num_attention_heads: heads, num_key_value_heads: groups }) => heads % (groups ?? heads) === 0,
      {
        path: ["num_key_value_heads"],
        message: "The heads must divide into num_key_value_heads groups.",
      },
    )
    .refine((config) => dimensionsOf(config).headWidth % 2 === 0, {
      path: ["head_dim"],
      message: "Heads must have an even width: their dimensions turn in pairs.",
    })
    .refine((config) => factorsFit(config, dimensionsOf(config).headWidth), {
      path: ["rope_scaling"],
      message: "short_factor and long_factor need one number for each pair of a head's dimensions.",
    })
    .refine((config) => turnsWhole(config), {
      path: ["partial_rotary_factor"],
      message: "In this family whole heads turn.",
    });
  const activationOf = (config: C): Activation => traits(config).activation ?? "silu";
  return {
    id,
    name,
    modelTypes: [id],
    config: checked,
    defaults,
    dimensions: dimensionsOf,
    activation: activationOf,
    parameters: (config) => parametersOf(config, traits(config)),
    aliases: (parameter) => [parameter.replace(/^model\./, "")],
    finish(logits, config) {
      const { logitCap } = traits(config);
      return logitCap === undefined ? logits : softCapped(logits, logitCap);
    },

    forward(call) {
      const { graph, config: config, ids, positions, weight, linear, tap } = call;
      const dimensions = dimensionsOf(config);
      const { layers, heads, keyValueHeads, headWidth } = dimensions;
      const {
        headNorms,
        outputNorms,
        gainsFromOne,
        embeddingScale = 1,
        attentionScale: scale,
        scoreCap: cap,
        window = () => undefined,
      } = traits(config);
      const rotate = rotary(graph, positions, rotaryTable(config, headWidth, config.max_position_embeddings));
      const maskOf = layerMasks(call, window);
      const norm = (x: Value, role: Role, layer?: number) => {
        const gain = weight(role, layer);
        return rmsNorm(x, gainsFromOne ? add(gain, 1) : gain, config.rms_norm_eps);
      };
      const headNorm = (x: Value, role: Role, layer: number) => (headNorms ? norm(x, role, layer) : x);
      const outputNorm = (x: Value, role: Role, layer: number) => (outputNorms ? norm(x, role, layer) : x);

      const table = gather(weight("embed.tokens"), ids);
      const embedded = embeddingScale === 1 ? table : multiply(table, embeddingScale);
      const last = blocks(call, layers, embedded, {
        attention(x, layer) {
          const normed = norm(x, "norm.attn", layer);
          const project = (role: Role, count: number) =>
            toHeads(linear(normed, role, layer), count, headWidth);
          const queries = rotate(headNorm(project("attn.q", heads), "norm.q", layer)); // [B, H, T, K]
          const keys = rotate(headNorm(project("attn.k", keyValueHeads), "norm.k", layer)); // [B, Hkv, T, K]
          const values = project("attn.v", keyValueHeads); // [B, Hkv, T, K]
          const options = { scale, cap, mask: maskOf(layer) };
          const written = attend(call, dimensions, layer, { queries, keys, values }, options);
          return outputNorm(written, "norm.attn.out", layer);
        },
        mlp(x, layer) {
          const written = gatedMlp(
            call,
            layer,
            norm(x, "norm.mlp", layer),
            ACTIVATIONS[activationOf(config)],
          );
          return outputNorm(written, "norm.mlp.out", layer);
        },
      });
      return tap("final_norm", norm(last, "norm.final"));
    },
  };
}

function dimensionsOf(config: GatedConfig): Dimensions {
  return {
    layers: config.num_hidden_layers,
    width: config.hidden_size,
    mlpWidth: config.intermediate_size,
    heads: config.num_attention_heads,
    keyValueHeads: config.num_key_value_heads ?? config.num_attention_heads,
    headWidth: config.head_dim ?? config.hidden_size / config.num_attention_heads,
    vocabulary: config.vocab_size,
    context: rotaryContext(config, config.max_position_embeddings),
  };
}

function parametersOf(config: GatedConfig, traits: GatedTraits): readonly ParameterSpec[] {
  const { width, mlpWidth, vocabulary, layers, heads, keyValueHeads, headWidth } = dimensionsOf(config);
  const { bias = {}, headNorms, outputNorms } = traits;
  const list = parameterList();
  const embedding = "model.embed_tokens.weight";
  list.table(embedding, "embed.tokens", vocabulary, width);
  list.projection("lm_head", {
    role: "unembed",
    from: width,
    to: vocabulary,
    ...(config.tie_word_embeddings && { tiedTo: embedding }),
  });
  for (let layer = 0; layer < layers; layer++) {
    const block = `model.layers.${layer}`;
    const [attention, mlp] = [`${block}.self_attn`, `${block}.mlp`];
    const [queries, keys] = [heads * headWidth, keyValueHeads * headWidth];
    list.norm(`${block}.input_layernorm`, { role: "norm.attn", layer, width });
    list.projection(`${attention}.q_proj`, {
      role: "attn.q",
      layer,
      from: width,
      to: queries,
      bias: bias.qkv,
    });
    list.projection(`${attention}.k_proj`, { role: "attn.k", layer, from: width, to: keys, bias: bias.qkv });
    list.projection(`${attention}.v_proj`, { role: "attn.v", layer, from: width, to: keys, bias: bias.qkv });
    list.projection(`${attention}.o_proj`, {
      role: "attn.out",
      layer,
      from: queries,
      to: width,
      bias: bias.out,
    });
    if (headNorms) {
      list.norm(`${attention}.q_norm`, { role: "norm.q", layer, width: headWidth });
      list.norm(`${attention}.k_norm`, { role: "norm.k", layer, width: headWidth });
    }
    // In families with output norms, the name that elsewhere means "before the MLP" means "after attention".
    const behind = `${block}.post_attention_layernorm`;
    if (outputNorms) list.norm(behind, { role: "norm.attn.out", layer, width });
    list.norm(outputNorms ? `${block}.pre_feedforward_layernorm` : behind, {
      role: "norm.mlp",
      layer,
      width,
    });
    if (outputNorms) list.norm(`${block}.post_feedforward_layernorm`, { role: "norm.mlp.out", layer, width });
    list.projection(`${mlp}.gate_proj`, {
      role: "mlp.gate",
      layer,
      from: width,
      to: mlpWidth,
      bias: bias.mlp,
    });
    list.projection(`${mlp}.up_proj`, { role: "mlp.up", layer, from: width, to: mlpWidth, bias: bias.mlp });
    list.projection(`${mlp}.down_proj`, {
      role: "mlp.down",
      layer,
      from: mlpWidth,
      to: width,
      bias: bias.mlp,
    });
  }
  list.norm("model.norm", { role: "norm.final", width });
  return list.specs;
}
