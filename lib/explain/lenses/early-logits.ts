/** The logits of the last token of each row as each of some blocks would give them, were it the last: the logit lens over a batch. */
import { checkCancelled, type Run } from "../../base";
import { readSites, type Model, type Row, type Site } from "../../model";
import { float32, floats } from "../../tensor";
import { throughNorm } from "./final-norm";

/** By row, and by layer in the order asked for, [V] each. */
export async function earlyLogits(
  run: Run,
  model: Model,
  rows: readonly Row[],
  layers: readonly number[],
): Promise<Float32Array[][]> {
  const { layers: depth, width, vocabulary } = model.facts.dimensions;
  const sites = layers.map((layer): Site => `blocks.${layer}.resid_post`);
  const at = rows.map((row) => [row.length - 1]);
  const streams = await readSites(run, model, rows, at, sites);
  const program = await model.program("early logits", (context) => {
    const stream = context.graph.input("streams", "float32", [1, "T", width]);
    context.graph.output("logits", context.unembed(throughNorm(context, depth, stream)));
  });
  const found: Float32Array[][] = rows.map(() => []);
  for (const site of sites) {
    checkCancelled(run.signal);
    const feeds = { streams: float32([1, rows.length, width], floats(streams[site])) };
    const logits = floats((await program.run(feeds, { signal: run.signal })).logits);
    found.forEach((of, b) => of.push(logits.slice(b * vocabulary, (b + 1) * vocabulary)));
  }
  return found;
}
