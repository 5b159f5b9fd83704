/**
 * Published checkpoints that the Library proposes, and among them the shelf: small models whose licence and sizes are known
 * before a hub is asked. Any other repository of a supported family works as well; preflight checks it.
 */
import { defineCatalog } from "../base";
import { plannedFacts, type ModelFacts } from "./facts";

interface PublishedCheckpoint {
  /** The repository: "owner/name". */
  readonly id: string;
  readonly name: string;
  /** The id of a model family, or of the architecture of a sentence encoder. */
  readonly family: string;
  /** Resolved to a commit when it is downloaded; the commit is recorded with the model. */
  readonly revision: string;
  /** Whether its publisher requires accepted terms, and therefore a token. */
  readonly isGated: boolean;
  /** Of a small model: as its repository states it. */
  readonly shelf?: ShelfEntry;
}

interface ShelfEntry {
  readonly licence: string;
  /** Of its weights as published; absent where that is not certain, and then the hub says it. */
  readonly downloadBytes?: number;
  /** The settings of its config.json that decide about sizes. */
  readonly config: Readonly<Record<string, unknown>>;
}

function published(
  id: string,
  name: string,
  family: string,
  { isGated = false, shelf }: { isGated?: boolean; shelf?: ShelfEntry } = {},
): PublishedCheckpoint {
  return { id, name, family, revision: "main", isGated, ...(shelf && { shelf }) };
}

const gpt2 = (n_layer: number, n_embd: number, n_head: number) =>
  ({ model_type: "gpt2", n_layer, n_embd, n_head, n_positions: 1024, vocab_size: 50257 }) as const;

/** Sizes of a family with rotary positions, in the order layers, width, MLP width, heads, vocabulary, context. */
const rotary = (
  model_type: string,
  sizes: readonly number[],
  more: Readonly<Record<string, unknown>> = {},
) => {
  const [num_hidden_layers, hidden_size, intermediate_size, num_attention_heads] = sizes;
  const [, , , , vocab_size, max_position_embeddings] = sizes;
  return {
    model_type,
    num_hidden_layers,
    hidden_size,
    intermediate_size,
    num_attention_heads,
    vocab_size,
    max_position_embeddings,
    ...more,
  };
};
const tied = (num_key_value_heads: number) => ({ num_key_value_heads, tie_word_embeddings: true });

const APACHE = "Apache 2.0";
const MB = 1e6;
const gated = { isGated: true };

export const CHECKPOINTS = defineCatalog("published checkpoint", [
  published("HuggingFaceTB/SmolLM2-135M", "SmolLM2 (135 M)", "llama", {
    shelf: {
      licence: APACHE,
      downloadBytes: 269 * MB,
      config: rotary("llama", [30, 576, 1536, 9, 49152, 8192], tied(3)),
    },
  }),
  published("HuggingFaceTB/SmolLM2-360M", "SmolLM2 (360 M)", "llama", {
    shelf: { licence: APACHE, config: rotary("llama", [32, 960, 2560, 15, 49152, 8192], tied(5)) },
  }),
  published("gpt2", "GPT-2 (124 M)", "gpt2", {
    shelf: { licence: "MIT", downloadBytes: 548 * MB, config: gpt2(12, 768, 12) },
  }),
  published("EleutherAI/pythia-160m", "Pythia (160 M)", "gpt_neox", {
    shelf: { licence: APACHE, config: rotary("gpt_neox", [12, 768, 3072, 12, 50304, 2048]) },
  }),
  published("EleutherAI/pythia-410m", "Pythia (410 M)", "gpt_neox", {
    shelf: { licence: APACHE, config: rotary("gpt_neox", [24, 1024, 4096, 16, 50304, 2048]) },
  }),
  published("Qwen/Qwen2.5-0.5B", "Qwen2.5 (0.5 B)", "qwen2", {
    shelf: {
      licence: APACHE,
      downloadBytes: 988 * MB,
      config: rotary("qwen2", [24, 896, 4864, 14, 151936, 32768], tied(2)),
    },
  }),
  published("Qwen/Qwen3-0.6B", "Qwen3 (0.6 B)", "qwen3", {
    shelf: {
      licence: APACHE,
      downloadBytes: 1500 * MB,
      config: rotary("qwen3", [28, 1024, 3072, 16, 151936, 40960], { ...tied(8), head_dim: 128 }),
    },
  }),
  published("TinyLlama/TinyLlama-1.1B-Chat-v1.0", "TinyLlama Chat (1.1 B)", "llama", {
    shelf: {
      licence: APACHE,
      downloadBytes: 2200 * MB,
      config: rotary("llama", [22, 2048, 5632, 32, 32000, 2048], {
        num_key_value_heads: 4,
        tie_word_embeddings: false,
      }),
    },
  }),
  published("meta-llama/Llama-3.2-1B", "Llama 3.2 (1 B)", "llama", {
    ...gated,
    shelf: {
      licence: "Llama 3.2 Community License",
      downloadBytes: 2470 * MB,
      config: rotary("llama", [16, 2048, 8192, 32, 128256, 131072], { ...tied(8), head_dim: 64 }),
    },
  }),
  published("google/gemma-2-2b", "Gemma 2 (2 B)", "gemma2", {
    ...gated,
    shelf: {
      licence: "Gemma Terms of Use",
      config: rotary("gemma2", [26, 2304, 9216, 8, 256000, 8192], { ...tied(4), head_dim: 256 }),
    },
  }),
  published("gpt2-medium", "GPT-2 Medium (355 M)", "gpt2"),
  published("gpt2-xl", "GPT-2 XL (1.6 B)", "gpt2"),
  published("facebook/opt-125m", "OPT (125 M)", "opt"),
  published("allenai/OLMo-2-0425-1B", "OLMo 2 (1 B)", "olmo2"),
  published("google/gemma-3-270m", "Gemma 3 (270 M)", "gemma3_text", gated),
  published("ibm-granite/granite-3.3-2b-base", "Granite 3.3 (2 B)", "granite"),
  published("HuggingFaceTB/SmolLM3-3B", "SmolLM3 (3 B)", "smollm3"),
  published("microsoft/Phi-3-mini-4k-instruct", "Phi-3 mini (3.8 B)", "phi3"),
  published("EleutherAI/gpt-j-6b", "GPT-J (6 B)", "gptj"),
  published("meta-llama/Llama-2-7b-hf", "Llama 2 (7 B)", "llama", gated),
  published("mistralai/Mistral-7B-v0.1", "Mistral 7 B", "mistral"),
  published("meta-llama/Meta-Llama-3-8B", "Llama 3 (8 B)", "llama", gated),
  published("sentence-transformers/all-MiniLM-L6-v2", "all-MiniLM-L6-v2 (sentence encoder)", "bert"),
]);

/** A small model of the shelf, with the facts that follow from its settings. */
interface ShelfModel {
  readonly checkpoint: PublishedCheckpoint;
  readonly shelf: ShelfEntry;
  readonly facts: ModelFacts;
}

export function shelfModels(): readonly ShelfModel[] {
  return CHECKPOINTS.all.flatMap((checkpoint) => {
    const { shelf } = checkpoint;
    return shelf ? [{ checkpoint, shelf, facts: plannedFacts(checkpoint.id, shelf.config) }] : [];
  });
}
