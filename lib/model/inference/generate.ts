/** Continuing text, with a cache of keys and values: several prompts at once, greedily or by sampling. */
import type { Run } from "../../base";
import { checkRow, type KeyValueCache, type Row } from "./batch";
import type { Choice } from "./choose";
import { decodeNext } from "./decode";
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
  const { context, steadyContext = Infinity } = model.facts.dimensions;
  prompts.forEach((row) => checkRow(row, context, "prompt"));
  const produced: TokenId[][] = prompts.map(() => []);
  const limits = prompts.map((row, b) => Math.min(limitOf(maxTokens, b), Math.max(1, context - row.length)));
  const open = limits.map((limit) => limit > 0);
  const choices = places.map((index): Choice => ({
    temperature,
    topK,
    random: run.random.fork(`row ${index}`),
  }));

  let rows = prompts;
  let past: KeyValueCache | undefined;
  let starts = prompts.map(() => 0);
  while (open.includes(true)) {
    const whole = prompts.map((prompt, b) => [...prompt, ...produced[b]]);
    const isSteady = whole.every((row) => row.length <= steadyContext);
    const next = await decodeNext(
      run,
      model,
      isSteady
        ? { rows, past, starts, choices }
        : { rows: whole, queries: prompts.map((prompt) => prompt.length - 1), choices },
    );
    next.ids.forEach((id, b) => {
      if (!open[b]) return;
      if (stopAt.includes(id)) open[b] = false;
      else produced[b].push(id);
      if (produced[b].length >= limits[b]) open[b] = false;
    });
    past = next.past;
    starts = starts.map((start, b) => Math.min(start + rows[b].length, context - 1));
    rows = next.ids.map((id) => [id]);
  }
  return produced;
}

export function limitOf(maxTokens: GenerateOptions["maxTokens"], row: number): number {
  return typeof maxTokens === "number" ? maxTokens : maxTokens[row];
}
