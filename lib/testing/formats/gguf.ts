/** Small GGUF files of every architecture, written in memory by the project's own writer. */
import { BLOCK_TYPES, type BlockType } from "../../model/checkpoint/formats/gguf/block-types";
import type { GgufKey } from "../../model/checkpoint/formats/gguf/header";
import { ggufHead, padded, type WrittenTensor } from "../../model/checkpoint/formats/gguf/write";

const [UINT32, FLOAT32, BOOL, STRING, ARRAY] = [4, 6, 7, 8, 9];
const F32 = BLOCK_TYPES.get(0) as BlockType;
const [D, F, HEADS, GROUPS, K, TOKENS] = [8, 12, 2, 1, 4, 16];
/** Sizes of the examples: model width, MLP width, attention heads, key-value heads, head width, and vocabulary. */
export const GGUF_SIZES = { D, F, HEADS, GROUPS, K, TOKENS } as const;

const number = (value: number): GgufKey => ({ type: UINT32, value });
const real = (value: number): GgufKey => ({ type: FLOAT32, value });
const text = (value: string): GgufKey => ({ type: STRING, value });
/** Metadata values: a uint32, a float32, a string. */
export const ggufKey = { number, real, text } as const;

const TOKENIZER: Readonly<Record<string, GgufKey>> = {
  "tokenizer.ggml.model": text("gpt2"),
  "tokenizer.ggml.pre": text("gpt-2"),
  "tokenizer.ggml.tokens": {
    type: ARRAY,
    subType: STRING,
    value: ["<s>", "</s>", ..."abcdefghijklmn"],
  },
  "tokenizer.ggml.token_type": { type: ARRAY, subType: 5, value: [3, 3, ...Array<number>(14).fill(1)] },
  "tokenizer.ggml.merges": { type: ARRAY, subType: STRING, value: [] },
  "tokenizer.ggml.bos_token_id": number(0),
  "tokenizer.ggml.eos_token_id": number(1),
};

interface Example {
  readonly keys: Readonly<Record<string, GgufKey>>;
  /** Shapes by name, [rows, columns]. */
  readonly tensors: Readonly<Record<string, readonly number[]>>;
}

const NORMS = { "output_norm.weight": [D], "blk.0.attn_norm.weight": [D], "blk.0.ffn_norm.weight": [D] };

const GATED: Example = {
  keys: {
    context_length: number(64),
    embedding_length: number(D),
    block_count: number(1),
    feed_forward_length: number(F),
    "attention.head_count": number(HEADS),
    "attention.head_count_kv": number(GROUPS),
    "attention.layer_norm_rms_epsilon": real(1e-5),
  },
  tensors: {
    "token_embd.weight": [TOKENS, D],
    ...NORMS,
    "blk.0.attn_q.weight": [HEADS * K, D],
    "blk.0.attn_k.weight": [GROUPS * K, D],
    "blk.0.attn_v.weight": [GROUPS * K, D],
    "blk.0.attn_output.weight": [D, HEADS * K],
    "blk.0.ffn_gate.weight": [F, D],
    "blk.0.ffn_up.weight": [F, D],
    "blk.0.ffn_down.weight": [D, F],
  },
};

const plain = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, [D]]));
const BIASED = [
  "output_norm.bias",
  "blk.0.attn_norm.bias",
  "blk.0.ffn_norm.bias",
  "blk.0.attn_output.bias",
  "blk.0.ffn_down.bias",
];

/** Keys, without the prefix of the architecture, and shapes of a model with one layer. */
export const GGUF_EXAMPLES: Readonly<Record<string, Example>> = {
  llama: GATED,
  qwen2: {
    ...GATED,
    tensors: {
      ...GATED.tensors,
      "blk.0.attn_q.bias": [HEADS * K],
      "blk.0.attn_k.bias": [GROUPS * K],
      "blk.0.attn_v.bias": [GROUPS * K],
    },
  },
  qwen3: {
    ...GATED,
    tensors: { ...GATED.tensors, "blk.0.attn_q_norm.weight": [K], "blk.0.attn_k_norm.weight": [K] },
  },
  phi3: {
    keys: { ...GATED.keys, "rope.dimension_count": number(K) },
    tensors: {
      "token_embd.weight": [TOKENS, D],
      "output.weight": [TOKENS, D],
      ...NORMS,
      "blk.0.attn_qkv.weight": [(HEADS + 2 * GROUPS) * K, D],
      "blk.0.attn_output.weight": [D, HEADS * K],
      "blk.0.ffn_up.weight": [2 * F, D],
      "blk.0.ffn_down.weight": [D, F],
    },
  },
  gemma2: {
    ...GATED,
    tensors: { ...GATED.tensors, "blk.0.post_attention_norm.weight": [D], "blk.0.post_ffw_norm.weight": [D] },
  },
  gpt2: {
    keys: {
      context_length: number(64),
      embedding_length: number(D),
      block_count: number(1),
      feed_forward_length: number(F),
      "attention.head_count": number(HEADS),
      "attention.layer_norm_epsilon": real(1e-5),
    },
    tensors: {
      "token_embd.weight": [TOKENS, D],
      "position_embd.weight": [64, D],
      ...NORMS,
      ...plain(BIASED),
      "blk.0.attn_qkv.weight": [3 * D, D],
      "blk.0.attn_qkv.bias": [3 * D],
      "blk.0.attn_output.weight": [D, D],
      "blk.0.ffn_up.weight": [F, D],
      "blk.0.ffn_up.bias": [F],
      "blk.0.ffn_down.weight": [D, F],
    },
  },
  gptneox: {
    keys: {
      context_length: number(64),
      embedding_length: number(D),
      block_count: number(1),
      feed_forward_length: number(F),
      "rope.dimension_count": number(2),
      "attention.head_count": number(HEADS),
      "attention.layer_norm_epsilon": real(1e-5),
      use_parallel_residual: { type: BOOL, value: true },
    },
    tensors: {
      "token_embd.weight": [TOKENS, D],
      "output.weight": [TOKENS, D],
      ...NORMS,
      ...plain(BIASED),
      "blk.0.attn_qkv.weight": [3 * D, D],
      "blk.0.attn_qkv.bias": [3 * D],
      "blk.0.attn_output.weight": [D, D],
      "blk.0.ffn_up.weight": [F, D],
      "blk.0.ffn_up.bias": [F],
      "blk.0.ffn_down.weight": [D, F],
    },
  },
};

/** Values of a tensor in the file: integers from 1 to 251, in an order that depends on the seed. */
export const ggufValues = (shape: readonly number[], seed: number) =>
  Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => ((i * 7 + seed * 13) % 251) + 1);

export interface MadeGguf {
  readonly keys?: Readonly<Record<string, GgufKey | undefined>>;
  readonly tensors?: Readonly<Record<string, readonly number[] | undefined>>;
  readonly type?: BlockType;
  /** Number of bytes to cut off at the end. */
  readonly cut?: number;
}

/** A file of an architecture. `keys` and `tensors` replace those of the example; undefined leaves one out. */
export function ggufBytes(
  architecture: string,
  { keys = {}, tensors = {}, type = F32, cut = 0 }: MadeGguf = {},
): Uint8Array {
  const example = GGUF_EXAMPLES[architecture];
  const prefixed = Object.entries(example.keys).map(
    ([key, value]) => [`${architecture}.${key}`, value] as const,
  );
  const all = {
    "general.architecture": text(architecture),
    ...Object.fromEntries(prefixed),
    ...TOKENIZER,
    ...keys,
  };
  const kept = Object.entries(all).filter((entry): entry is [string, GgufKey] => entry[1] !== undefined);
  const listed = Object.entries({ ...example.tensors, ...tensors })
    .filter((entry): entry is [string, readonly number[]] => entry[1] !== undefined)
    .map(([name, shape]): WrittenTensor => ({ name, shape, type }));
  const data = listed.map(({ shape }, i) => {
    const bytes = F32.encode?.(ggufValues(shape, i)) as Uint8Array;
    const whole = new Uint8Array(padded(bytes.length));
    whole.set(bytes);
    return whole;
  });
  const file = Buffer.concat([ggufHead(new Map(kept), listed), ...data]);
  return Uint8Array.from(file.subarray(0, file.length - cut));
}
