/**
 * How an architecture of llama.cpp corresponds to a family of Hugging Face: the names of its tensors, the keys of its
 * settings, and what the converter does to the values (convert_hf_to_gguf.py). A value is changed back when it is read, and
 * changed again when it is written. An architecture is one entry of `GGUF_ARCHITECTURES`.
 */
import { PalimpsestError, type JsonObject } from "../../../../base";

/** The change of a tensor's values by the converter, as it is undone: GGUF's rows and numbers become the hub's. */
export type ValueChange =
  /** Row r of the hub's tensor is row `from(r)` of the file's. */
  | { readonly kind: "rows"; readonly from: (row: number) => number }
  /** [out, in] in the file, [in, out] on the hub. */
  | { readonly kind: "transposed" }
  /** The file holds the hub's numbers plus one: gains of norms that count from one. */
  | { readonly kind: "plus one" };

export interface GgufArchitecture {
  readonly id: string;
  /** Hub names by GGUF names, without ".weight" and ".bias". `blk.N` begins the names of a layer on either side. */
  readonly names: Readonly<Record<string, string>>;
  /** The hub's name of a layer: "model.layers.{}". */
  readonly block: string;
  /** config.json, from the keys and from the tensors that there are. */
  config(settings: Settings): JsonObject;
  change?(name: string, heads: Heads): ValueChange | undefined;
}

interface Heads {
  readonly heads: number;
  readonly headWidth: number;
}

/** Settings of an architecture: keys without their prefix, and which tensors there are. */
export interface Settings {
  readonly has: (tensor: string) => boolean;
  /** The values of a small tensor that stands for a setting, decoded before the configuration is made. */
  readonly table: (tensor: string) => readonly number[] | undefined;
  readonly tokens: number;
  number(key: string): number;
  optional(key: string): number | undefined;
  text(key: string): string | undefined;
  flag(key: string): boolean | undefined;
}

const GATED_BLOCK = {
  attn_norm: "input_layernorm",
  ffn_norm: "post_attention_layernorm",
  attn_q: "self_attn.q_proj",
  attn_k: "self_attn.k_proj",
  attn_v: "self_attn.v_proj",
  attn_output: "self_attn.o_proj",
  ffn_gate: "mlp.gate_proj",
  ffn_up: "mlp.up_proj",
  ffn_down: "mlp.down_proj",
} as const;

const GATED_NAMES = {
  token_embd: "model.embed_tokens",
  output_norm: "model.norm",
  output: "lm_head",
  ...GATED_BLOCK,
} as const;

const heads = (settings: Settings) => settings.number("attention.head_count");
const keyValueHeads = (settings: Settings) => settings.optional("attention.head_count_kv") ?? heads(settings);
const headWidth = (settings: Settings) =>
  settings.optional("attention.key_length") ?? settings.number("embedding_length") / heads(settings);

/** Settings that the decoders in the line of Llama have in common. */
function gatedConfig(settings: Settings, modelType: string): JsonObject {
  const { number, optional, has, tokens } = settings;
  const [rows, values] = [headWidth(settings), optional("attention.value_length")];
  if (values !== undefined && values !== rows) {
    throw unsupported("attention.value_length", `${values} beside keys of ${rows}`);
  }
  return {
    model_type: modelType,
    vocab_size: tokens,
    max_position_embeddings: number("context_length"),
    hidden_size: number("embedding_length"),
    intermediate_size: number("feed_forward_length"),
    num_hidden_layers: number("block_count"),
    num_attention_heads: heads(settings),
    num_key_value_heads: keyValueHeads(settings),
    head_dim: rows,
    rms_norm_eps: number("attention.layer_norm_rms_epsilon"),
    rope_theta: optional("rope.freq_base") ?? 10_000,
    rope_scaling: ropeScaling(settings),
    tie_word_embeddings: !has("output.weight"),
  };
}

/** Rotary scaling: from its keys, from the divisors that Llama 3 stores as a tensor, or from Phi-3's two lists. */
function ropeScaling(settings: Settings): JsonObject | null {
  const { text, optional, table, number } = settings;
  const divisors = table("rope_freqs.weight");
  if (divisors)
    return llama3Scaling(divisors, settings) ?? listed(divisors, divisors, number("context_length"), 1);
  const [long, short] = [table("rope_factors_long.weight"), table("rope_factors_short.weight")];
  if (long && short) {
    const original = optional("rope.scaling.original_context_length") ?? number("context_length");
    return listed(long, short, original, optional("rope.scaling.attn_factor") ?? null);
  }
  const factor = optional("rope.scaling.factor") ?? 0;
  const type = text("rope.scaling.type") ?? "linear";
  if (factor === 0 || type === "none") return null;
  if (type === "linear") return { rope_type: "linear", factor };
  if (type === "yarn") {
    const original = optional("rope.scaling.original_context_length");
    return {
      rope_type: "yarn",
      factor,
      ...(original !== undefined && { original_max_position_embeddings: original }),
    };
  }
  throw unsupported("rope.scaling.type", `"${type}"`);
}

/** Divisors of the frequencies for texts within `original` tokens and for longer ones. */
function listed(
  long: readonly number[],
  short: readonly number[],
  original: number,
  attention: number | null,
): JsonObject {
  return {
    rope_type: "longrope",
    long_factor: [...long],
    short_factor: [...short],
    original_max_position_embeddings: original,
    ...(attention !== null && { attention_factor: attention }),
  };
}

/**
 * Llama 3's setting that gives these divisors, or undefined when none does. The file has no keys for it: the factor is the
 * largest divisor, and the context of pretraining follows from any divisor on the ramp between 1 and the factor.
 */
function llama3Scaling(divisors: readonly number[], settings: Settings): JsonObject | undefined {
  const factor = Math.max(...divisors);
  const [low, high] = [1, 4]; // as published
  const theta = settings.optional("rope.freq_base") ?? 10_000;
  const lengthOf = (i: number) => 2 * Math.PI * theta ** (i / divisors.length); // tokens of one turn
  const onRamp = divisors.findIndex((divisor) => divisor > 1.001 && divisor < factor * 0.999);
  const ramp = (1 / divisors[onRamp] - 1 / factor) / (1 - 1 / factor);
  // Without one on the ramp, any context that parts the two kinds in the same place gives the same divisors.
  const turning = divisors.filter((divisor) => divisor <= 1.001).length - 1;
  const original =
    onRamp < 0
      ? Math.ceil(high * lengthOf(turning))
      : Math.round((low + ramp * (high - low)) * lengthOf(onRamp));
  const isSame = divisors.every((divisor, i) => {
    const share = Math.min(1, Math.max(0, (original / lengthOf(i) - low) / (high - low)));
    return Math.abs(1 / ((1 - share) / factor + share) / divisor - 1) < 1e-5;
  });
  return isSame
    ? {
        rope_type: "llama3",
        factor,
        low_freq_factor: low,
        high_freq_factor: high,
        original_max_position_embeddings: original,
      }
    : undefined;
}

/** Rows of each head are interleaved in the file: its rows 2i and 2i + 1 are rows i and i + s/2 of the hub's head. */
function interleaved(width: number): ValueChange {
  const half = width / 2;
  return {
    kind: "rows",
    from(row) {
      const [head, inside] = [Math.floor(row / width), row % width];
      return head * width + 2 * (inside % half) + Math.floor(inside / half);
    },
  };
}

const llama: GgufArchitecture = {
  id: "llama",
  names: GATED_NAMES,
  block: "model.layers.{}",
  config(settings) {
    const experts = settings.optional("expert_count") ?? 0;
    if (experts > 0) throw unsupported("expert_count", `a mixture of ${experts} experts`);
    const bias = settings.has("blk.0.attn_q.bias");
    if (bias !== settings.has("blk.0.attn_output.bias")) {
      throw unsupported("attn_output.bias", "a bias at only some of attention's projections");
    }
    return {
      ...gatedConfig(settings, "llama"),
      attention_bias: bias,
      mlp_bias: settings.has("blk.0.ffn_down.bias"),
    };
  },
  change: (name, { headWidth }) => (/\.attn_[qk]$/.test(name) ? interleaved(headWidth) : undefined),
};

const qwen2: GgufArchitecture = {
  id: "qwen2",
  names: GATED_NAMES,
  block: "model.layers.{}",
  config: (settings) => gatedConfig(settings, "qwen2"),
};

const qwen3: GgufArchitecture = {
  id: "qwen3",
  names: { ...GATED_NAMES, attn_q_norm: "self_attn.q_norm", attn_k_norm: "self_attn.k_norm" },
  block: "model.layers.{}",
  config: (settings) => ({
    ...gatedConfig(settings, "qwen3"),
    attention_bias: settings.has("blk.0.attn_q.bias"),
  }),
};

const gemma2: GgufArchitecture = {
  id: "gemma2",
  names: {
    ...GATED_NAMES,
    post_attention_norm: "post_attention_layernorm",
    ffn_norm: "pre_feedforward_layernorm",
    post_ffw_norm: "post_feedforward_layernorm",
  },
  block: "model.layers.{}",
  config(settings) {
    const { number, optional } = settings;
    // llama.cpp scales scores by the width of a head, and by the share of a head in the 46 layers of the 27 B model.
    const isLarge = number("block_count") === 46;
    return {
      ...gatedConfig(settings, "gemma2"),
      hidden_activation: "gelu_pytorch_tanh",
      query_pre_attn_scalar: isLarge ? number("embedding_length") / heads(settings) : headWidth(settings),
      sliding_window: optional("attention.sliding_window") ?? 4096,
      attn_logit_softcapping: optional("attn_logit_softcapping") ?? 50,
      final_logit_softcapping: optional("final_logit_softcapping") ?? 30,
    };
  },
  change: (name) => (name.endsWith("norm") ? { kind: "plus one" } : undefined),
};

const gpt2: GgufArchitecture = {
  id: "gpt2",
  names: {
    token_embd: "transformer.wte",
    position_embd: "transformer.wpe",
    output_norm: "transformer.ln_f",
    output: "lm_head",
    attn_norm: "ln_1",
    ffn_norm: "ln_2",
    attn_qkv: "attn.c_attn",
    attn_output: "attn.c_proj",
    ffn_up: "mlp.c_fc",
    ffn_down: "mlp.c_proj",
  },
  block: "transformer.h.{}",
  config: (settings) => ({
    model_type: "gpt2",
    vocab_size: settings.tokens,
    n_positions: settings.number("context_length"),
    n_embd: settings.number("embedding_length"),
    n_inner: settings.number("feed_forward_length"),
    n_layer: settings.number("block_count"),
    n_head: heads(settings),
    layer_norm_epsilon: settings.number("attention.layer_norm_epsilon"),
    activation_function: "gelu_new",
    tie_word_embeddings: !settings.has("output.weight"),
  }),
  change: (name) =>
    /\.(attn_qkv|attn_output|ffn_up|ffn_down)$/.test(name) ? { kind: "transposed" } : undefined,
};

const gptneox: GgufArchitecture = {
  id: "gptneox",
  names: {
    token_embd: "gpt_neox.embed_in",
    output_norm: "gpt_neox.final_layer_norm",
    output: "embed_out",
    attn_norm: "input_layernorm",
    ffn_norm: "post_attention_layernorm",
    attn_qkv: "attention.query_key_value",
    attn_output: "attention.dense",
    ffn_up: "mlp.dense_h_to_4h",
    ffn_down: "mlp.dense_4h_to_h",
  },
  block: "gpt_neox.layers.{}",
  config: (settings) => ({
    model_type: "gpt_neox",
    vocab_size: settings.tokens,
    max_position_embeddings: settings.number("context_length"),
    hidden_size: settings.number("embedding_length"),
    intermediate_size: settings.number("feed_forward_length"),
    num_hidden_layers: settings.number("block_count"),
    num_attention_heads: heads(settings),
    layer_norm_eps: settings.number("attention.layer_norm_epsilon"),
    rotary_pct: settings.number("rope.dimension_count") / headWidth(settings),
    rotary_emb_base: settings.optional("rope.freq_base") ?? 10_000,
    use_parallel_residual: settings.flag("use_parallel_residual") ?? true,
    hidden_act: "gelu",
    tie_word_embeddings: false,
  }),
  // All queries, all keys, all values in the file; on the hub each head has its three together.
  change(name, { heads: count, headWidth: width }) {
    if (!name.endsWith(".attn_qkv")) return undefined;
    return {
      kind: "rows",
      from(row) {
        const [head, inside] = [Math.floor(row / (3 * width)), row % (3 * width)];
        return Math.floor(inside / width) * count * width + head * width + (inside % width);
      },
    };
  },
};

const phi3: GgufArchitecture = {
  id: "phi3",
  names: { ...GATED_NAMES, attn_qkv: "self_attn.qkv_proj", ffn_up: "mlp.gate_up_proj" },
  block: "model.layers.{}",
  config: (settings) => ({
    ...gatedConfig(settings, "phi3"),
    head_dim: null,
    original_max_position_embeddings:
      settings.optional("rope.scaling.original_context_length") ?? settings.number("context_length"),
    partial_rotary_factor:
      (settings.optional("rope.dimension_count") ?? headWidth(settings)) / headWidth(settings),
    sliding_window: settings.optional("attention.sliding_window") || null,
  }),
};

export const GGUF_ARCHITECTURES: ReadonlyMap<string, GgufArchitecture> = new Map(
  [llama, qwen2, qwen3, gemma2, gpt2, gptneox, phi3].map((one) => [one.id, one] as const),
);

/** The hub's name of a tensor: "blk.3.attn_q.weight" to "model.layers.3.self_attn.q_proj.weight"; undefined for others. */
export function hubName({ names, block }: GgufArchitecture, tensor: string): string | undefined {
  const match = /^(?:blk\.(\d+)\.)?(\w+)\.(weight|bias)$/.exec(tensor);
  const name = match && names[match[2]];
  if (!match || !name) return undefined;
  return [...(match[1] === undefined ? [] : [block.replace("{}", match[1])]), name, match[3]].join(".");
}

/** The opposite of `hubName`. */
export function ggufName(architecture: GgufArchitecture, parameter: string): string | undefined {
  const layer = /\.(\d+)\./.exec(parameter)?.[1];
  const ending = /\.(weight|bias)$/.exec(parameter)?.[0] ?? "";
  return Object.keys(architecture.names)
    .map((name) => `${layer === undefined ? "" : `blk.${layer}.`}${name}${ending}`)
    .find((name) => hubName(architecture, name) === parameter);
}

/** What the converter does to a tensor of the file, by its whole name. */
export function changeOf(
  architecture: GgufArchitecture,
  tensor: string,
  heads: Heads,
): ValueChange | undefined {
  return architecture.change?.(tensor.replace(/\.(weight|bias)$/, ""), heads);
}

export const headsOf = (settings: Settings): Heads => ({
  heads: heads(settings),
  headWidth: headWidth(settings),
});

function unsupported(key: string, found: string): PalimpsestError {
  return new PalimpsestError("unsupported", `The GGUF file has ${found} (${key}).`, {
    hint: "Palimpsest does not compute this yet. Choose another model.",
    details: { field: key },
  });
}
