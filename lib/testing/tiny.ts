/** Two-layer checkpoints of every family with seeded random weights, as files in memory, so that tests run all of loading. */
import { PalimpsestError, seededRandom } from "../base";
import { familyOf, loadModel, type CheckpointFiles, type Model } from "../model";
import type { Runtime } from "../runtime";
import { float32, sizeOf, writeSafetensors, type Tensor } from "../tensor";

type Settings = Readonly<Record<string, unknown>>;

/** Settings of Llama and its relatives: two query heads for each key-value head. */
const GATED: Settings = {
  max_position_embeddings: 64,
  hidden_size: 16,
  intermediate_size: 24,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
};

/** Windows are shorter than the texts of tests. Heads are wide enough for partial rotary embeddings. */
const SETTINGS = {
  gpt2: { n_positions: 64, n_embd: 16, n_layer: 2, n_head: 2 },
  gpt_neo: { max_position_embeddings: 64, hidden_size: 16, num_layers: 2, num_heads: 2, window_size: 3 },
  gptj: { n_positions: 64, n_embd: 16, n_layer: 2, n_head: 2, rotary_dim: 4 },
  gpt_neox: {
    max_position_embeddings: 64,
    hidden_size: 16,
    intermediate_size: 24,
    num_hidden_layers: 2,
    num_attention_heads: 2,
    rotary_pct: 0.5,
  },
  llama: GATED,
  mistral: { ...GATED, sliding_window: 3 },
  qwen2: { ...GATED, use_sliding_window: true, sliding_window: 3, max_window_layers: 1 },
  qwen3: { ...GATED, head_dim: 6 },
  gemma2: {
    ...GATED,
    head_dim: 6,
    query_pre_attn_scalar: 9,
    attn_logit_softcapping: 3,
    final_logit_softcapping: 5,
    sliding_window: 3,
  },
  gemma3_text: {
    ...GATED,
    head_dim: 6,
    query_pre_attn_scalar: 9,
    sliding_window: 3,
    sliding_window_pattern: 2,
    rope_local_base_freq: 100,
  },
  opt: {
    max_position_embeddings: 64,
    hidden_size: 16,
    ffn_dim: 24,
    num_hidden_layers: 2,
    num_attention_heads: 2,
  },
  phi3: { ...GATED, sliding_window: 3, partial_rotary_factor: 0.5 },
  olmo2: GATED,
  granite: {
    ...GATED,
    embedding_multiplier: 3,
    attention_multiplier: 0.4,
    residual_multiplier: 0.7,
    logits_scaling: 2,
  },
  smollm3: { ...GATED, no_rope_layer_interval: 2, use_sliding_window: true, sliding_window: 3 },
} as const satisfies Record<string, Settings>;

export type TinyFamily = keyof typeof SETTINGS;
export const TINY_FAMILIES = Object.keys(SETTINGS) as readonly TinyFamily[];

/** The configuration of a tiny checkpoint. */
export function tinyConfig(family: TinyFamily, vocabulary = tinyTokenizer().size): Record<string, unknown> {
  return { model_type: family, vocab_size: vocabulary, ...SETTINGS[family] };
}

/** The configuration with another number of layers. */
export function tinyLayers(family: TinyFamily, layers: number): Record<string, unknown> {
  const key = Object.keys(SETTINGS[family]).find((name) => /^(n_layer|num_(hidden_)?layers)$/.test(name));
  return { ...tinyConfig(family), [key as string]: layers };
}

/** Random weights for a configuration, by checkpoint name. Tied weights are left out, as in checkpoints. */
export function tinyWeights(config: Record<string, unknown>, seed = 0): Record<string, Tensor<"float32">> {
  const { family, config: parsed } = familyOf(config);
  const weights: Record<string, Tensor<"float32">> = {};
  for (const { name, shape, role, part, tiedTo } of family.parameters(parsed)) {
    if (tiedTo !== undefined) continue;
    const random = seededRandom(`${seed}/${name}`);
    const isGain = role.startsWith("norm") && part === "weight";
    weights[name] = float32(
      shape,
      Float32Array.from({ length: sizeOf(shape) }, () => (isGain ? 1 : 0) + 0.3 * random.normal()),
    );
  }
  return weights;
}

export interface TinyOptions {
  readonly config?: Record<string, unknown>;
  readonly seed?: number;
  /** Makes it a chat model. */
  readonly chatTemplate?: string;
}

/** Each message behind its role in brackets. */
export const CHAT_TEMPLATE =
  "{% for m in messages %}<{{ m.role }}>{{ m.content }}\n{% endfor %}{% if add_generation_prompt %}<assistant>\n{% endif %}";

/** The files of a tiny checkpoint, by name. A test may replace some of them. */
export function tinyFileBytes(
  family: TinyFamily,
  { config = {}, seed, chatTemplate }: TinyOptions = {},
): Record<string, Uint8Array> {
  const whole = { ...tinyConfig(family), ...config };
  return {
    "config.json": jsonBytes(whole),
    "tokenizer.json": jsonBytes(tinyTokenizer().json),
    "tokenizer_config.json": jsonBytes({
      eos_token: END,
      bos_token: END,
      unk_token: END,
      chat_template: chatTemplate,
    }),
    "model.safetensors": writeSafetensors(tinyWeights(whole, seed)),
  };
}

export function tinyFiles(family: TinyFamily, options?: TinyOptions): CheckpointFiles {
  return memoryFiles(tinyFileBytes(family, options));
}

export function tinyModel(family: TinyFamily, runtime: Runtime, options?: TinyOptions): Promise<Model> {
  return loadModel(`tiny-${family}`, tinyFiles(family, options), runtime);
}

export function memoryFiles(files: Readonly<Record<string, Uint8Array>>): CheckpointFiles {
  return {
    list: async () => Object.entries(files).map(([name, bytes]) => ({ name, sizeBytes: bytes.byteLength })),
    async read(name, start = 0, end) {
      const bytes = files[name];
      if (!bytes) throw new PalimpsestError("not_found", `The folder has no ${name}.`);
      return bytes.slice(start, end);
    },
    openSync: async (name) => (start, into) => into.set(files[name].subarray(start, start + into.length)),
  };
}

export function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** A safetensors file of raw bytes with any dtype name, for types that the project's writer does not support. */
export function rawSafetensors(
  entries: Readonly<
    Record<string, { readonly dtype: string; readonly shape: readonly number[]; readonly bytes: Uint8Array }>
  >,
): Uint8Array {
  const header: Record<string, unknown> = {};
  let offset = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(entries)) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + bytes.byteLength] };
    offset += bytes.byteLength;
  }
  return safetensorsOf(
    JSON.stringify(header),
    Object.values(entries).map(({ bytes }) => bytes),
  );
}

/** A safetensors file with this header, which may be wrong, and this data. */
export function safetensorsOf(header: string, data: readonly Uint8Array[] = []): Uint8Array {
  const json = new TextEncoder().encode(header);
  const file = new Uint8Array(
    8 + json.byteLength + data.reduce((sum, { byteLength }) => sum + byteLength, 0),
  );
  new DataView(file.buffer).setBigUint64(0, BigInt(json.byteLength), true);
  file.set(json, 8);
  let position = 8 + json.byteLength;
  for (const bytes of data) {
    file.set(bytes, position);
    position += bytes.byteLength;
  }
  return file;
}

const END = "<|endoftext|>";
const WORDS = [
  " the",
  " capital",
  " of",
  " is",
  " city",
  " in",
  " lives",
  " was",
  "The",
  " Anna",
  " Paris",
  " Rome",
];

/** A byte-level BPE tokenizer with every byte, and merges for a few words. */
function tinyTokenizer(): { readonly json: unknown; readonly size: number } {
  const plain = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  let next = 256;
  const letters = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(plain(byte) ? byte : next++));
  const vocabulary = [END, ...letters];
  const merges: [string, string][] = [];
  for (const word of WORDS) {
    const spelled = Array.from(new TextEncoder().encode(word), (byte) => letters[byte]);
    for (let end = 1; end < spelled.length; end++) {
      const left = spelled.slice(0, end).join("");
      if (vocabulary.includes(left + spelled[end])) continue;
      merges.push([left, spelled[end]]);
      vocabulary.push(left + spelled[end]);
    }
  }
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true };
  return {
    size: vocabulary.length,
    json: {
      version: "1.0",
      added_tokens: [
        {
          id: 0,
          content: END,
          single_word: false,
          lstrip: false,
          rstrip: false,
          normalized: false,
          special: true,
        },
      ],
      normalizer: null,
      pre_tokenizer: byteLevel,
      post_processor: null,
      decoder: byteLevel,
      model: { type: "BPE", vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])), merges },
    },
  };
}
