/** Configurations as published, most of them with the keys of their time, against the published numbers of parameters. */
import { describe, expect, test } from "vitest";
import { sizeOf } from "../tensor";
import { familyOf } from "./facts";

const CONFIGS: readonly (readonly [name: string, parameters: number, config: Record<string, unknown>])[] = [
  [
    "gpt2",
    124_439_808,
    {
      model_type: "gpt2",
      vocab_size: 50257,
      n_positions: 1024,
      n_ctx: 1024,
      n_embd: 768,
      n_layer: 12,
      n_head: 12,
    },
  ],
  [
    "gpt-neo-125m",
    125_198_592,
    {
      model_type: "gpt_neo",
      attention_types: [[["global", "local"], 6]],
      attention_layers: Array.from({ length: 12 }, (_, i) => (i % 2 ? "local" : "global")),
      hidden_size: 768,
      intermediate_size: null,
      max_position_embeddings: 2048,
      num_heads: 12,
      num_layers: 12,
      vocab_size: 50257,
      window_size: 256,
    },
  ],
  [
    "gpt-j-6b",
    6_050_882_784,
    {
      model_type: "gptj",
      n_embd: 4096,
      n_head: 16,
      n_inner: null,
      n_layer: 28,
      n_positions: 2048,
      rotary: true,
      rotary_dim: 64,
      scale_attn_weights: true,
      tie_word_embeddings: false,
      vocab_size: 50400,
    },
  ],
  [
    "pythia-160m",
    162_322_944,
    {
      model_type: "gpt_neox",
      hidden_act: "gelu",
      hidden_size: 768,
      intermediate_size: 3072,
      max_position_embeddings: 2048,
      num_attention_heads: 12,
      num_hidden_layers: 12,
      rotary_emb_base: 10000,
      rotary_pct: 0.25,
      tie_word_embeddings: false,
      torch_dtype: "float16",
      use_parallel_residual: true,
      vocab_size: 50304,
    },
  ],
  [
    "Llama-3.1-8B",
    8_030_261_248,
    {
      model_type: "llama",
      attention_bias: false,
      hidden_act: "silu",
      hidden_size: 4096,
      intermediate_size: 14336,
      max_position_embeddings: 131072,
      num_attention_heads: 32,
      num_hidden_layers: 32,
      num_key_value_heads: 8,
      rms_norm_eps: 1e-5,
      rope_theta: 500000,
      rope_scaling: {
        factor: 8,
        low_freq_factor: 1,
        high_freq_factor: 4,
        original_max_position_embeddings: 8192,
        rope_type: "llama3",
      },
      tie_word_embeddings: false,
      vocab_size: 128256,
    },
  ],
  [
    "TinyLlama-1.1B",
    1_100_048_384,
    {
      model_type: "llama",
      hidden_size: 2048,
      intermediate_size: 5632,
      max_position_embeddings: 2048,
      num_attention_heads: 32,
      num_hidden_layers: 22,
      num_key_value_heads: 4,
      rope_scaling: null,
      vocab_size: 32000,
    },
  ],
  [
    "Mistral-7B-v0.1",
    7_241_732_096,
    {
      model_type: "mistral",
      hidden_act: "silu",
      hidden_size: 4096,
      intermediate_size: 14336,
      max_position_embeddings: 32768,
      num_attention_heads: 32,
      num_hidden_layers: 32,
      num_key_value_heads: 8,
      rms_norm_eps: 1e-5,
      rope_theta: 10000,
      sliding_window: 4096,
      vocab_size: 32000,
    },
  ],
  [
    "Qwen2.5-0.5B",
    494_032_768,
    {
      model_type: "qwen2",
      hidden_act: "silu",
      hidden_size: 896,
      intermediate_size: 4864,
      max_position_embeddings: 32768,
      max_window_layers: 24,
      num_attention_heads: 14,
      num_hidden_layers: 24,
      num_key_value_heads: 2,
      rope_theta: 1000000,
      sliding_window: 32768,
      tie_word_embeddings: true,
      use_mrope: false,
      use_sliding_window: false,
      vocab_size: 151936,
    },
  ],
  [
    "Qwen3-0.6B",
    596_049_920,
    {
      model_type: "qwen3",
      attention_bias: false,
      head_dim: 128,
      hidden_size: 1024,
      intermediate_size: 3072,
      max_position_embeddings: 40960,
      max_window_layers: 28,
      num_attention_heads: 16,
      num_hidden_layers: 28,
      num_key_value_heads: 8,
      rope_scaling: null,
      rope_theta: 1000000,
      sliding_window: null,
      tie_word_embeddings: true,
      use_sliding_window: false,
      vocab_size: 151936,
    },
  ],
  [
    "gemma-2-2b",
    2_614_341_888,
    {
      model_type: "gemma2",
      attn_logit_softcapping: 50,
      final_logit_softcapping: 30,
      head_dim: 256,
      hidden_act: "gelu_pytorch_tanh",
      hidden_activation: "gelu_pytorch_tanh",
      hidden_size: 2304,
      intermediate_size: 9216,
      max_position_embeddings: 8192,
      num_attention_heads: 8,
      num_hidden_layers: 26,
      num_key_value_heads: 4,
      query_pre_attn_scalar: 256,
      rope_theta: 10000,
      sliding_window: 4096,
      vocab_size: 256000,
    },
  ],
];

describe("published configurations", () => {
  test.each(CONFIGS)("%s has %i parameters", (_, parameters, raw) => {
    const { family, config, unread } = familyOf(raw);
    expect(unread).toEqual([]);
    const stored = family.parameters(config).filter(({ tiedTo }) => tiedTo === undefined);
    expect(stored.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(parameters);
  });

  test("every projection of a block declares its layout, and names are unique", () => {
    for (const [, , raw] of CONFIGS) {
      const { family, config } = familyOf(raw);
      const specs = family.parameters(config);
      expect(new Set(specs.map(({ name }) => name)).size).toBe(specs.length);
      for (const { shape, layout } of specs) expect(layout === "vector").toBe(shape.length === 1);
    }
  });
});

describe("settings that no published checkpoint of a family uses are refused by name", () => {
  test.each([
    ["gpt_neo with fewer kinds than layers", 1, { attention_layers: ["global"] }, "attention_layers"],
    ["gptj with more turning dimensions than a head has", 2, { rotary_dim: 512 }, "rotary_dim"],
    ["gpt_neox with another activation", 3, { hidden_act: "mish" }, "hidden_act"],
    ["llama with heads that do not divide", 4, { num_key_value_heads: 5 }, "num_key_value_heads"],
    [
      "llama with an unknown scaling",
      4,
      { rope_scaling: { type: "proportional", factor: 4 } },
      "rope_scaling",
    ],
    ["gemma2 with another activation", 9, { hidden_activation: "gelu_10" }, "hidden_activation"],
  ])("%s", (_, index, change, key) => {
    expect(() => familyOf({ ...CONFIGS[index][2], ...change })).toThrow(
      expect.objectContaining({ code: "unsupported", message: expect.stringContaining(key) }),
    );
  });

  test("a family that is not known is named, with those that are", () => {
    expect(() => familyOf({ model_type: "mamba" })).toThrow(
      expect.objectContaining({ code: "unsupported", hint: expect.stringContaining("gpt_neox") }),
    );
  });
});
