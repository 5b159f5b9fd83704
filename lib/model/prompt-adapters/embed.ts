/** An embedding of a text: the model's own hidden states, averaged over its tokens. It needs no other model. */
import type { Run } from "../../base";
import { floats } from "../../tensor";
import type { Model } from "../model";
import type { Site } from "../site";
import { readSites } from "../inference/trace";

const TEXTS_A_RUN = 64;

/**
 * The mean over tokens of the input of each of the layers, concatenated, [layers · D] for each text. Texts are read by the
 * model without overlays: embeddings from before an edit stay comparable after it. A text beyond the context is embedded by
 * its end. Throws `unsupported` for a layer that is not there.
 */
export async function embedTexts(
  run: Run,
  { bare, tokenizer, facts }: Model,
  texts: readonly string[],
  layers: readonly number[],
): Promise<Float32Array[]> {
  const { width, context } = facts.dimensions;
  const sites = layers.map((layer): Site => {
    bare.parameter("mlp.down", layer); // a layer that is not there is an error
    return `blocks.${layer}.resid_pre`;
  });
  const vectors: Float32Array[] = [];
  for (let start = 0; start < texts.length; start += TEXTS_A_RUN) {
    const rows = texts
      .slice(start, start + TEXTS_A_RUN)
      .map((text) => tokenizer.encode(text, { special: true }).ids.slice(-context));
    const everyToken = rows.map((row) => row.map((_, t) => t));
    const read = await readSites(run, bare, rows, everyToken, sites);
    rows.forEach((row, b) => {
      const vector = new Float32Array(sites.length * width);
      sites.forEach((site, s) => {
        const states = floats(read[site]); // [B, T, D]
        const first = b * read[site].shape[1] * width;
        for (let i = first; i < first + row.length * width; i++) {
          vector[s * width + ((i - first) % width)] += states[i] / row.length;
        }
      });
      vectors.push(vector);
    });
  }
  return vectors;
}
