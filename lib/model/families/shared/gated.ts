/**
 * Decoders in the line of Llama: RMS norm, rotary positions, grouped-query attention, a gated MLP, projections stored [out,
 * in]. The families differ in a few traits, which each family's file declares.
 */
import { z } from "zod";
import { add, multiply, rmsNorm, slice, type Value } from "../../../tensor";
import { ACTIVATIONS, type Activation } from "../../activation";
import type { Dimensions, ModelFamily, ParameterSpec, Role } from "../../family";
import { attend, layerMasks, softCapped, toHeads } from "./attention";
import { blocks, gatedMlp } from "./blocks";
import { Layers, Size } from "./counts";
import { parameterList } from "./parameters";
import {
  factorsFit,
  rotary,
  rotaryContexts,
  RotaryFields,
  rotaryShare,
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

interface GatedConfig extends Omit<RotaryConfig, "rope_parameters"> {
  /** A family in which they differ by layer says so in its traits. */
  readonly rope_parameters?: object | null;
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

type RotaryTraits = (layer: number) => RotaryConfig | undefined;

interface GatedTraits {
  /** Queries, keys and values are one projection, and the MLP's gate and up another. */
  readonly fused?: boolean;
  /** Biases of the query, key and value projections; of attention's output; of the MLP. */
  readonly bias?: { readonly qkv?: boolean; readonly out?: boolean; readonly mlp?: boolean };
  /** Queries and keys are normalized head by head before the rotation. */
  readonly headNorms?: boolean;
  /** The same over all heads at once. */
  readonly projectionNorms?: boolean;
  /** Attention and MLP read the normalized stream; they do when absent. */
  readonly inputNorms?: boolean;
  /** The outputs of attention and MLP are normalized before they are added to the stream. */
  readonly outputNorms?: boolean;
  /** Gains of norms are stored as their difference from 1. */
  readonly gainsFromOne?: boolean;
  /** SiLU when absent. */
  readonly activation?: Activation;
  /** Factor of the embedding. */
  readonly embeddingScale?: number;
  /** Factor of what attention and MLP add to the stream. */
  readonly outputScale?: number;
  readonly attentionScale?: number;
  /** Soft caps of attention's scores and of the logits. */
  readonly scoreCap?: number;
  readonly logitCap?: number;
  /** Factor of the logits. */
  readonly logitScale?: number;
  /** The rotary settings of a layer, undefined where positions do not turn; the configuration's own when absent. */
  readonly rotaryOf?: RotaryTraits;
  /** The number of tokens that a token attends to in a layer, itself included; all when undefined. */
  readonly window?: (layer: number) => number | undefined;
}

interface GatedFamily<C> {
  readonly id: string;
  readonly name: string;
  readonly config: z.ZodType<C>;
  readonly defaults?: ModelFamily<C>["defaults"];
  /** A configuration may let a share of each head's dimensions turn. */
  readonly partialRotary?: boolean;
  readonly traits: (config: C) => GatedTraits;
}

/** A family of this line. Its `model_type` is its id. */
export function gatedFamily<C extends GatedConfig>({
  id,
  name,
  config,
  defaults,
  partialRotary = false,
  traits,
}: GatedFamily<C>): ModelFamily<C> {
  const rotariesOf = (config: C): RotaryTraits => traits(config).rotaryOf ?? (() => config as RotaryConfig);
  /** The rotary settings of all layers, each once. */
  const settingsOf = (config: C): readonly RotaryConfig[] => {
    const rotaryOf = rotariesOf(config);
    const all = Array.from({ length: config.num_hidden_layers }, (_, layer) => rotaryOf(layer));
    return [...new Set(all.filter((settings) => settings !== undefined))];
  };
  const dimensionsOf = (config: C): Dimensions => ({
    ...sizesOf(config),
    ...rotaryContexts(settingsOf(config), config.max_position_embeddings),
  });
  /** The number of dimensions of a head that turn by some settings. */
  const turningOf = (config: C, settings: RotaryConfig): number => {
    const { headWidth } = sizesOf(config);
    return partialRotary ? Math.floor(headWidth * rotaryShare(settings)) : headWidth;
  };
  const checked = config
    .refine(
      ({ num_attention_heads: heads, num_key_value_heads: groups }) => heads % (groups ?? heads) === 0,
      {
        path: ["num_key_value_heads"],
        message: "The heads must divide into num_key_value_heads groups.",
      },
    )
    .refine((config) => sizesOf(config).headWidth % 2 === 0, {
      path: ["head_dim"],
      message: "Heads must have an even width: their dimensions turn in pairs.",
    })
    .refine((config) => settingsOf(config).every((one) => factorsFit(one, turningOf(config, one))), {
      path: ["rope_scaling"],
      message: "short_factor and long_factor need one number for each pair of a head's dimensions.",
    })
    .refine(
      (config) =>
        settingsOf(config).every((one) => (partialRotary ? turningOf(config, one) > 0 : turnsWhole(one))),
      {
        path: ["partial_rotary_factor"],
        message: partialRotary
          ? "At least one dimension of a head must turn."
          : "In this family whole heads turn.",
      },
    );
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
      const { logitCap, logitScale = 1 } = traits(config);
      const capped = logitCap === undefined ? logits : softCapped(logits, logitCap);
      return logitScale === 1 ? capped : multiply(capped, logitScale);
    },

    forward(call) {
      const { graph, config: config, ids, positions, rows, weight, linear, tap } = call;
      const dimensions = dimensionsOf(config);
      const { layers, heads, keyValueHeads, headWidth } = dimensions;
      const {
        fused,
        headNorms,
        projectionNorms,
        inputNorms = true,
        outputNorms,
        gainsFromOne,
        embeddingScale = 1,
        outputScale = 1,
        attentionScale: scale,
        scoreCap: cap,
        window = () => undefined,
      } = traits(config);
      const rotaryOf = rotariesOf(config);
      const rotations = new Map<RotaryConfig, (x: Value) => Value>();
      const rotationOf = (layer: number): ((x: Value) => Value) => {
        const settings = rotaryOf(layer);
        if (!settings) return (x) => x;
        const rotate =
          rotations.get(settings) ??
          rotary(
            graph,
            positions,
            rotaryTable(settings, turningOf(config, settings), config.max_position_embeddings),
          );
        rotations.set(settings, rotate);
        return rotate;
      };
      const maskOf = layerMasks(call, window);
      const norm = (x: Value, role: Role, layer?: number) => {
        const gain = weight(role, layer);
        return rmsNorm(x, gainsFromOne ? add(gain, 1) : gain, config.rms_norm_eps);
      };
      const headsOf = (x: Value, count: number, role: Role, layer: number) => {
        const heads = toHeads(projectionNorms ? norm(x, role, layer) : x, count, headWidth);
        return headNorms ? norm(heads, role, layer) : heads;
      };
      const inputNorm = (x: Value, role: Role, layer: number) => (inputNorms ? norm(x, role, layer) : x);
      const output = (x: Value, role: Role, layer: number) => {
        const normed = outputNorms ? norm(x, role, layer) : x;
        return outputScale === 1 ? normed : multiply(normed, outputScale);
      };
      /** Queries [B, T, H·K], keys and values [B, T, Hkv·K]. */
      const projections = (x: Value, layer: number): readonly Value[] => {
        const roles = ["attn.q", "attn.k", "attn.v"] as const;
        if (!fused) return roles.map((role) => linear(x, role, layer));
        const [first, other] = [heads * headWidth, keyValueHeads * headWidth];
        const qkv = linear(x, "attn.qkv", layer);
        const ends = [first, first + other, first + 2 * other];
        return ends.map((end, i) => slice(qkv, -1, ends[i - 1] ?? 0, end));
      };

      const table = rows("embed.tokens", ids);
      const embedded = embeddingScale === 1 ? table : multiply(table, embeddingScale);
      const last = blocks(call, layers, embedded, {
        attention(x, layer) {
          const [q, k, v] = projections(inputNorm(x, "norm.attn", layer), layer);
          const rotate = rotationOf(layer);
          const queries = rotate(headsOf(q, heads, "norm.q", layer)); // [B, H, T, K]
          const keys = rotate(headsOf(k, keyValueHeads, "norm.k", layer)); // [B, Hkv, T, K]
          const values = toHeads(v, keyValueHeads, headWidth); // [B, Hkv, T, K]
          const options = { scale, cap, mask: maskOf(layer) };
          const written = attend(call, dimensions, layer, { queries, keys, values }, options);
          return output(written, "norm.attn.out", layer);
        },
        mlp(x, layer) {
          const written = gatedMlp(
            call,
            layer,
            inputNorm(x, "norm.mlp", layer),
            ACTIVATIONS[activationOf(config)],
            fused,
          );
          return output(written, "norm.mlp.out", layer);
        },
      });
      return tap("final_norm", norm(last, "norm.final"));
    },
  };
}

function sizesOf(config: GatedConfig): Omit<Dimensions, "context"> {
  return {
    layers: config.num_hidden_layers,
    width: config.hidden_size,
    mlpWidth: config.intermediate_size,
    heads: config.num_attention_heads,
    keyValueHeads: config.num_key_value_heads ?? config.num_attention_heads,
    headWidth: config.head_dim ?? config.hidden_size / config.num_attention_heads,
    vocabulary: config.vocab_size,
  };
}

function parametersOf(config: GatedConfig, traits: GatedTraits): readonly ParameterSpec[] {
  const { width, mlpWidth, vocabulary, layers, heads, keyValueHeads, headWidth } = sizesOf(config);
  const { bias = {}, fused, headNorms, projectionNorms, inputNorms = true, outputNorms } = traits;
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
    if (inputNorms) list.norm(`${block}.input_layernorm`, { role: "norm.attn", layer, width });
    const read = (module: string, role: Role, to: number, bias = false) =>
      list.projection(module, { role, layer, from: width, to, bias });
    if (fused) read(`${attention}.qkv_proj`, "attn.qkv", queries + 2 * keys, bias.qkv);
    else {
      read(`${attention}.q_proj`, "attn.q", queries, bias.qkv);
      read(`${attention}.k_proj`, "attn.k", keys, bias.qkv);
      read(`${attention}.v_proj`, "attn.v", keys, bias.qkv);
    }
    list.projection(`${attention}.o_proj`, {
      role: "attn.out",
      layer,
      from: queries,
      to: width,
      bias: bias.out,
    });
    if (headNorms || projectionNorms) {
      const [forQueries, forKeys] = projectionNorms ? [queries, keys] : [headWidth, headWidth];
      list.norm(`${attention}.q_norm`, { role: "norm.q", layer, width: forQueries });
      list.norm(`${attention}.k_norm`, { role: "norm.k", layer, width: forKeys });
    }
    // In families with output norms, the name that elsewhere means "before the MLP" means "after attention".
    const behind = `${block}.post_attention_layernorm`;
    if (outputNorms) list.norm(behind, { role: "norm.attn.out", layer, width });
    const before = outputNorms ? `${block}.pre_feedforward_layernorm` : behind;
    if (inputNorms) list.norm(before, { role: "norm.mlp", layer, width });
    if (outputNorms) list.norm(`${block}.post_feedforward_layernorm`, { role: "norm.mlp.out", layer, width });
    if (fused) read(`${mlp}.gate_up_proj`, "mlp.gate_up", 2 * mlpWidth, bias.mlp);
    else {
      read(`${mlp}.gate_proj`, "mlp.gate", mlpWidth, bias.mlp);
      read(`${mlp}.up_proj`, "mlp.up", mlpWidth, bias.mlp);
    }
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
