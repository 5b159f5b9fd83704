/**
 * The logit lens (nostalgebraist 2020): what the model would say if the stream after each block were its last. The final norm
 * and the unembedding read the stream of every state and token. State 0 is the embedding, state l the stream after block
 * l − 1, so the last state reads what the model itself says.
 */
import { checkCancelled, type Run } from "../base";
import { checkRow, readSites, type Model, type Row, type Site, type TokenId } from "../model";
import {
  add,
  float32,
  floats,
  greater,
  int32,
  int64,
  logSoftmax,
  matmul,
  numbersOf,
  oneHot,
  reduceSum,
  slice,
  toFloat,
  top,
  transposed,
} from "../tensor";

export interface LensCell {
  readonly likeliest: readonly { readonly id: TokenId; readonly probability: number }[];
  /** For each token asked about. `rank` is the number of likelier tokens. */
  readonly asked: readonly { readonly probability: number; readonly rank: number }[];
}

/** Vectors that are read in one pass: their logits over the whole vocabulary are the largest thing in memory. */
const VECTORS_A_PASS = 48;

/** Cells by state [L + 1] and token [T]. `count` tokens are listed in each; `asked` may be empty. */
export async function logitLens(
  run: Run,
  model: Model,
  prompt: Row,
  asked: readonly TokenId[],
  count = 5,
): Promise<LensCell[][]> {
  const { layers, context, width } = model.facts.dimensions;
  checkRow(prompt, context, "prompt");
  const sites = ["embed", ...Array.from({ length: layers }, (_, layer) => `blocks.${layer}.resid_post`)];
  const streams = await readSites(run, model, [prompt], [prompt.map((_, t) => t)], sites as Site[]);
  const vectors = new Float32Array(sites.length * prompt.length * width);
  sites.forEach((site, l) => vectors.set(floats(streams[site as Site]), l * prompt.length * width));
  const cells = await readVectors(run, model, vectors, asked, count);
  return sites.map((_, l) => cells.slice(l * prompt.length, (l + 1) * prompt.length));
}

/** Reads streams [N, D] through the final norm and the unembedding. */
async function readVectors(
  run: Run,
  model: Model,
  vectors: Float32Array,
  asked: readonly TokenId[],
  count: number,
): Promise<LensCell[]> {
  const { layers, width, vocabulary } = model.facts.dimensions;
  const program = await model.program(`lens:${asked.length}`, ({ graph, forward, unembed }) => {
    const streams = graph.input("streams", "float32", ["B", "T", width]);
    const hidden = forward({
      ids: graph.input("ids", "int32", ["B", "T"]), // never read: the tap stands above all that reads them
      positions: graph.input("positions", "int32", ["B", "T"]),
      mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
      tap: (site, value) => (site === `blocks.${layers - 1}.resid_post` ? streams : value),
    });
    const logP = logSoftmax(unembed(hidden)); // [B, T, V]
    const [values, ids] = top(logP, graph.input("count", "int64", [1]), "K");
    graph.output("likeliest", values);
    graph.output("ids", ids);
    if (asked.length === 0) return;
    const picks = oneHot(graph.input("asked", "int32", [asked.length]), vocabulary); // [A, V]
    const targets = matmul(logP, transposed(picks)); // [B, T, A]
    graph.output("targets", add(targets, 0));
    asked.forEach((_, a) => {
      const isLikelier = toFloat(greater(logP, slice(targets, -1, a, a + 1)));
      graph.output(`rank.${a}`, reduceSum(isLikelier, [-1], false)); // [B, T]
    });
  });
  const cells: LensCell[] = [];
  const total = vectors.length / width;
  for (let start = 0; start < total; start += VECTORS_A_PASS) {
    checkCancelled(run.signal);
    run.progress({ phase: "Reading the stream", step: start, steps: total });
    const some = vectors.subarray(start * width, Math.min(total, start + VECTORS_A_PASS) * width);
    const size = some.length / width;
    const results = await program.run(
      {
        streams: float32([1, size, width], some),
        count: int64([1], [Math.min(count, vocabulary)]),
        ...(asked.length > 0 && { asked: int32([asked.length], Int32Array.from(asked)) }),
      },
      { signal: run.signal },
    );
    const [likeliest, ids] = [floats(results.likeliest), numbersOf(results.ids)];
    const listed = likeliest.length / size;
    for (let i = 0; i < size; i++) {
      cells.push({
        likeliest: Array.from({ length: listed }, (_, k) => ({
          id: ids[i * listed + k],
          probability: Math.exp(likeliest[i * listed + k]),
        })),
        asked: asked.map((_, a) => ({
          probability: Math.exp(floats(results.targets)[i * asked.length + a]),
          rank: floats(results[`rank.${a}`])[i],
        })),
      });
    }
  }
  return cells;
}
