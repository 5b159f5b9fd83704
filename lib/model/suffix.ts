/**
 * The pass above one activation, with everything below it constant.
 *
 * Changing a vector at token t of layer l leaves untouched every layer up to l, and every earlier token in the layers
 * above. A suffix program takes those as inputs (the site's own value, keys and values of earlier tokens in the attention
 * that is still to come, and the residual stream beside the MLP when it starts inside one) and computes the rest: tokens
 * from t on, from the site up. It is why an edit takes a fraction of the arithmetic of full passes. The graph is the family's own forward pass: taps put the
 * inputs in place, and pruning removes what is no longer needed.
 */
import { checkCancelled, ShapeError, type Run } from "../base";
import { concat, float32, floats, type Tensor, type Value } from "../tensor";
import { emptyPast, keyPositions, pastFeeds, placeFeeds, type Past, type Row } from "./batch";
import type { ForwardOptions, Model, ProgramContext } from "./model";
import type { Site, Tap } from "./site";
import { plainFeeds } from "./trace";

/** Where a suffix starts: before a block, inside its MLP, or behind it. */
export interface SuffixStart {
  readonly layer: number;
  readonly part: "resid_pre" | "mlp.in" | "mlp.pre" | "mlp.post" | "mlp_out" | "resid_post";
}

/** The constants of a suffix pass, as feeds, with the sizes a caller needs to lay out its own. */
export interface Prefix {
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Tokens of each row from its start on, and the largest of them, S. */
  readonly lengths: readonly number[];
  readonly tokens: number;
}

/** Runs the untouched part once. `from` is the first token of each row that is computed again. */
export async function computePrefix(
  run: Run,
  model: Model,
  { layer, part }: SuffixStart,
  rows: readonly Row[],
  from: readonly number[],
): Promise<Prefix> {
  checkCancelled(run.signal);
  const { layers, keyValueHeads, headWidth } = model.facts.dimensions;
  const first = firstAttention({ layer, part });
  const above = Array.from({ length: layers - first }, (_, i) => first + i);
  const needsPast = from.some((index) => index > 0);
  const program = await model.program(`prefix:${layer}:${part}:${needsPast}`, ({ graph, forward }) => {
    const kept: Record<string, Site> = {
      start: `blocks.${layer}.${part}`,
      ...(isInsideMlp(part) && { resid_mid: `blocks.${layer}.resid_mid` }),
    };
    const tap: Tap = (site, value) => {
      for (const [name, wanted] of Object.entries(kept)) if (site === wanted) graph.output(name, value);
      return value;
    };
    forward({
      ids: graph.input("ids", "int32", ["B", "T"]),
      positions: graph.input("positions", "int32", ["B", "T"]),
      mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
      tap,
      keyValues(at, keys, values) {
        if (needsPast && at >= first) {
          graph.output(`keys.${at}`, keys);
          graph.output(`values.${at}`, values);
        }
        return [keys, values];
      },
    });
  });
  const results = await program.run(plainFeeds(rows), { signal: run.signal });

  const lengths = rows.map((row, b) => row.length - from[b]);
  const tokens = Math.max(...lengths);
  const past: Past = needsPast
    ? {
        keys: new Map(above.map((at) => [at, pastOf(results[`keys.${at}`], from)])),
        values: new Map(above.map((at) => [at, pastOf(results[`values.${at}`], from)])),
        width: Math.max(...from),
        lengths: from,
      }
    : emptyPast(rows.length, above, keyValueHeads, headWidth);
  return {
    feeds: {
      ...placeFeeds(lengths, tokens, past, from),
      ...pastFeeds(past),
      "suffix.start": shifted(results.start, from, tokens),
      ...(isInsideMlp(part) && { "suffix.resid_mid": shifted(results.resid_mid, from, tokens) }),
    },
    lengths,
    tokens,
  };
}

/**
 * The hidden states [B, S, D] of a suffix pass. `change` receives the site's constant value and returns what should stand
 * there. What lies above the site is computed again, so it may be live: from "mlp.post" the layer's down projection, from
 * "resid_pre" the whole block. `options` are those of the pass: taps at other sites, and what stands beside its weights.
 */
export function forwardSuffix(
  { graph, forward }: ProgramContext,
  model: Model,
  { layer, part }: SuffixStart,
  change: (value: Value) => Value,
  options: Pick<ForwardOptions, "tap" | "beside"> = {},
): Value {
  const { width, mlpWidth, keyValueHeads, headWidth } = model.facts.dimensions;
  const startWidth = part === "mlp.pre" || part === "mlp.post" ? mlpWidth : width;
  const first = firstAttention({ layer, part });
  const positions = graph.input("positions", "int32", ["B", "S"]);
  return forward({
    ids: graph.input("ids", "int32", ["B", "S"]), // never read: the taps below stand above it
    positions,
    keyPositions: keyPositions(graph, positions),
    mask: graph.input("mask", "float32", ["B", 1, "S", "S+P"]),
    tap(site, value) {
      if (site === `blocks.${layer}.resid_mid` && isInsideMlp(part)) {
        return graph.input("suffix.resid_mid", "float32", ["B", "S", width]);
      }
      if (site === `blocks.${layer}.${part}`) {
        return change(graph.input("suffix.start", "float32", ["B", "S", startWidth]));
      }
      return options.tap ? options.tap(site, value) : value;
    },
    beside: options.beside,
    keyValues(at, keys, values) {
      if (at < first) return [withBlankPast(keys), withBlankPast(values)];
      const earlier = (name: string) =>
        graph.input(`past.${at}.${name}`, "float32", ["B", keyValueHeads, "P", headWidth]);
      return [concat([keys, earlier("keys")], 2), concat([values, earlier("values")], 2)];
    },
  });

  // Attention below the start is pruned; it only has to fit the mask while the graph is built.
  function withBlankPast(x: Value): Value {
    return concat([x, graph.input("never.read", "float32", ["B", keyValueHeads, "P", headWidth])], 2);
  }
}

function isInsideMlp(part: SuffixStart["part"]): boolean {
  return part.startsWith("mlp");
}

/** The lowest layer whose attention a suffix computes. */
function firstAttention({ layer, part }: SuffixStart): number {
  return part === "resid_pre" ? layer : layer + 1;
}

/** The first `from[b]` tokens of each row of keys or values [B, H, T, K], padded to [B, H, P, K]. */
function pastOf(full: Tensor, from: readonly number[]): Tensor {
  const [batch, heads, tokens, headWidth] = full.shape;
  const width = Math.max(...from);
  const source = floats(full);
  const data = new Float32Array(batch * heads * width * headWidth);
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      const start = (b * heads + h) * tokens * headWidth;
      data.set(source.subarray(start, start + from[b] * headWidth), (b * heads + h) * width * headWidth);
    }
  }
  return float32([batch, heads, width, headWidth], data);
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
