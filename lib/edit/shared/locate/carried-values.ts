/** The values of higher layers at the subject's last token after a change of the stream in a lower layer. */
import type { Run } from "../../../base";
import type { EditRequest } from "../../../data";
import { computePrefix, forwardSuffix, type Model, type SuffixStart } from "../../../model";
import { add, float32, floats, multiply } from "../../../tensor";
import { locateSubject } from "../../locate";

/** By layer, the stream behind it for each request [D], with the request's change [D] added behind `from`. */
export async function carriedValues(
  run: Run,
  model: Model,
  requests: readonly EditRequest[],
  { from, layers }: { readonly from: number; readonly layers: readonly number[] },
  changes: readonly Float32Array[],
): Promise<ReadonlyMap<number, readonly Float32Array[]>> {
  const { width } = model.facts.dimensions;
  const start: SuffixStart = { layer: from, part: "resid_post" };
  const rows = requests.map(({ prompt, subject }) => {
    const { ids, subjectEnd } = locateSubject(model.tokenizer, prompt, subject);
    return ids.slice(0, subjectEnd + 1); // later tokens have no effect in a causal model
  });
  const ends = rows.map((row) => row.length - 1);
  const prefix = await computePrefix(run, model, start, rows, ends);
  const program = await model.program(`carried values:${from}:${layers.join()}`, (context) => {
    const { graph } = context;
    const change = graph.input("change", "float32", ["B", 1, width]);
    const output = (layer: number, value: typeof change) =>
      graph.output(`stream.${layer}`, multiply(value, 1));
    forwardSuffix(
      context,
      model,
      start,
      (value) => {
        const changed = add(value, change);
        if (layers.includes(from)) output(from, changed);
        return changed;
      },
      {
        tap(site, value) {
          const layer = layers.find((one) => one > from && site === `blocks.${one}.resid_post`);
          if (layer !== undefined) output(layer, value);
          return value;
        },
      },
    );
  });
  const all = new Float32Array(requests.length * width);
  changes.forEach((change, n) => all.set(change, n * width));
  const feeds = { ...prefix.feeds, change: float32([requests.length, 1, width], all) };
  const results = await program.run(feeds, { signal: run.signal });
  return new Map(
    layers.map((layer) => {
      const data = floats(results[`stream.${layer}`]); // [B, 1, D]
      return [layer, requests.map((_, n) => data.slice(n * width, (n + 1) * width))];
    }),
  );
}
