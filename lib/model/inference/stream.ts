/**
 * One text, token by token, for a person who reads while it is written. Unlike `generateRows` it knows the probability of
 * each token, and may draw from the likeliest tokens that together have a given probability.
 */
import type { Random, Run } from "../../base";
import { checkRow, type KeyValueCache, type Row } from "./batch";
import { argmax, decode, logProbability } from "./decode";
import type { Model } from "../model";
import type { TokenId } from "../tokenizer/tokenizer";

export interface StreamOptions {
  readonly maxTokens: number;
  /** 0 is greedy. */
  readonly temperature?: number;
  /** Only the k likeliest tokens are drawn from. */
  readonly topK?: number;
  /** Only the likeliest tokens that together have this probability are drawn from (Holtzman et al. 2020, nucleus sampling). */
  readonly topP?: number;
  /** Each of these ends the text, and is no part of it. */
  readonly stopAt: readonly TokenId[];
}

export interface StreamedToken {
  readonly id: TokenId;
  /** What the model gave it, at temperature 1. */
  readonly probability: number;
}

/** Why a text ended: at an end token, or at the limit or the end of the context. */
export type StoppedBy = "end" | "length";

/** The tokens that follow a row. Sampling draws from `run.random`; cancelling stops at the next token. */
export async function* streamRow(
  run: Run,
  model: Model,
  prompt: Row,
  { maxTokens, temperature = 0, topK, topP, stopAt }: StreamOptions,
): AsyncGenerator<StreamedToken, StoppedBy> {
  const { context } = model.facts.dimensions;
  checkRow(prompt, context, "prompt");
  const most = Math.min(maxTokens, Math.max(1, context - prompt.length));
  let row = prompt;
  let past: KeyValueCache | undefined;
  for (let written = 0; written < most; written++) {
    const start = past ? prompt.length + written - 1 : 0;
    const decoded = await decode(run, model, { rows: [row], at: [[row.length - 1]], past, starts: [start] });
    const logits = decoded.logits(0, 0);
    const id = temperature === 0 ? argmax(logits) : draw(logits, run.random, { temperature, topK, topP });
    if (stopAt.includes(id)) return "end";
    yield { id, probability: Math.exp(logProbability(logits, id)) };
    ({ past } = decoded);
    row = [id];
  }
  return "length";
}

interface Draw {
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
}

/** A token drawn in proportion to exp(logit / temperature): first the k likeliest are kept, then the nucleus of these. */
function draw(logits: Float32Array, random: Random, { temperature, topK, topP = 1 }: Draw): TokenId {
  const largest = logits[argmax(logits)];
  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - largest) / temperature));
  const byWeight = (): Int32Array => Int32Array.from(weights.keys()).sort((a, b) => weights[b] - weights[a]);
  // Sorting a vocabulary takes longer than the rest, so it is done only where the order matters.
  const isCut = topK !== undefined || topP < 1;
  const candidates = isCut ? byWeight().subarray(0, topK) : Int32Array.from(weights.keys());
  const sumOf = (ids: Int32Array) => ids.reduce((sum, id) => sum + weights[id], 0);
  const wanted = topP * sumOf(candidates);
  let sum = 0;
  const end = candidates.findIndex((id) => (sum += weights[id]) >= wanted);
  const nucleus = isCut && end >= 0 ? candidates.subarray(0, end + 1) : candidates;
  let rest = random.uniform() * sumOf(nucleus);
  return nucleus.find((id) => (rest -= weights[id]) <= 0) ?? nucleus[nucleus.length - 1];
}
