/**
 * The pass that answers: logits at chosen positions, and the keys and values to go on from. Scoring, generation and
 * next-token questions all use this one program, so a model has one executable for them.
 */
import { checkCancelled, type Run } from "../base";
import { concat, float32, floats, matmul, type Tensor } from "../tensor";
import { emptyPast, keyPositions, passFeeds, pastFeeds, selection, type Past, type Row } from "./batch";
import type { Model, ProgramContext } from "./model";

export interface DecodeCall {
  readonly rows: readonly Row[];
  /** Indices into each row whose logits are wanted. */
  readonly at: readonly (readonly number[])[];
  readonly past?: Past;
  /** Position of each row's first token; 0 when absent. */
  readonly starts?: readonly number[];
  /** Feeds in place of ours, for callers that mimic another padding. */
  readonly feeds?: Readonly<Record<string, Tensor>>;
}

export interface Decoded {
  /** Logits of the q-th wanted position of row b, [V]. */
  logits(b: number, q: number): Float32Array;
  /** The past with this pass's tokens behind it, for the next one. */
  readonly past: Past;
}

export async function decode(run: Run, model: Model, call: DecodeCall): Promise<Decoded> {
  checkCancelled(run.signal);
  const { layers, keyValueHeads, headWidth, vocabulary } = model.facts.dimensions;
  const everyLayer = Array.from({ length: layers }, (_, layer) => layer);
  const past = call.past ?? emptyPast(call.rows.length, everyLayer, keyValueHeads, headWidth);
  const starts = call.starts ?? call.rows.map(() => 0);
  const tokens = Math.max(...call.rows.map((row) => row.length));

  const program = await model.program("decode", (context) => buildDecode(context, model));
  const results = await program.run(
    {
      ...passFeeds(call.rows, past, starts),
      select: selection(call.at, tokens),
      ...pastFeeds(past),
      ...call.feeds,
    },
    { signal: run.signal },
  );

  const logits = floats(results.logits);
  const picks = results.logits.shape[1];
  return {
    logits: (b, q) => logits.subarray((b * picks + q) * vocabulary, (b * picks + q + 1) * vocabulary),
    get past() {
      return joinPast(
        past,
        results,
        call.rows.map((row) => row.length),
        everyLayer,
      );
    },
  };
}

function buildDecode({ graph, forward, unembed }: ProgramContext, model: Model): void {
  const { keyValueHeads, headWidth } = model.facts.dimensions;
  const positions = graph.input("positions", "int32", ["B", "T"]);
  const hidden = forward({
    ids: graph.input("ids", "int32", ["B", "T"]),
    positions,
    keyPositions: keyPositions(graph, positions),
    mask: graph.input("mask", "float32", ["B", 1, "T", "T+P"]),
    keyValues(layer, keys, values) {
      graph.output(`keys.${layer}`, keys);
      graph.output(`values.${layer}`, values);
      const pastOf = (part: string) =>
        graph.input(`past.${layer}.${part}`, "float32", ["B", keyValueHeads, "P", headWidth]);
      // New ones first: a gradient then needs only the beginning of the joined axis, and attention has no order.
      return [concat([keys, pastOf("keys")], 2), concat([values, pastOf("values")], 2)];
    },
  }); // [B, T, D]
  const chosen = matmul(graph.input("select", "float32", ["B", "Q", "T"]), hidden); // [B, Q, D]
  graph.output("logits", unembed(chosen)); // [B, Q, V]
}

/** Real entries of each row first, then this pass's, so that `lengths` alone tells what may be attended to. */
function joinPast(
  past: Past,
  results: Readonly<Record<string, Tensor>>,
  added: readonly number[],
  layers: readonly number[],
): Past {
  const lengths = past.lengths.map((length, b) => length + added[b]);
  const width = Math.max(...lengths);
  const join = (old: Tensor, fresh: Tensor): Tensor => {
    const [batch, heads, tokens, headWidth] = fresh.shape;
    const data = new Float32Array(batch * heads * width * headWidth);
    const [from, more] = [floats(old), floats(fresh)];
    for (let b = 0; b < batch; b++) {
      for (let h = 0; h < heads; h++) {
        const target = (b * heads + h) * width * headWidth;
        const kept = past.lengths[b] * headWidth;
        const source = (b * heads + h) * past.width * headWidth;
        data.set(from.subarray(source, source + kept), target);
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
  return { keys: joined("keys"), values: joined("values"), width, lengths };
}

/** Index of the largest logit; the first on ties, as the reference implementations have it. */
export function argmax(logits: Float32Array): number {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i] > logits[best]) best = i;
  return best;
}

/** log p of one token, in nats, in float64. */
export function logProbability(logits: Float32Array, id: number): number {
  let top = -Infinity;
  for (const logit of logits) top = Math.max(top, logit);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - top);
  return logits[id] - top - Math.log(sum);
}

/** The `count` likeliest tokens with their probabilities, likeliest first. */
export function likeliest(
  logits: Float32Array,
  count: number,
): { readonly id: number; readonly probability: number }[] {
  const best: number[] = []; // ids, likeliest first
  for (let id = 0; id < logits.length; id++) {
    if (best.length === count && logits[id] <= logits[best[count - 1]]) continue;
    const place = best.findIndex((other) => logits[id] > logits[other]);
    best.splice(place < 0 ? best.length : place, 0, id);
    if (best.length > count) best.pop();
  }
  const normalizer = best.length > 0 ? logits[best[0]] - logProbability(logits, best[0]) : 0;
  return best.map((id) => ({ id, probability: Math.exp(logits[id] - normalizer) }));
}
