/**
 * Models that settings were published or measured for, and small models that many people have. A model is recognised by its
 * id, where it is the one here, or else by its family and shape: a fine-tuned or quantised copy has other weights, another
 * name and another fingerprint, but the shape of its base. A new model is one line.
 *
 * Shapes are those of the checkpoints' config.json files on the Hugging Face hub. Of the small models listed here, settings were
 * published for GPT-2 medium and large (the authors of ROME), GPT-2 (WISE) and Llama 3.2 (EasyEdit). Of EasyEdit's files for
 * Llama 3.2 1B only KN's is used: those of FT, GRACE and WISE name layers 21 and 27 of a model with 16, so the others beside
 * them were not chosen on it either.
 */
import type { Dimensions, ModelFacts } from "../../model";

export interface KnownModel {
  /** What presets name it by. */
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly shape: Shape;
}

/** Layers and width, and whatever else tells the model from others. */
type Shape = Pick<Dimensions, "layers" | "width" | "mlpWidth"> & Partial<Dimensions>;

const known = (id: string, name: string, family: string, shape: Shape): KnownModel => ({
  id,
  name,
  family,
  shape,
});

export const KNOWN_MODELS: readonly KnownModel[] = [
  known("atlas", "Atlas", "gpt2", { layers: 6, width: 256, mlpWidth: 1024, vocabulary: 6000 }),
  known("atlas-2", "Atlas 2", "gpt2", { layers: 8, width: 320, mlpWidth: 1280 }),
  known("gpt2", "GPT-2", "gpt2", { layers: 12, width: 768, mlpWidth: 3072 }),
  known("gpt2-medium", "GPT-2 medium", "gpt2", { layers: 24, width: 1024, mlpWidth: 4096 }),
  known("gpt2-large", "GPT-2 large", "gpt2", { layers: 36, width: 1280, mlpWidth: 5120 }),
  known("gpt2-xl", "GPT-2 XL", "gpt2", { layers: 48, width: 1600, mlpWidth: 6400 }),
  known("gpt-j-6b", "GPT-J", "gptj", { layers: 28, width: 4096, mlpWidth: 16384 }),
  known("pythia-160m", "Pythia 160M", "gpt_neox", { layers: 12, width: 768, mlpWidth: 3072 }),
  known("pythia-410m", "Pythia 410M", "gpt_neox", { layers: 24, width: 1024, mlpWidth: 4096 }),
  known("pythia-1b", "Pythia 1B", "gpt_neox", { layers: 16, width: 2048, mlpWidth: 8192 }),
  known("pythia-1.4b", "Pythia 1.4B", "gpt_neox", { layers: 24, width: 2048, mlpWidth: 8192 }),
  // The first SmolLM has the same shapes, with a context of 2,048.
  known("smollm2-135m", "SmolLM2 135M", "llama", { layers: 30, width: 576, mlpWidth: 1536, context: 8192 }),
  known("smollm2-360m", "SmolLM2 360M", "llama", { layers: 32, width: 960, mlpWidth: 2560, context: 8192 }),
  known("smollm2-1.7b", "SmolLM2 1.7B", "llama", { layers: 24, width: 2048, mlpWidth: 8192, context: 8192 }),
  known("tinyllama-1.1b", "TinyLlama 1.1B", "llama", { layers: 22, width: 2048, mlpWidth: 5632 }),
  known("llama3.2-1b", "Llama 3.2 1B", "llama", { layers: 16, width: 2048, mlpWidth: 8192 }),
  known("llama3.2-3b", "Llama 3.2 3B", "llama", { layers: 28, width: 3072, mlpWidth: 8192 }),
  known("llama-7b", "Llama 2 7B", "llama", { layers: 32, width: 4096, mlpWidth: 11008 }),
  known("llama3-8b", "Llama 3 8B", "llama", { layers: 32, width: 4096, mlpWidth: 14336 }),
  known("mistral-7b", "Mistral 7B", "mistral", { layers: 32, width: 4096, mlpWidth: 14336 }),
  known("qwen2.5-0.5b", "Qwen 2.5 0.5B", "qwen2", { layers: 24, width: 896, mlpWidth: 4864 }),
  known("qwen2.5-1.5b", "Qwen 2.5 1.5B", "qwen2", { layers: 28, width: 1536, mlpWidth: 8960 }),
  known("qwen2.5-7b", "Qwen 2.5 7B", "qwen2", { layers: 28, width: 3584, mlpWidth: 18944 }),
  known("qwen3-0.6b", "Qwen 3 0.6B", "qwen3", { layers: 28, width: 1024, mlpWidth: 3072 }),
  known("qwen3-1.7b", "Qwen 3 1.7B", "qwen3", { layers: 28, width: 2048, mlpWidth: 6144 }),
  known("gemma2-2b", "Gemma 2 2B", "gemma2", { layers: 26, width: 2304, mlpWidth: 9216 }),
];

export function knownModel(id: string): KnownModel {
  const found = KNOWN_MODELS.find((model) => model.id === id);
  if (found) return found;
  throw new Error(`No model "${id}" is listed in known-models.ts.`);
}

/** What a model is recognised by. */
export type ModelShape = Pick<ModelFacts, "checkpoint" | "family" | "dimensions">;

export function recogniseModel({ checkpoint, family, dimensions }: ModelShape): KnownModel | undefined {
  return (
    KNOWN_MODELS.find(({ id }) => id === checkpoint) ??
    KNOWN_MODELS.find(
      (model) =>
        model.family === family &&
        Object.entries(model.shape).every(([name, size]) => dimensions[name as keyof Dimensions] === size),
    )
  );
}
