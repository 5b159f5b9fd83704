/** The retriever of similar demonstrations: text embeddings by the edited model itself or by a sentence encoder. */
import { because, PalimpsestError, type JsonObject, type Run } from "../../../../base";
import {
  embedTexts,
  type Model,
  type ModelFacts,
  type OpenEncoder,
  type SentenceEncoder,
} from "../../../../model";
import { floats } from "../../../../tensor";

/** The choice that needs no other model. */
export const MODEL_ITSELF = "model";

export interface Retriever {
  /** What its vectors depend on besides the text. */
  readonly key: JsonObject;
  /** One vector a text, of any length. */
  embed(run: Run, texts: readonly string[]): Promise<Float32Array[]>;
}

/** The encoder that a parameter names; null for the model itself. Throws `not_found` when it is not installed. */
export async function chosenEncoder(
  retriever: string,
  openEncoder: OpenEncoder | undefined,
): Promise<SentenceEncoder | null> {
  if (retriever === MODEL_ITSELF) return null;
  try {
    if (openEncoder) return await openEncoder(retriever);
  } catch (error) {
    if (!(error instanceof PalimpsestError) || error.code !== "not_found") throw error;
  }
  throw new PalimpsestError(
    "not_found",
    `The sentence encoder "${retriever}" is not installed: add it in Library, or set retriever to "${MODEL_ITSELF}".`,
    {
      hint: "sentence-transformers/all-MiniLM-L6-v2 on the hub is the encoder of the paper's code.",
      details: { ...because("encoderMissing", { encoder: retriever }), field: "parameters.retriever" },
    },
  );
}

/** `weights` is the fingerprint of the model without overlays. */
export function modelKey({ checkpoint }: ModelFacts, weights: string, layers: readonly number[]): JsonObject {
  return { checkpoint, weights, layers: [...layers] };
}

export async function encoderKey(encoder: SentenceEncoder): Promise<JsonObject> {
  return { checkpoint: encoder.facts.checkpoint, weights: await encoder.fingerprint() };
}

/** `layers` are those whose inputs are averaged. */
export async function modelRetriever(model: Model, layers: readonly number[]): Promise<Retriever> {
  return {
    key: modelKey(model.facts, await model.bare.fingerprint(), layers),
    embed: (run, texts) => embedTexts(run, model, texts, layers),
  };
}

export async function encoderRetriever(encoder: SentenceEncoder): Promise<Retriever> {
  return {
    key: await encoderKey(encoder),
    async embed(run, texts) {
      const vectors = await encoder.embed(run, texts);
      const [, width] = vectors.shape;
      return texts.map((_, n) => floats(vectors).subarray(n * width, (n + 1) * width));
    },
  };
}
