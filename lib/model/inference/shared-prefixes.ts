/**
 * Shared prefixes of rows, computed once. Many requests in the same few contexts make rows with equal prefixes. In a causal
 * model a prefix does not depend on later tokens, so its keys and values are the cache of every row that starts with it.
 */
import { checkCancelled, type Run } from "../../base";
import { float32, floats, sizeOf, type Tensor, type Value } from "../../tensor";
import { emptyCache, joinCaches, plainInputs, type KeyValueCache, type Row } from "./batch";
import type { Model } from "../model";
import { plainFeeds } from "./trace";

/** Rows of a group are expected, but not required, to share a prefix. */
interface GroupedRow {
  readonly ids: Row;
  readonly group: number;
  /** This token and later ones are not part of the prefix. */
  readonly before: number;
}

interface SharedPrefixes {
  /** The cache of some of the rows; its lengths are the numbers of tokens that need no computation. */
  of(rows: readonly number[]): KeyValueCache;
  /** Tokens of each row in its cache. */
  readonly lengths: readonly number[];
}

/** Keys and values of the layers below `layers`. Null when rows share nothing. */
export async function computeSharedPrefixes(
  run: Run,
  model: Model,
  rows: readonly GroupedRow[],
  layers: number,
): Promise<SharedPrefixes | null> {
  const { keyValueHeads, headWidth, steadyContext = Infinity } = model.facts.dimensions;
  if (rows.some(({ ids }) => ids.length > steadyContext)) return null;
  const members = new Map<number, GroupedRow[]>();
  for (const row of rows) {
    const rowsOfGroup = members.get(row.group);
    if (rowsOfGroup) rowsOfGroup.push(row);
    else members.set(row.group, [row]);
  }
  const shared = [...members]
    .filter(([, group]) => group.length > 1)
    .map(([group, members]) => ({ group, ids: commonStart(members) }))
    .filter(({ ids }) => ids.length > 0);
  // A router reads whole texts, so no token may be left out of a pass.
  if (shared.length === 0 || model.highestRouter >= 0) return null;
  checkCancelled(run.signal);

  const program = await model.program(`beginnings:${layers}`, ({ graph, forward }) => {
    const seen = (layer: number, keys: Value, values: Value): void => {
      if (layer >= layers) return;
      graph.output(`keys.${layer}`, keys);
      graph.output(`values.${layer}`, values);
    };
    forward(plainInputs(graph, seen));
  });
  const results = await program.run(plainFeeds(shared.map(({ ids }) => ids)), { signal: run.signal });
  const below = Array.from({ length: layers }, (_, layer) => layer);
  const nothing = emptyCache(shared.length, below, keyValueHeads, headWidth);
  const lengths = shared.map(({ ids }) => ids.length);
  const past = joinCaches(nothing, results, lengths, below);
  const index = new Map(shared.map(({ group }, i) => [group, i]));
  const owners = rows.map(({ group }) => index.get(group));
  return {
    of: (some) =>
      rowsOfPast(
        past,
        some.map((row) => owners[row]),
      ),
    lengths: owners.map((owner) => (owner === undefined ? 0 : lengths[owner])),
  };
}

/** The cache of chosen rows, in their order; empty where a row is undefined. */
function rowsOfPast(past: KeyValueCache, rows: readonly (number | undefined)[]): KeyValueCache {
  const chosen = (tensor: Tensor): Tensor => {
    const [, ...rest] = tensor.shape;
    const block = sizeOf(rest);
    const source = floats(tensor);
    const data = new Float32Array(rows.length * block);
    rows.forEach((row, b) => {
      if (row !== undefined) data.set(source.subarray(row * block, (row + 1) * block), b * block);
    });
    return float32([rows.length, ...rest], data);
  };
  const each = (tensors: ReadonlyMap<number, Tensor>) =>
    new Map([...tensors].map(([layer, tensor]) => [layer, chosen(tensor)]));
  return {
    keys: each(past.keys),
    values: each(past.values),
    width: past.width,
    lengths: rows.map((row) => (row === undefined ? 0 : past.lengths[row])),
  };
}

/** The longest common prefix of the rows. */
function commonStart(rows: readonly GroupedRow[]): Row {
  const [{ ids }] = rows;
  let length = Math.min(...rows.map(({ before }) => before));
  for (const row of rows) {
    let same = 0;
    while (same < length && row.ids[same] === ids[same]) same++;
    length = same;
  }
  return ids.slice(0, length);
}
