/**
 * A suffix program: the pass above one activation, with everything below it constant.
 *
 * A change of a vector at token t of layer l affects neither the layers up to l nor earlier tokens in the layers above. A
 * suffix program takes those as inputs: the site's value, keys and values of earlier tokens in the remaining attention
 * layers, and the residual stream when it starts inside an MLP. It computes tokens from t on, from the site upward. An edit
 * therefore needs a fraction of the arithmetic of full passes. The graph is the family's own forward pass: taps insert the
 * inputs, and pruning removes unused nodes.
 */
import { checkCancelled, PalimpsestError, ShapeError, type Run } from "../../base";
import { concat, float32, floats, int32, matmul, type Tensor, type Value } from "../../tensor";
import {
  carriedBy,
  emptyCache,
  joinCaches,
  keyPositions,
  NEXT,
  passFeeds,
  passInputs,
  cacheFeeds,
  placeFeeds,
  plainInputs,
  selection,
  type KeyValueCache,
  type Row,
} from "./batch";
import type { ForwardOptions, Model, ProgramContext } from "../model";
import type { Site, Tap } from "../site";
import { plainFeeds } from "./trace";

/** The start of a suffix: before a block, inside its MLP, or after it. */
export interface SuffixStart {
  readonly layer: number;
  readonly part: "resid_pre" | "mlp.in" | "mlp.pre" | "mlp.post" | "mlp_out" | "resid_post";
}

/** The constants of a suffix pass, as inputs, with the sizes for the caller's own inputs. */
export interface Prefix {
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Tokens of each row from its start on, and the largest of them, S. */
  readonly lengths: readonly number[];
  readonly tokens: number;
}

/**
 * Runs the unchanged part once. `from` is the first token of each row that is computed again. `begun` is the cache of
 * prefixes that are already computed, in all layers. Prompts end at `queries`, else at the rows' ends. Throws `unsupported`
 * for the ends of texts below a memory that decides about whole ones.
 */
export async function computePrefix(
  run: Run,
  model: Model,
  { layer, part }: SuffixStart,
  rows: readonly Row[],
  from: readonly number[],
  prefixCache?: KeyValueCache | null,
  queries: readonly number[] = rows.map((row) => row.length - 1),
): Promise<Prefix> {
  checkCancelled(run.signal);
  if (prefixCache || from.some((index) => index > 0)) refuseRouters(model, layer);
  const { layers, keyValueHeads, headWidth } = model.facts.dimensions;
  const first = firstAttention({ layer, part });
  const above = Array.from({ length: layers - first }, (_, i) => first + i);
  const needsPast = from.some((index) => index > 0);
  const program = await model.program(
    `prefix:${layer}:${part}:${needsPast}:${Boolean(prefixCache)}`,
    (context) => {
      const { graph, forward } = context;
      const kept: Record<string, Site> = {
        start: `blocks.${layer}.${part}`,
        ...(isInsideMlp(part) && { resid_mid: `blocks.${layer}.resid_mid` }),
      };
      const tap: Tap = (site, value) => {
        for (const [name, wanted] of Object.entries(kept)) if (site === wanted) graph.output(name, value);
        return value;
      };
      const seen = (at: number, keys: Value, values: Value): void => {
        if (!needsPast || at < first) return;
        graph.output(`keys.${at}`, keys);
        graph.output(`values.${at}`, values);
      };
      const inputs = prefixCache ? passInputs(graph, model.facts.dimensions, seen) : plainInputs(graph, seen);
      forward({ ...inputs, tap, remember: (name, value) => graph.output(`${NEXT}${name}`, value) });
    },
  );
  const known = prefixCache ? prefixCache.lengths : rows.map(() => 0);
  const rest = rows.map((row, b) => row.slice(known[b]));
  const fromRest = from.map((index, b) => index - known[b]);
  const asked = (starts: readonly number[]) =>
    queries.map((index, b) => (index < starts[b] ? null : index - starts[b]));
  const feeds = prefixCache
    ? { ...passFeeds(rest, prefixCache, known, asked(known)), ...cacheFeeds(prefixCache) }
    : plainFeeds(rest, asked(known));
  const results = await program.run(feeds, { signal: run.signal });

  const lengths = rows.map((row, b) => row.length - from[b]);
  const tokens = Math.max(...lengths);
  const nothing = () => emptyCache(rows.length, above, keyValueHeads, headWidth);
  const past = needsPast ? joinCaches(prefixCache ?? nothing(), results, fromRest, above) : nothing();
  const places = placeFeeds(lengths, tokens, past, from, asked(from));
  return {
    feeds: {
      ...places,
      ...lastFeeds(lengths, tokens, places),
      ...cacheFeeds(past),
      ...carriedBy(results),
      "suffix.start": shifted(results.start, fromRest, tokens),
      ...(isInsideMlp(part) && { "suffix.resid_mid": shifted(results.resid_mid, fromRest, tokens) }),
    },
    lengths,
    tokens,
  };
}

/** The place of each row's last token, for passes that end there. */
function lastFeeds(
  lengths: readonly number[],
  tokens: number,
  { positions, mask }: Record<string, Tensor>,
): Record<string, Tensor> {
  const width = mask.shape[3];
  const lines = lengths.map((length, b) => b * tokens + length - 1);
  const rows = new Float32Array(lengths.length * width);
  lines.forEach((line, b) => rows.set(floats(mask).subarray(line * width, (line + 1) * width), b * width));
  const places = Int32Array.from(lines, (line) => Number(positions.data[line]));
  return {
    [LAST]: selection(
      lengths.map((length) => [length - 1]),
      tokens,
    ),
    "positions.last": int32([lengths.length, 1], places),
    "mask.last": float32([lengths.length, 1, 1, width], rows),
  };
}

const LAST = "suffix.last";

/** Of a value [B, S, X] of a suffix pass, the row of each last token, [B, 1, X]. */
export function atLast(value: Value): Value {
  return matmul(value.graph.input(LAST, "float32", ["B", 1, "S"]), value);
}

interface SuffixOptions extends Pick<ForwardOptions, "tap" | "beside"> {
  /** The last token alone is wanted: the last block computes no other, and what it returns is [B, 1, D]. */
  readonly lastOnly?: boolean;
}

/**
 * The hidden states [B, S, D] of a suffix pass. `change` receives the site's constant value and returns its replacement.
 * Everything above the site is computed again, so its weights may be live: from "mlp.post" the layer's down projection,
 * from "resid_pre" the whole block. `options` are those of the pass: taps at other sites, and additions to its linear maps.
 * With `lastOnly`, taps see the values of the last block twice, first [B, S, X] and then [B, 1, X].
 */
export function forwardSuffix(
  { graph, forward }: ProgramContext,
  model: Model,
  { layer, part }: SuffixStart,
  change: (value: Value) => Value,
  { tap, beside, lastOnly = false }: SuffixOptions = {},
): Value {
  const { layers, width, mlpWidth, keyValueHeads, headWidth } = model.facts.dimensions;
  const startWidth = part === "mlp.pre" || part === "mlp.post" ? mlpWidth : width;
  const first = firstAttention({ layer, part });
  const positions = graph.input("positions", "int32", ["B", "S"]);
  const ids = graph.input("ids", "int32", ["B", "S"]); // never read: the taps below stand above it
  const top = `blocks.${layers - 1}.resid_pre`;
  const seen = new Map<number, readonly [keys: Value, values: Value]>();
  let topStream: Value | undefined;
  const hidden = forward({
    ids,
    positions,
    keyPositions: keyPositions(graph, positions),
    mask: graph.input("mask", "float32", ["B", 1, "S", "S+P"]),
    tap(site, value) {
      const tapped = tappedAt(site, value);
      if (site === top) topStream = tapped;
      return tapped;
    },
    begins: `blocks.${layer}.${part}`,
    beside,
    keyValues(at, keys, values) {
      const joined = joinedAt(at, keys, values);
      seen.set(at, joined);
      return joined;
    },
  });
  if (!lastOnly) return hidden;
  // Adapters decide by the places of all tokens.
  if (first >= layers || model.overlays.some(({ kind }) => kind === "adapter")) return atLast(hidden);
  const place = graph.input("positions.last", "int32", ["B", 1]);
  return forward({
    ids: graph.input("ids.last", "int32", ["B", 1]), // never read either
    positions: place,
    keyPositions: keyPositions(graph, positions),
    mask: graph.input("mask.last", "float32", ["B", 1, 1, "S+P"]),
    tap: (site, value) => (site === top ? atLast(topStream as Value) : (tap?.(site, value) ?? value)),
    beside,
    keyValues: (at) => seen.get(at) as readonly [Value, Value],
  });

  function tappedAt(site: Site, value: Value): Value {
    if (site === `blocks.${layer}.resid_mid` && isInsideMlp(part)) {
      return graph.input("suffix.resid_mid", "float32", ["B", "S", width]);
    }
    if (site === `blocks.${layer}.${part}`) {
      return change(graph.input("suffix.start", "float32", ["B", "S", startWidth]));
    }
    return tap ? tap(site, value) : value;
  }

  function joinedAt(at: number, keys: Value, values: Value): readonly [keys: Value, values: Value] {
    if (at < first) return [withBlankPast(keys), withBlankPast(values)];
    const earlier = (name: string) =>
      graph.input(`past.${at}.${name}`, "float32", ["B", keyValueHeads, "P", headWidth]);
    return [concat([keys, earlier("keys")], 2), concat([values, earlier("values")], 2)];
  }

  // Attention below the start is pruned; it must only match the mask while the graph is built.
  function withBlankPast(x: Value): Value {
    return concat([x, graph.input("never.read", "float32", ["B", keyValueHeads, "P", headWidth])], 2);
  }
}

/** A router reads the whole text, of which a suffix has only the end. */
function refuseRouters({ highestRouter }: Model, layer: number): void {
  if (highestRouter < layer) return;
  throw new PalimpsestError(
    "unsupported",
    `A memory at layer ${highestRouter} decides about whole texts, so layer ${layer} below it cannot be edited alone.`,
    { hint: "Edit a layer above it, or a version without that memory." },
  );
}

function isInsideMlp(part: SuffixStart["part"]): boolean {
  return part.startsWith("mlp");
}

/** The lowest layer whose attention a suffix computes. */
function firstAttention({ layer, part }: SuffixStart): number {
  return part === "resid_pre" ? layer : layer + 1;
}

/** Tokens of each row from `from[b]` on, [B, T, X] to [B, S, X], zeros behind the end. */
function shifted(full: Tensor, from: readonly number[], tokens: number): Tensor {
  const [batch, all, width] = full.shape;
  if (from.length !== batch) throw new ShapeError(`suffix: ${from.length} starts for ${batch} rows`);
  const source = floats(full);
  const data = new Float32Array(batch * tokens * width);
  for (let b = 0; b < batch; b++) {
    const end = Math.min(all, from[b] + tokens);
    data.set(source.subarray((b * all + from[b]) * width, (b * all + end) * width), b * tokens * width);
  }
  return float32([batch, tokens, width], data);
}
