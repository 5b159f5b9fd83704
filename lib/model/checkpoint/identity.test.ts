import { describe, expect, test } from "vitest";
import { createReferenceRuntime } from "../../runtime";
import { jsonBytes, memoryFiles, TINY_FAMILIES, tinyFileBytes, type TinyFamily } from "../../testing/tiny";
import { decidingSettings } from "./identity";
import { loadModel } from "../model";

type Json = Record<string, unknown>;
type Files = Readonly<Record<string, Uint8Array>>;

const parsed = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as Json;
const fingerprintOf = async (files: Files) =>
  (await loadModel("tiny", memoryFiles(files), createReferenceRuntime())).fingerprint();
const withKeys = (files: Files, name: string, keys: Json): Files => ({
  ...files,
  [name]: jsonBytes({ ...(files[name] ? parsed(files[name]) : {}), ...keys }),
});

/** Changes that leave the shapes of all weights as they are. */
const CONFIG_CHANGES: Partial<Record<TinyFamily, readonly Json[]>> = {
  gpt2: [{ layer_norm_epsilon: 1e-3 }, { n_head: 4 }],
  gpt_neo: [{ layer_norm_epsilon: 1e-3 }, { window_size: 5 }, { attention_types: [[["global"], 2]] }],
  gptj: [{ rotary_dim: 2 }, { layer_norm_epsilon: 1e-3 }],
  gpt_neox: [{ rotary_pct: 0.25 }, { use_parallel_residual: false }, { rotary_emb_base: 500 }],
  llama: [{ rms_norm_eps: 1e-3 }, { rope_theta: 500 }, { rope_scaling: { type: "linear", factor: 4 } }],
  mistral: [{ sliding_window: 5 }, { max_position_embeddings: 32 }],
  qwen2: [{ use_sliding_window: false }, { max_window_layers: 0 }],
  qwen3: [{ rope_parameters: { rope_type: "default", rope_theta: 500 } }],
  gemma2: [{ query_pre_attn_scalar: 4 }, { attn_logit_softcapping: 9 }, { final_logit_softcapping: 9 }],
};

describe.each(TINY_FAMILIES)("the name of a %s model", (family) => {
  const files = tinyFileBytes(family);

  test("differs for every setting that decides a logit", async () => {
    const names = [await fingerprintOf(files)];
    for (const change of [...(CONFIG_CHANGES[family] ?? []), { eos_token_id: 9 }])
      names.push(await fingerprintOf(withKeys(files, "config.json", change)));
    expect(new Set(names).size).toBe(names.length);
  });

  test("is the same whoever saved the files, and however they are spaced", async () => {
    const idle = {
      _name_or_path: "x",
      transformers_version: "4.0.0",
      torch_dtype: "float16",
      use_cache: false,
    };
    const spaced = new TextEncoder().encode(JSON.stringify(parsed(files["config.json"]), null, 4));
    const saved = withKeys({ ...files, "config.json": spaced }, "config.json", idle);
    const described = withKeys(saved, "tokenizer_config.json", {
      name_or_path: "x",
      chat_template: "{{ x }}",
    });
    expect(await fingerprintOf(described)).toBe(await fingerprintOf(files));
  });
});

describe("every byte and key that decides a token", () => {
  const files = tinyFileBytes("gpt2");
  const tokenizer = parsed(files["tokenizer.json"]);
  const { merges } = tokenizer.model as { merges: unknown[] };
  const weights = files["model.safetensors"].slice();
  weights[weights.length - 4] ^= 1;
  const changes: readonly [string, Files][] = [
    ["one bit of a weight", { ...files, "model.safetensors": weights }],
    [
      "one merge",
      withKeys(files, "tokenizer.json", { model: { ...(tokenizer.model as Json), merges: merges.slice(1) } }),
    ],
    ["a normalizer", withKeys(files, "tokenizer.json", { normalizer: { type: "NFC" } })],
    [
      "a template",
      withKeys(files, "tokenizer.json", {
        post_processor: {
          type: "TemplateProcessing",
          single: [{ SpecialToken: { id: "a", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
          pair: [],
          special_tokens: { a: { id: "a", ids: [66], tokens: ["a"] } },
        },
      }),
    ],
    ["the end in tokenizer_config.json", withKeys(files, "tokenizer_config.json", { eos_token: "a" })],
    ["the end in special_tokens_map.json", withKeys(files, "special_tokens_map.json", { eos_token: "a" })],
    ["the end in generation_config.json", withKeys(files, "generation_config.json", { eos_token_id: [7] })],
    ["a setting of the tokenizer", withKeys(files, "tokenizer_config.json", { add_prefix_space: true })],
  ];

  test("gives another name", async () => {
    const names = [await fingerprintOf(files)];
    for (const [, changed] of changes) names.push(await fingerprintOf(changed));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("the settings that decide", () => {
  const read = ({ a, b = 1, nested }: Json) => {
    if (a === undefined) throw new Error("a is needed");
    return { a, b: b ?? nested, depth: (nested as Json | undefined)?.depth ?? 0 };
  };

  test("are the smallest that are read alike", () => {
    expect(decidingSettings({ z: 1, a: 2, b: 1, nested: { depth: 0, other: 1 } }, read)).toEqual({ a: 2 });
    expect(decidingSettings({ a: 2, b: 3, c: 4, nested: { depth: 5, other: 1 } }, read)).toEqual({
      a: 2,
      b: 3,
      nested: { depth: 5 },
    });
  });

  test("keep one of two keys that state the same", () => {
    const either = ({ old, now }: Json) => now ?? old ?? 0;
    expect(decidingSettings({ now: 4, old: 4 }, either)).toEqual({ old: 4 });
    expect(decidingSettings({ now: 0, old: 0 }, either)).toEqual({});
  });
});
