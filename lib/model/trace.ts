/** Reading activations: the values of sites at chosen tokens, and second moments of a site over many texts. */
import { checkCancelled, type Run } from "../base";
import { floats, matmul, multiply, reshape, transposed, type Tensor, type Value } from "../tensor";
import { emptyPast, passFeeds, selection, type Row } from "./batch";
import type { Model, ProgramContext } from "./model";
import type { Site, Tap } from "./site";

/** Sites of shape [B, T, X] at the given indices of each row: site to [B, Q, X]. */
export async function readSites<S extends Site>(
  run: Run,
  model: Model,
  rows: readonly Row[],
  at: readonly (readonly number[])[],
  sites: readonly S[],
): Promise<Record<S, Tensor>> {
  checkCancelled(run.signal);
  const program = await model.program(`read:${sites.join()}`, (context) => {
    const seen = watch(context, sites);
    const select = context.graph.input("select", "float32", ["B", "Q", "T"]);
    for (const site of sites) context.graph.output(site, matmul(select, seen.get(site) as Value));
  });
  const tokens = Math.max(...rows.map((row) => row.length));
  const feeds = { ...plainFeeds(rows), select: selection(at, tokens) };
  return (await program.run(feeds, { signal: run.signal })) as Record<S, Tensor>;
}

/** Σ k kᵀ of a site's vectors over all tokens of the rows, [X, X]; one pass, one product. */
export async function momentOf(
  run: Run,
  model: Model,
  rows: readonly Row[],
  site: Site,
): Promise<Float32Array> {
  checkCancelled(run.signal);
  const program = await model.program(`moment:${site}`, (context) => {
    const seen = watch(context, [site]).get(site) as Value; // [B, T, X]
    const real = context.graph.input("real", "float32", ["B", "T", 1]);
    const vectors = reshape(multiply(seen, real), ["B*T", seen.shape[2]]);
    context.graph.output("moment", matmul(transposed(vectors), vectors));
  });
  const feeds = plainFeeds(rows);
  const [batch, tokens] = feeds.ids.shape;
  const real = new Float32Array(batch * tokens);
  rows.forEach((row, b) => real.fill(1, b * tokens, b * tokens + row.length));
  const results = await program.run(
    { ...feeds, real: { dtype: "float32", shape: [batch, tokens, 1], data: real } },
    { signal: run.signal },
  );
  return floats(results.moment);
}

function watch({ graph, forward }: ProgramContext, sites: readonly Site[]): Map<Site, Value> {
  const seen = new Map<Site, Value>();
  const tap: Tap = (site, value) => {
    if (sites.includes(site)) seen.set(site, value);
    return value;
  };
  forward({
    ids: graph.input("ids", "int32", ["B", "T"]),
    positions: graph.input("positions", "int32", ["B", "T"]),
    mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
    tap,
  });
  return seen;
}

/** Feeds of a pass without a cache: the mask is [B, 1, T, T]. */
export function plainFeeds(rows: readonly Row[]): Record<string, Tensor> {
  const none = { ...emptyPast(rows.length, [], 0, 0), width: 0 };
  return passFeeds(
    rows,
    none,
    rows.map(() => 0),
  );
}
