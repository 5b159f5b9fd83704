/**
 * Published checkpoints that the Library proposes. Any other repository of a supported family works as well; preflight
 * checks it.
 */
import { defineCatalog } from "../base";

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
}

const published = (id: string, name: string, family: string, isGated = false): PublishedCheckpoint => ({
  id,
  name,
  family,
  revision: "main",
  isGated,
});

export const CHECKPOINTS = defineCatalog("published checkpoint", [
  published("gpt2", "GPT-2 (124 M)", "gpt2"),
  published("gpt2-medium", "GPT-2 Medium (355 M)", "gpt2"),
  published("gpt2-xl", "GPT-2 XL (1.6 B)", "gpt2"),
  published("facebook/opt-125m", "OPT (125 M)", "opt"),
  published("EleutherAI/pythia-160m", "Pythia 160 M", "gpt_neox"),
  published("Qwen/Qwen2.5-0.5B", "Qwen2.5 0.5 B", "qwen2"),
  published("Qwen/Qwen3-0.6B", "Qwen3 0.6 B", "qwen3"),
  published("allenai/OLMo-2-0425-1B", "OLMo 2 (1 B)", "olmo2"),
  published("TinyLlama/TinyLlama-1.1B-Chat-v1.0", "TinyLlama 1.1 B Chat", "llama"),
  published("google/gemma-3-270m", "Gemma 3 (270 M)", "gemma3_text", true),
  published("google/gemma-2-2b", "Gemma 2 (2 B)", "gemma2", true),
  published("ibm-granite/granite-3.3-2b-base", "Granite 3.3 (2 B)", "granite"),
  published("HuggingFaceTB/SmolLM3-3B", "SmolLM3 (3 B)", "smollm3"),
  published("microsoft/Phi-3-mini-4k-instruct", "Phi-3 mini (3.8 B)", "phi3"),
  published("EleutherAI/gpt-j-6b", "GPT-J (6 B)", "gptj"),
  published("meta-llama/Llama-2-7b-hf", "Llama 2 (7 B)", "llama", true),
  published("mistralai/Mistral-7B-v0.1", "Mistral 7 B", "mistral"),
  published("meta-llama/Meta-Llama-3-8B", "Llama 3 (8 B)", "llama", true),
  published("sentence-transformers/all-MiniLM-L6-v2", "all-MiniLM-L6-v2 (sentence encoder)", "bert"),
]);
