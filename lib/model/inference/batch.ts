/**
 * Rows of token ids as the feeds of a pass: padded on the right, with positions counted from each row's own start and a
 * mask that hides padding. A row's result therefore does not depend on the other rows of its batch.
 */
import { because, invalidField } from "../../base";
import { concat, float32, floats, int32, toFloat, type Graph, type Tensor, type Value } from "../../tensor";
import { placeOfQuestions } from "../adapters/applied-adapters";
import type { ModelFacts } from "../facts";
import type { Dimensions, ForwardCall } from "../family";
import type { TokenId } from "../tokenizer/tokenizer";

export type Row = readonly TokenId[];

/** Added to the score of a forbidden pair: far below any score, and far from the end of float32. */
export const FORBIDDEN = -1e9;

/** Keys and values of earlier tokens, which a pass attends to and does not compute again. */
export interface KeyValueCache {
  /** Layer to [B, Hkv, P, K]. */
  readonly keys: ReadonlyMap<number, Tensor>;
  readonly values: ReadonlyMap<number, Tensor>;
  /** P, at least 1. */
  readonly width: number;
  /** Whether padding entries may be overwritten in place: `joinCaches` allocated them for later tokens. */
  readonly hasRoom?: boolean;
  /** How many of a row's P entries are real, by row; they come first. */
  readonly lengths: readonly number[];
  /** Values that adapters stored in the passes so far, as inputs of the next. */
  readonly carried?: Readonly<Record<string, Tensor>>;
}

/** Index of the token at which each row's prompt ends; null when it ended in an earlier pass. */
export type Queries = readonly (number | null)[];

/**
 * ids, positions and mask of a pass over rows. `starts` are the positions of their first tokens; prompts end at the rows'
 * last tokens unless `queries` says otherwise.
 */
export function passFeeds(
  rows: readonly Row[],
  past: KeyValueCache,
  starts: readonly number[],
  queries?: Queries,
): Record<string, Tensor> {
  const tokens = Math.max(...rows.map((row) => row.length));
  const ids = new Int32Array(rows.length * tokens);
  rows.forEach((row, b) => ids.set(row, b * tokens));
  return {
    ids: int32([rows.length, tokens], ids),
    ...placeFeeds(
      rows.map((row) => row.length),
      tokens,
      past,
      starts,
      queries,
    ),
  };
}

/** All but the ids, for passes that start from activations: positions of new and of cached tokens, and the mask. */
export function placeFeeds(
  lengths: readonly number[],
  tokens: number,
  past: KeyValueCache,
  starts: readonly number[],
  queries: Queries = lengths.map((length) => length - 1),
): Record<string, Tensor> {
  const batch = lengths.length;
  const positions = new Int32Array(batch * tokens);
  const pastPositions = new Int32Array(batch * past.width);
  const width = tokens + past.width;
  const mask = new Float32Array(batch * tokens * width).fill(FORBIDDEN);
  for (let b = 0; b < batch; b++) {
    for (let p = 0; p < past.lengths[b]; p++) {
      pastPositions[b * past.width + p] = starts[b] - past.lengths[b] + p;
    }
    for (let t = 0; t < tokens; t++) {
      positions[b * tokens + t] = t < lengths[b] ? starts[b] + t : 0;
      const line = (b * tokens + t) * width;
      // A padded row still attends to its own first token: a row with nothing to attend to would be 0/0.
      mask.fill(0, line, line + Math.min(t + 1, Math.max(lengths[b], 1)));
      mask.fill(0, line + tokens, line + tokens + past.lengths[b]);
    }
  }
  return {
    positions: int32([batch, tokens], positions),
    "past.positions": int32([batch, past.width], pastPositions),
    mask: float32([batch, 1, tokens, width], mask),
    ...placeOfQuestions(lengths, tokens, queries),
  };
}

/** A 0/1 matrix [B, Q, T] that picks, for each row, the tokens at the given indices; missing ones pick nothing. */
export function selection(indices: readonly (readonly number[])[], tokens: number): Tensor<"float32"> {
  const picks = Math.max(1, ...indices.map((row) => row.length));
  const matrix = new Float32Array(indices.length * picks * tokens);
  indices.forEach((row, b) => row.forEach((index, q) => (matrix[(b * picks + q) * tokens + index] = 1)));
  return float32([indices.length, picks, tokens], matrix);
}

/** An empty cache: one entry that the mask hides, because some backends refuse tensors of size 0. */
export function emptyCache(
  batch: number,
  layers: readonly number[],
  keyValueHeads: number,
  headWidth: number,
): KeyValueCache {
  const blank = float32(
    [batch, keyValueHeads, 1, headWidth],
    new Float32Array(batch * keyValueHeads * headWidth),
  );
  const everywhere = new Map(layers.map((layer) => [layer, blank] as const));
  return { keys: everywhere, values: everywhere, width: 1, lengths: new Array<number>(batch).fill(0) };
}

/** Positions of the keys of a pass with a cache, float32 [B, T+P]: new tokens first, as their keys stand. */
export function keyPositions(graph: Graph, positions: Value): Value {
  const past = graph.input("past.positions", "int32", ["B", "P"]);
  return concat([toFloat(positions), toFloat(past)], 1);
}

type KeysSeen = (layer: number, keys: Value, values: Value) => void;

/** The inputs of a pass without a cache; its mask is [B, 1, T, T]. `seen` as in `passInputs`. */
export function plainInputs(
  graph: Graph,
  seen: KeysSeen = () => undefined,
): Pick<ForwardCall<unknown>, "ids" | "positions" | "mask" | "keyValues"> {
  return {
    ids: graph.input("ids", "int32", ["B", "T"]),
    positions: graph.input("positions", "int32", ["B", "T"]),
    mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
    keyValues(layer, keys, values) {
      seen(layer, keys, values);
      return [keys, values];
    },
  };
}

/**
 * The inputs of a pass with a cache: ids and positions of new tokens, the mask, and keys and values of the past. `seen` is
 * told each layer's new keys and values, [B, Hkv, T, K].
 */
export function passInputs(
  graph: Graph,
  { keyValueHeads, headWidth }: Dimensions,
  seen: KeysSeen = () => undefined,
): Pick<ForwardCall<unknown>, "ids" | "positions" | "keyPositions" | "mask" | "keyValues"> {
  const positions = graph.input("positions", "int32", ["B", "T"]);
  return {
    ids: graph.input("ids", "int32", ["B", "T"]),
    positions,
    keyPositions: keyPositions(graph, positions),
    mask: graph.input("mask", "float32", ["B", 1, "T", "T+P"]),
    keyValues(layer, keys, values) {
      seen(layer, keys, values);
      const pastOf = (part: string) =>
        graph.input(`past.${layer}.${part}`, "float32", ["B", keyValueHeads, "P", headWidth]);
      // New keys come first: a gradient then needs only the start of the concatenated axis, and attention ignores order.
      return [concat([keys, pastOf("keys")], 2), concat([values, pastOf("values")], 2)];
    },
  };
}

/**
 * A past with the first `added` tokens of each row of a pass behind it, from the pass's outputs `keys.0`, `values.0` and so
 * on. Real entries of each row come first, so that `lengths` alone tells what may be attended to. With `room` for so many
 * more tokens the next ones are written into the same arrays, so such a past is continued once.
 */
export function joinCaches(
  past: KeyValueCache,
  results: Readonly<Record<string, Tensor>>,
  added: readonly number[],
  layers: readonly number[],
  room = 0,
): KeyValueCache {
  const lengths = past.lengths.map((length, b) => length + added[b]);
  const needed = Math.max(1, ...lengths);
  const inPlace = past.hasRoom === true && needed <= past.width;
  const width = inPlace ? past.width : needed + room;
  const join = (old: Tensor, fresh: Tensor): Tensor => {
    const [batch, heads, tokens, headWidth] = fresh.shape;
    const [from, more] = [floats(old), floats(fresh)];
    const data = inPlace ? from : new Float32Array(batch * heads * width * headWidth);
    for (let b = 0; b < batch; b++) {
      for (let h = 0; h < heads; h++) {
        const target = (b * heads + h) * width * headWidth;
        const kept = past.lengths[b] * headWidth;
        const source = (b * heads + h) * past.width * headWidth;
        if (!inPlace) data.set(from.subarray(source, source + kept), target);
        const start = (b * heads + h) * tokens * headWidth;
        data.set(more.subarray(start, start + added[b] * headWidth), target + kept);
      }
    }
    return float32([batch, heads, width, headWidth], data);
  };
  const joined = (part: "keys" | "values") =>
    new Map(
      layers.map((layer) => [layer, join(past[part].get(layer) as Tensor, results[`${part}.${layer}`])]),
    );
  const carried = carriedBy(results);
  return {
    keys: joined("keys"),
    values: joined("values"),
    width,
    lengths,
    hasRoom: room > 0,
    ...(Object.keys(carried).length > 0 && { carried }),
  };
}

/** A cache of chosen rows, which may be rows of several caches, with room for so many more tokens. */
export function gatherRows(
  rows: readonly { readonly past: KeyValueCache; readonly row: number }[],
  room: number,
): KeyValueCache {
  const lengths = rows.map(({ past, row }) => past.lengths[row]);
  const width = Math.max(1, ...lengths) + room;
  const gather = (part: "keys" | "values", layer: number): Tensor => {
    const [, heads, , headWidth] = (rows[0].past[part].get(layer) as Tensor).shape;
    const data = new Float32Array(rows.length * heads * width * headWidth);
    rows.forEach(({ past, row }, b) => {
      const from = floats(past[part].get(layer) as Tensor);
      for (let h = 0; h < heads; h++) {
        const start = (row * heads + h) * past.width * headWidth;
        data.set(from.subarray(start, start + lengths[b] * headWidth), (b * heads + h) * width * headWidth);
      }
    });
    return float32([rows.length, heads, width, headWidth], data);
  };
  const layers = [...rows[0].past.keys.keys()];
  const gathered = (part: "keys" | "values") =>
    new Map(layers.map((layer) => [layer, gather(part, layer)] as const));
  const { carried } = rows[0].past;
  return {
    keys: gathered("keys"),
    values: gathered("values"),
    width,
    lengths,
    hasRoom: room > 0,
    ...(carried && {
      carried: Object.fromEntries(Object.keys(carried).map((name) => [name, carriedRows(rows, name)])),
    }),
  };
}

/** One carried value, [B, width], of chosen rows. */
function carriedRows(
  rows: readonly { readonly past: KeyValueCache; readonly row: number }[],
  name: string,
): Tensor {
  const parts = rows.map(({ past, row }) => {
    const value = past.carried?.[name] as Tensor;
    const width = value.shape[1];
    return floats(value).subarray(row * width, (row + 1) * width);
  });
  const data = new Float32Array(rows.length * parts[0].length);
  parts.forEach((part, b) => data.set(part, b * part.length));
  return float32([rows.length, parts[0].length], data);
}

/** Prefix of the names of outputs that are inputs of the next pass. */
export const NEXT = "next.";

/** The outputs of a pass that are inputs of the next one. */
export function carriedBy(results: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  const kept = Object.entries(results).filter(([name]) => name.startsWith(NEXT));
  return Object.fromEntries(kept.map(([name, value]) => [name.slice(NEXT.length), value]));
}

export function cacheFeeds(past: KeyValueCache): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  for (const [layer, keys] of past.keys) {
    feeds[`past.${layer}.keys`] = keys;
    feeds[`past.${layer}.values`] = past.values.get(layer) as Tensor;
  }
  return { ...feeds, ...past.carried };
}

/**
 * Tokens, padding included, that a model reads in one pass where somebody waits for it: some seconds of work on a slow device at
 * most, so that there is progress to tell, and a cancelled call ends soon.
 */
export function tokensOfPass({ parameters }: ModelFacts): number {
  const numbers = parameters.reduce(
    (sum, { shape, tiedTo }) => sum + (tiedTo ? 0 : shape.reduce((product, size) => product * size, 1)),
    0,
  );
  return PASS_OPERATIONS / (2 * numbers);
}

/** About two seconds on two cores of a laptop. */
const PASS_OPERATIONS = 1.2e11;

/** Throws when a row is empty or longer than the context. `field` names the input that made it. */
export function checkRow(row: Row, context: number, field: string): void {
  if (row.length === 0) {
    throw invalidField(
      field,
      "The text has no tokens.",
      "Write at least one word.",
      because("textWithoutTokens"),
    );
  }
  if (row.length > context) {
    throw invalidField(
      field,
      `The text has ${row.length} tokens, and the model reads at most ${context}.`,
      "Shorten the prompt or the target.",
      because("textTooLong", { tokens: row.length, most: context }),
    );
  }
}
