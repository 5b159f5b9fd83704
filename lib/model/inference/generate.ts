/** Continuing text, with a cache of keys and values: several prompts at once, greedily or by sampling. */
import type { Run } from "../../base";
import { checkRow, gatherRows, tokensOfPass, type KeyValueCache, type Row } from "./batch";
import { decodeNext, ROOM, type NextCall, type NextTokens } from "./decode";
import type { Model, Reader } from "../model";
import type { TokenId } from "../tokenizer/tokenizer";

export interface GenerateOptions {
  /** New tokens at most, of every row or of each. */
  readonly maxTokens: number | readonly number[];
  /** 0 is greedy. Of every row or of each. */
  readonly temperature?: number | readonly number[];
  /** Only the k likeliest tokens are drawn from. */
  readonly topK?: number;
  /** Each of these ends a row when it is drawn; it is not part of the result. */
  readonly stopAt?: readonly TokenId[];
  /** Whether a row ends there; every row does when absent. */
  readonly stops?: readonly boolean[];
  /** Seeds the random numbers of a row; its index when absent. */
  readonly places?: readonly number[];
  /** Reads the rows with these indices, where each has a model of its own; `model` does when absent. */
  readonly readers?: (rows: readonly number[]) => Reader;
  /** Called after every pass with the steps that were made, each of which gives the open rows a token. */
  readonly onStep?: (steps: number) => void;
}

/**
 * New tokens of each row, which ends on its own: at its limit, at a stop token or at the context's end. An ended row leaves
 * the batch, so the last steps of a long text among short ones cost no more than alone. Sampling draws from `run.random`.
 */
export async function generateRows(
  run: Run,
  model: Model,
  prompts: readonly Row[],
  {
    maxTokens,
    temperature = 0,
    topK,
    stopAt = [],
    stops = prompts.map(() => true),
    places = prompts.map((_, b) => b),
    readers = () => model,
    onStep = () => undefined,
  }: GenerateOptions,
): Promise<TokenId[][]> {
  const { context, steadyContext = Infinity } = model.facts.dimensions;
  prompts.forEach((row) => checkRow(row, context, "prompt"));
  const limits = prompts.map((row, b) => Math.min(ofRow(maxTokens, b), Math.max(1, context - row.length)));
  const rows = prompts.map((prompt, b) => ({
    index: b,
    prompt,
    produced: [] as TokenId[],
    limit: limits[b],
    ends: stops[b] ? stopAt : [],
    choice: { temperature: ofRow(temperature, b), topK, random: run.random.fork(`row ${places[b]}`) },
  }));

  let open = rows.filter(({ limit }) => limit > 0);
  let reader = readers(open.map(({ index }) => index));
  let past: KeyValueCache | undefined;
  for (let step = 1; open.length > 0; step++) {
    const whole = open.map(({ prompt, produced }) => [...prompt, ...produced]);
    const choices = open.map(({ choice }) => choice);
    const call = { rows: whole, queries: open.map(({ prompt }) => prompt.length - 1), choices };
    const isSteady = whole.every((row) => row.length <= steadyContext);
    let ids: readonly TokenId[];
    if (isSteady && past) {
      const last = whole.map((row) => row.slice(-1));
      const starts = whole.map((row) => Math.min(row.length, context) - 1);
      ({ ids, past } = await decodeNext(run, reader, { rows: last, past, starts, choices }));
    } else if (isSteady) {
      const reading = (some: readonly number[]) => readers(some.map((row) => open[row].index));
      ({ ids, past } = await readRows(run, reading, call, () => onStep(step - 1)));
    } else {
      ({ ids } = await decodeNext(run, reader, call));
      past = undefined;
    }
    const staying = [...open.keys()].filter((i) => {
      const { produced, limit, ends } = open[i];
      if (ends.includes(ids[i])) return false;
      produced.push(ids[i]);
      return produced.length < limit;
    });
    if (staying.length < open.length) {
      open = staying.map((i) => open[i]);
      reader = readers(open.map(({ index }) => index));
      const before = past;
      past =
        before && open.length > 0
          ? gatherRows(
              staying.map((row) => ({ past: before, row })),
              ROOM,
            )
          : undefined;
    }
    onStep(step);
  }
  return rows.map(({ produced }) => produced);
}

/** What a pass costs by itself, as so many tokens: it reads every weight once. */
const PASS_TOKENS = 16;

/**
 * The first pass over rows, in several where short rows would be padded with more tokens than a pass is worth, or where one
 * would take long.
 */
async function readRows(
  run: Run,
  reading: (rows: readonly number[]) => Reader,
  { rows, queries, choices }: NextCall & Required<Pick<NextCall, "queries">>,
  onRead: () => void,
): Promise<NextTokens> {
  const whole = reading([...rows.keys()]);
  const most = tokensOfPass(whole.facts);
  const groups: number[][] = [];
  let padding = 0;
  for (const b of [...rows.keys()].sort((a, b) => rows[b].length - rows[a].length)) {
    const group = groups.at(-1);
    padding += group ? rows[group[0]].length - rows[b].length : 0;
    const isWithin = group !== undefined && (group.length + 1) * rows[group[0]].length <= most;
    if (group && isWithin && padding <= PASS_TOKENS) group.push(b);
    else {
      groups.push([b]);
      padding = 0;
    }
  }
  if (groups.length === 1) return decodeNext(run, whole, { rows, queries, choices });
  const read: { readonly id: TokenId; readonly past: KeyValueCache; readonly row: number }[] = [];
  for (const group of groups) {
    const { ids, past } = await decodeNext(run, reading(group), {
      rows: group.map((b) => rows[b]),
      queries: group.map((b) => queries[b]),
      choices: group.map((b) => choices[b]),
    });
    onRead();
    group.forEach((b, row) => (read[b] = { id: ids[row], past, row }));
  }
  return { ids: read.map(({ id }) => id), past: gatherRows(read, ROOM) };
}

/** The value of an option that is given for every row or for each. */
export function ofRow(value: number | readonly number[], row: number): number {
  return typeof value === "number" ? value : value[row];
}
