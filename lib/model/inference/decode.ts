/**
 * The decoding pass: logits at chosen positions or the next token of each row, and the key-value cache for the next pass.
 * Scoring, generation and next-token questions share this program, so a model has one executable for them.
 */
import { checkCancelled, type Run } from "../../base";
import { floats, matmul, slice, type Tensor } from "../../tensor";
import {
  emptyCache,
  joinCaches,
  NEXT,
  passFeeds,
  cacheFeeds,
  passInputs,
  selection,
  type KeyValueCache,
  type Row,
} from "./batch";
import { CHOICE_OUTPUTS, choiceFeeds, chosenIds, outputChoices, unusedOutputs, type Choice } from "./choose";
import type { ProgramContext, Reader } from "../model";
import type { TokenId } from "../tokenizer/tokenizer";

/** The key of the program. */
export const DECODE = "decode";

/** Tokens by which a cache grows at a time, because a new array for each token would be copied at every step. */
export const ROOM = 32;

interface PassCall {
  readonly rows: readonly Row[];
  readonly past?: KeyValueCache;
  /** The end of each row's prompt, when a target follows it; its last token when absent. */
  readonly queries?: readonly number[];
  /** Position of each row's first token; 0 when absent. */
  readonly starts?: readonly number[];
  /** Replacement inputs, for callers that mimic another padding. */
  readonly feeds?: Readonly<Record<string, Tensor>>;
}

interface DecodeCall extends PassCall {
  /** Indices into each row whose logits are wanted. */
  readonly at: readonly (readonly number[])[];
}

interface Decoded {
  /** Logits of the q-th wanted position of row b, [V]. */
  logits(b: number, q: number): Float32Array;
  /** The cache including this pass's tokens, for the next pass. */
  readonly past: KeyValueCache;
}

export async function decode(run: Run, model: Reader, call: DecodeCall): Promise<Decoded> {
  const { vocabulary } = model.facts.dimensions;
  const nothing = call.rows.map((): Choice => ({ temperature: 0 }));
  const { results, ...decoded } = await pass(run, model, call, nothing, CHOICE_OUTPUTS);
  const logits = floats(results.logits);
  const picks = results.logits.shape[1];
  return {
    logits: (b, q) => logits.subarray((b * picks + q) * vocabulary, (b * picks + q + 1) * vocabulary),
    get past() {
      return decoded.past();
    },
  };
}

export interface NextCall extends PassCall {
  readonly choices: readonly Choice[];
}

export interface NextTokens {
  readonly ids: readonly TokenId[];
  readonly past: KeyValueCache;
}

/** The token that follows each row, chosen in the graph: the logits of a whole vocabulary never leave it. */
export async function decodeNext(run: Run, model: Reader, call: NextCall): Promise<NextTokens> {
  const at = call.rows.map((row) => [row.length - 1]);
  const { choices } = call;
  const { results, past } = await pass(run, model, { ...call, at }, choices, [
    "logits",
    ...unusedOutputs(choices),
  ]);
  return { ids: chosenIds(results, choices), past: past() };
}

async function pass(
  run: Run,
  model: Reader,
  call: DecodeCall,
  choices: readonly Choice[],
  without: readonly string[],
): Promise<{ readonly results: Record<string, Tensor>; readonly past: () => KeyValueCache }> {
  checkCancelled(run.signal);
  const { layers, keyValueHeads, headWidth, vocabulary } = model.facts.dimensions;
  const everyLayer = Array.from({ length: layers }, (_, layer) => layer);
  const past = call.past ?? emptyCache(call.rows.length, everyLayer, keyValueHeads, headWidth);
  const starts = call.starts ?? call.rows.map(() => 0);
  const tokens = Math.max(...call.rows.map((row) => row.length));

  const program = await model.program(DECODE, (context) => buildDecode(context, model));
  const results = await program.run(
    {
      ...passFeeds(call.rows, past, starts, call.past ? call.rows.map(() => null) : call.queries),
      select: selection(call.at, tokens),
      ...choiceFeeds(choices, vocabulary),
      ...cacheFeeds(past),
      ...call.feeds,
    },
    { signal: run.signal, without },
  );
  return {
    results,
    past: () =>
      joinCaches(
        past,
        results,
        call.rows.map((row) => row.length),
        everyLayer,
        ROOM,
      ),
  };
}

function buildDecode({ graph, forward, unembed }: ProgramContext, model: Reader): void {
  const hidden = forward({
    ...passInputs(graph, model.facts.dimensions, (layer, keys, values) => {
      graph.output(`keys.${layer}`, keys);
      graph.output(`values.${layer}`, values);
    }),
    remember: (name, value) => graph.output(`${NEXT}${name}`, value),
  }); // [B, T, D]
  const chosen = matmul(graph.input("select", "float32", ["B", "Q", "T"]), hidden); // [B, Q, D]
  const logits = unembed(chosen); // [B, Q, V]
  graph.output("logits", logits);
  outputChoices(slice(logits, 1, 0, 1));
}

/** Index of the largest logit; the first on ties, as the reference implementations have it. */
export function argmax(logits: Float32Array): number {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i] > logits[best]) best = i;
  return best;
}

/** log p of one token, in nats, in float64. */
export function logProbability(logits: Float32Array, id: number): number {
  const { top, rest } = logSum(logits);
  return logits[id] - top - rest;
}

/** log Σ exp of the logits in nats, in float64; log p is a logit minus this value. */
export function logNormalizer(logits: Float32Array): number {
  const { top, rest } = logSum(logits);
  return top + rest;
}

/** log Σ exp in two summands: the largest logit, and the rest. */
function logSum(logits: Float32Array): { readonly top: number; readonly rest: number } {
  let top = -Infinity;
  for (const logit of logits) top = Math.max(top, logit);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - top);
  return { top, rest: Math.log(sum) };
}

/** The `count` likeliest tokens with their probabilities, likeliest first. */
export function likeliest(
  logits: Float32Array,
  count: number,
): { readonly id: number; readonly probability: number }[] {
  const best: number[] = []; // ids, likeliest first
  for (let id = 0; id < logits.length; id++) {
    if (best.length === count && logits[id] <= logits[best[count - 1]]) continue;
    const rank = best.findIndex((other) => logits[id] > logits[other]);
    best.splice(rank < 0 ? best.length : rank, 0, id);
    if (best.length > count) best.pop();
  }
  const normalizer = best.length > 0 ? logits[best[0]] - logProbability(logits, best[0]) : 0;
  return best.map((id) => ({ id, probability: Math.exp(logits[id] - normalizer) }));
}
