/** Reading activations: the values of sites at chosen tokens, and second moments of a site over many texts. */
import { checkCancelled, type Run } from "../../base";
import { floats, matmul, multiply, reshape, transposed, type Tensor, type Value } from "../../tensor";
import {
  emptyCache,
  passFeeds,
  passInputs,
  cacheFeeds,
  plainInputs,
  selection,
  type KeyValueCache,
  type Queries,
  type Row,
} from "./batch";
import type { Model, ProgramContext } from "../model";
import { hasAdapterAt } from "../adapters/applied-adapters";
import type { Site, Tap } from "../site";

/**
 * Values of sites of shape [B, T, X] at the given indices of each row: site to [B, Q, X]. `begun` is the cache of tokens
 * that precede the rows.
 */
export async function readSites<S extends Site>(
  run: Run,
  model: Model,
  rows: readonly Row[],
  at: readonly (readonly number[])[],
  sites: readonly S[],
  prefixCache?: KeyValueCache | null,
): Promise<Record<S, Tensor>> {
  checkCancelled(run.signal);
  const program = await model.program(
    `read:${sites.join()}:${Boolean(prefixCache)}`,
    ({ graph, forward }) => {
      const select = graph.input("select", "float32", ["B", "Q", "T"]);
      const inputs = prefixCache ? passInputs(graph, model.facts.dimensions) : plainInputs(graph);
      const top = Math.max(...sites.map(blockOf));
      // An adapter depends on the tokens of whole texts.
      const isPlain = !hasAdapterAt(model.overlays, top);
      let stream: Value | undefined;
      const tap: Tap = (site, value) => {
        // After the last attention layer, tokens are independent, so only the chosen ones are computed from there on.
        if (site === `blocks.${top}.resid_mid`) stream = value;
        const isEnough = site === `blocks.${top}.resid_mid` || site === `blocks.${top}.mlp.in`;
        const passed = isEnough && isPlain ? chosen(value) : value;
        if (sites.some((wanted) => wanted === site)) graph.output(site, chosen(passed));
        // Later nodes are pruned; they must only match the mask while the graph is built.
        return site === `blocks.${top}.resid_post` && stream ? stream : passed;
      };
      const chosen = (value: Value): Value => (value.shape[1] === "Q" ? value : matmul(select, value));
      forward({ ...inputs, tap });
    },
  );
  const tokens = Math.max(...rows.map((row) => row.length));
  const feeds = prefixCache
    ? { ...passFeeds(rows, prefixCache, prefixCache.lengths), ...cacheFeeds(prefixCache) }
    : plainFeeds(rows);
  const results = await program.run({ ...feeds, select: selection(at, tokens) }, { signal: run.signal });
  return results as Record<S, Tensor>;
}

/** The block of a site; -1 before the first block, and the number of blocks after the last. */
function blockOf(site: Site): number {
  const [, block] = /^blocks\.(\d+)\./.exec(site) ?? [];
  return block === undefined ? (site === "embed" ? -1 : Infinity) : Number(block);
}

/** Σ k kᵀ of the vectors of each site over all tokens of the rows, [X, X]; one pass, and one product a site. */
export async function momentsOf(
  run: Run,
  model: Model,
  rows: readonly Row[],
  sites: readonly Site[],
): Promise<Float32Array[]> {
  checkCancelled(run.signal);
  const program = await model.program(`moments:${sites.join()}`, (context) => {
    const real = context.graph.input("real", "float32", ["B", "T", 1]);
    const seen = watch(context, sites);
    sites.forEach((site, i) => {
      const value = seen.get(site) as Value; // [B, T, X]
      const vectors = reshape(multiply(value, real), ["B*T", value.shape[2]]);
      context.graph.output(`moment.${i}`, matmul(transposed(vectors), vectors));
    });
  });
  const feeds = plainFeeds(rows);
  const [batch, tokens] = feeds.ids.shape;
  const real = new Float32Array(batch * tokens);
  rows.forEach((row, b) => real.fill(1, b * tokens, b * tokens + row.length));
  const results = await program.run(
    { ...feeds, real: { dtype: "float32", shape: [batch, tokens, 1], data: real } },
    { signal: run.signal },
  );
  return sites.map((_, i) => floats(results[`moment.${i}`]));
}

function watch({ graph, forward }: ProgramContext, sites: readonly Site[]): Map<Site, Value> {
  const seen = new Map<Site, Value>();
  const tap: Tap = (site, value) => {
    if (sites.includes(site)) seen.set(site, value);
    return value;
  };
  forward({ ...plainInputs(graph), tap });
  return seen;
}

/** Feeds of a pass without a cache: the mask is [B, 1, T, T]. Prompts end at `queries`, else at the rows' ends. */
export function plainFeeds(rows: readonly Row[], queries?: Queries): Record<string, Tensor> {
  const none = { ...emptyCache(rows.length, [], 0, 0), width: 0 };
  return passFeeds(
    rows,
    none,
    rows.map(() => 0),
    queries,
  );
}
