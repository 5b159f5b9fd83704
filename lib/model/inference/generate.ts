/** Continuing text, with a cache of keys and values: several prompts at once, greedily or by sampling. */
import type { Random, Run } from "../../base";
import { checkRow, type KeyValueCache, type Row } from "./batch";
import { argmax, decode, likeliest } from "./decode";
import type { Model } from "../model";
import type { TokenId } from "../tokenizer/tokenizer";

export interface GenerateOptions {
  /** New tokens at most, of every row or of each. */
  readonly maxTokens: number | readonly number[];
  /** 0 is greedy. */
  readonly temperature?: number;
  /** Only the k likeliest tokens are drawn from. */
  readonly topK?: number;
  /** Each of these ends a row when it is drawn; it is not part of the result. */
  readonly stopAt?: readonly TokenId[];
  /** Seeds the random numbers of a row; its index when absent. */
  readonly places?: readonly number[];
}

/** New tokens of each row. Rows stop at the context's end. Sampling draws from `run.random`. */
export async function generateRows(
  run: Run,
  model: Model,
  prompts: readonly Row[],
  { maxTokens, temperature = 0, topK, stopAt = [], places = prompts.map((_, b) => b) }: GenerateOptions,
): Promise<TokenId[][]> {
  const { context } = model.facts.dimensions;
  prompts.forEach((row) => checkRow(row, context, "prompt"));
  const produced: TokenId[][] = prompts.map(() => []);
  const limits = prompts.map((row, b) => Math.min(limitOf(maxTokens, b), Math.max(1, context - row.length)));
  const open = limits.map((limit) => limit > 0);
  const draws = places.map((index) => run.random.fork(`row ${index}`));

  let rows = prompts;
  let past: KeyValueCache | undefined;
  let starts = prompts.map(() => 0);
  while (open.includes(true)) {
    const decoded = await decode(run, model, { rows, at: rows.map((row) => [row.length - 1]), past, starts });
    const next = rows.map((_, b) => choose(decoded.logits(b, 0), temperature, topK, draws[b]));
    next.forEach((id, b) => {
      if (!open[b]) return;
      if (stopAt.includes(id)) open[b] = false;
      else produced[b].push(id);
      if (produced[b].length >= limits[b]) open[b] = false;
    });
    past = decoded.past;
    starts = starts.map((start, b) => Math.min(start + rows[b].length, context - 1));
    rows = next.map((id) => [id]);
  }
  return produced;
}

export function limitOf(maxTokens: GenerateOptions["maxTokens"], row: number): number {
  return typeof maxTokens === "number" ? maxTokens : maxTokens[row];
}

function choose(
  logits: Float32Array,
  temperature: number,
  topK: number | undefined,
  random: Random,
): TokenId {
  if (temperature === 0) return argmax(logits);
  const scaled = logits.map((logit) => logit / temperature);
  const candidates = topK === undefined ? everyToken(scaled) : likeliest(scaled, topK);
  let rest = random.uniform() * candidates.reduce((sum, { probability }) => sum + probability, 0);
  for (const { id, probability } of candidates) {
    rest -= probability;
    if (rest <= 0) return id;
  }
  return candidates[candidates.length - 1].id;
}

/** All tokens with weights in proportion to their probability, in the order of their ids. */
function everyToken(logits: Float32Array): { readonly id: TokenId; readonly probability: number }[] {
  const top = logits[argmax(logits)];
  return Array.from(logits, (logit, id) => ({ id, probability: Math.exp(logit - top) }));
}
