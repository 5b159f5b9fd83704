import { describe, expect, test } from "vitest";
import { TINY_FAMILIES, tinyConfig, type TinyFamily } from "../testing/tiny";
import type { Settings } from "./checkpoint/identity";
import { familyOf } from "./facts";

const read = (raw: Settings) => familyOf(raw).config as Settings;
const tiny = (family: TinyFamily, change: Settings = {}): Settings => ({ ...tinyConfig(family), ...change });

describe("a key that is absent", () => {
  test.each<[TinyFamily, Settings]>([
    ["gpt2", { n_positions: 1024, n_embd: 768, n_layer: 12, n_head: 12, vocab_size: 50_257 }],
    ["llama", { max_position_embeddings: 2048, hidden_size: 4096 }],
    ["mistral", { sliding_window: 4096, num_key_value_heads: 8 }],
    ["qwen2", { sliding_window: 4096, num_key_value_heads: 32, max_window_layers: 28 }],
    ["qwen3", { head_dim: 128, max_position_embeddings: 32_768 }],
    ["gemma2", { attn_logit_softcapping: 50, final_logit_softcapping: 30, sliding_window: 4096 }],
    [
      "gemma3_text",
      { sliding_window: 4096, sliding_window_pattern: 6, rope_theta: 1_000_000, head_dim: 256 },
    ],
    ["opt", { ffn_dim: 3072, activation_function: "relu" }],
    ["phi3", { hidden_size: 3072, intermediate_size: 8192, rms_norm_eps: 1e-5 }],
    ["olmo2", { intermediate_size: 11_008, rms_norm_eps: 1e-5 }],
    ["granite", { hidden_size: 4096, attention_multiplier: 1, residual_multiplier: 1, logits_scaling: 1 }],
    ["smollm3", { num_key_value_heads: 4, rope_theta: 2_000_000, no_rope_layer_interval: 4 }],
  ])("of %s is the default of its class", (family, defaults) => {
    expect(read({ model_type: family })).toMatchObject(defaults);
  });

  test("is not one that is null", () => {
    expect(read(tiny("mistral", { sliding_window: null }))).toMatchObject({ sliding_window: null });
    const { attn_logit_softcapping: cap } = read(tiny("gemma2", { attn_logit_softcapping: null }));
    expect(cap).toBeNull();
    expect(familyOf(tiny("qwen2", { num_key_value_heads: null })).config).toMatchObject({
      num_key_value_heads: null,
    });
  });
});

test("keys under the names that all classes share are read as the class's own", () => {
  const { n_embd, n_layer, n_head, n_positions, ...rest } = tinyConfig("gpt2") as Record<string, number>;
  const shared = { hidden_size: n_embd, num_hidden_layers: n_layer, num_attention_heads: n_head };
  const renamed = { ...rest, ...shared, max_position_embeddings: n_positions };
  expect(read(renamed)).toEqual(read(tiny("gpt2")));
  expect(familyOf(renamed).unread).toEqual([]);
});

test("Phi-3 knows no rotary scaling but LongRoPE, and its old files use other kinds' names for it", () => {
  for (const type of ["yarn", "linear"]) {
    const raw = tiny("phi3", { rope_scaling: { type, factor: 2, short_factor: [1], long_factor: [1] } });
    expect(() => familyOf(raw)).toThrow(/rope_scaling/);
  }
});

test("Gemma 3 has rotary settings by the type of a layer, and others are refused by name", () => {
  const [one, two] = [{ rope_theta: 100 }, { rope_theta: 1e6, rope_type: "linear", factor: 8 }];
  const older = tiny("gemma3_text", { rope_local_base_freq: 100, rope_scaling: two });
  const newer = tiny("gemma3_text", { rope_parameters: { sliding_attention: one, full_attention: two } });
  expect([familyOf(older).unread, familyOf(newer).unread]).toEqual([[], []]);
  expect(() => familyOf(tiny("gemma3_text", { rope_parameters: one }))).toThrow(
    /rope_parameters.*rope_theta/,
  );
});

describe("rotary settings", () => {
  test("of the older key win as a whole", () => {
    const both = tiny("llama", {
      rope_parameters: { rope_type: "linear", factor: 8, rope_theta: 500 },
      rope_scaling: { type: "linear", factor: 2 },
    });
    expect(read(both)).toEqual(read(tiny("llama", { rope_scaling: { type: "linear", factor: 2 } })));
    const empty = tiny("llama", { rope_parameters: { rope_theta: 500 }, rope_scaling: {} });
    expect(read(empty)).toEqual(read(tiny("llama", { rope_parameters: { rope_theta: 500 } })));
  });

  test("of a kind for pictures are read where the kind for text is beside it", () => {
    const scaling = { type: "mrope", rope_type: "default", mrope_section: [1, 1] };
    expect(() => read(tiny("qwen2", { rope_scaling: scaling }))).not.toThrow();
  });
});

describe("what is refused by name", () => {
  test.each<[string, TinyFamily, Settings, RegExp]>([
    ["GPTQ", "llama", { quantization_config: { quant_method: "gptq" } }, /quantization_config: .*\(gptq\)/],
    [
      "4 bits",
      "llama",
      { quantization_config: { quant_method: "bitsandbytes", load_in_4bit: true } },
      /quantization_config: .*\(bitsandbytes, 4 bits\)/,
    ],
    ["attention to an encoder", "gpt2", { add_cross_attention: true }, /add_cross_attention/],
    ["attention to later tokens", "gemma2", { use_bidirectional_attention: true }, /use_bidirectional/],
    ["heads taken out", "gpt2", { pruned_heads: { "0": [1] } }, /pruned_heads/],
    ["a nonlinearity", "gpt2", { activation_function: "mish" }, /activation_function/],
    ["a kind of scaling", "llama", { rope_scaling: { type: "mrope" } }, /rope_scaling.type: .*"mrope"/],
    ["scaling without a factor", "llama", { rope_scaling: { type: "linear" } }, /factor/],
    [
      "LongRoPE of other heads",
      "llama",
      { rope_scaling: { type: "longrope", short_factor: [1], long_factor: [1] } },
      /short_factor and long_factor/,
    ],
    [
      "a share that does not turn",
      "llama",
      { rope_scaling: { type: "linear", factor: 2, partial_rotary_factor: 0.5 } },
      /whole heads/,
    ],
    ["more layers than any model has", "gpt2", { n_layer: 100_000_000 }, /n_layer/],
    ["as many in runs", "gpt_neo", { attention_types: [[["global"], 100_000_000]] }, /attention_types/],
  ])("%s", (_, family, change, message) => {
    expect(() => read(tiny(family, change))).toThrow(
      expect.objectContaining({ code: "unsupported", message: expect.stringMatching(message) }),
    );
  });
});

describe("settings that nobody reads", () => {
  test("are listed when they are set", () => {
    const raw = tiny("llama", {
      logit_scale: 0.5,
      layer_types: ["sliding_attention"],
      extra: false,
      other: [],
    });
    expect(familyOf(raw).unread).toEqual(["logit_scale", "layer_types"]);
  });

  test.each(TINY_FAMILIES)(
    "none are in a configuration of %s, nor among those about other things",
    (family) => {
      const idle = {
        _name_or_path: "x",
        architectures: ["X"],
        torch_dtype: "float16",
        transformers_version: "4.1",
        eos_token_id: 1,
        attention_dropout: 0.1,
        initializer_range: 0.02,
        task_specific_params: { a: 1 },
        use_cache: true,
      };
      expect(familyOf(tiny(family, idle)).unread).toEqual([]);
    },
  );
});
