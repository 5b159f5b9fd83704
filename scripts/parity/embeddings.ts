/** Parity of a sentence encoder: ids of texts, and their vectors. */
import { z } from "zod";
import { createRun } from "../../lib/base";
import type { SentenceEncoder } from "../../lib/model";
import { floats } from "../../lib/tensor";
import { check, decodeFloats, type Check } from "./report";

export const EmbeddingsFixture = z.object({
  kind: z.literal("embeddings"),
  model: z.string(),
  texts: z.array(z.object({ text: z.string(), ids: z.array(z.int()) })),
  vectors: z.object({ shape: z.tuple([z.int(), z.int()]), base64: z.string() }),
  tolerance: z.object({ absolute: z.number() }),
});
export type EmbeddingsFixture = z.infer<typeof EmbeddingsFixture>;

export async function checkEmbeddings(
  encoder: SentenceEncoder,
  { texts, vectors, tolerance }: EmbeddingsFixture,
): Promise<Check[]> {
  const [, width] = vectors.shape;
  const reference = decodeFloats(vectors.base64);
  const actual = await encoder.embed(
    createRun(),
    texts.map(({ text }) => text),
  );
  return texts.flatMap(({ text, ids }, n) => {
    const wrong = String(encoder.encode(text)) === String(ids) ? 0 : 1;
    const row = floats(actual).subarray(n * width, (n + 1) * width);
    const deviation = Math.max(...row.map((value, i) => Math.abs(value - reference[n * width + i])));
    return [
      check(`text / case ${n}`, "ids that differ", wrong, 0, "texts"),
      check(`text / case ${n}`, "vector", deviation, tolerance.absolute, "absolute"),
    ];
  });
}
