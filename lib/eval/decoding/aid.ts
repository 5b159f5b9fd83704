/**
 * A decoding aid: another way to choose the next token, which changes no weight. Each is held against the plain model, which takes the
 * likeliest token.
 */
import type { Random, Run } from "../../base";
import { because, PalimpsestError } from "../../base";
import type { Question } from "../../data";
import { decode, logProbability, type Model, type TokenId } from "../../model";
import { upToStop } from "../factuality/texts";
import type { Translated } from "../metrics/metric";

export interface AidCall {
  readonly model: Model;
  readonly questions: readonly Question[];
  /** Each with a fact before it, where there is one. */
  readonly behindFacts: readonly string[];
  /** A weaker model with the same vocabulary. */
  readonly amateur?: Model;
  /** Questions that are not asked, for what has to be fitted. */
  readonly apart: readonly Question[];
  readonly contextWeight: number;
  readonly maxTokens: number;
  /** Of one question, so that it does not depend on those beside it. */
  readonly random: (question: Question) => Random;
}

export interface DecodingAid {
  readonly id: string;
  readonly name: Translated;
  readonly formula: Translated;
  readonly source: string;
  readonly version: number;
  readonly needs?: "amateur" | "apart";
  /** What is written after each question, up to its first stop. */
  write(run: Run, call: AidCall): Promise<string[]>;
}

/** Chooses the next token of each row; `steps` tokens were written of it already. */
type Choose = (run: Run, rows: readonly (readonly TokenId[])[], steps: number) => Promise<readonly TokenId[]>;

/** Rows that are continued together. */
const TOGETHER = 32;

/** Continues prompts token by token until each has a stop. No cache is kept: answers are short, and aids read several passes. */
export async function writeBy(
  run: Run,
  model: Model,
  prompts: readonly string[],
  maxTokens: number,
  chooseFor: (from: number, to: number) => Choose,
): Promise<string[]> {
  if (model.overlays.some(({ kind }) => kind === "prompt"))
    throw new PalimpsestError("unsupported", "Decoding aids do not read versions that rewrite prompts.", {
      hint: "Leave the aids out, or choose a version whose edits change weights or memories.",
      details: because("aidsNotForPrompts"),
    });
  const texts: string[] = [];
  const { context } = model.facts.dimensions;
  for (let from = 0; from < prompts.length; from += TOGETHER) {
    const some = prompts.slice(from, from + TOGETHER);
    const choose = chooseFor(from, from + some.length);
    const rows = some.map((prompt) => [...model.tokenizer.encode(prompt, { special: true }).ids]);
    const starts = rows.map(({ length }) => length);
    const written = (b: number) => model.tokenizer.continuation(rows[b].slice(starts[b]));
    const isDone = (b: number) =>
      rows[b].length >= context ||
      model.tokenizer.special.eos.includes(rows[b].at(-1) ?? -1) ||
      upToStop(written(b)).length < written(b).length;
    for (let step = 0; step < maxTokens && rows.some((_, b) => step === 0 || !isDone(b)); step++) {
      const next = await choose(run, rows, step);
      rows.forEach((row, b) => {
        if (step === 0 || !isDone(b)) row.push(next[b]);
      });
    }
    rows.forEach((_, b) => texts.push(upToStop(written(b)).trim()));
  }
  return texts;
}

/** Logits after each row, [V]. */
export async function nextLogits(
  run: Run,
  model: Model,
  rows: readonly (readonly TokenId[])[],
): Promise<Float32Array[]> {
  const { logits } = await decode(run, model, { rows, at: rows.map((row) => [row.length - 1]) });
  return rows.map((_, b) => Float32Array.from(logits(b, 0)));
}

/** log p of every token, in nats. */
export function logProbabilities(logits: ArrayLike<number>): Float64Array {
  const values = Float32Array.from(logits);
  const first = logProbability(values, 0) - values[0];
  return Float64Array.from(values, (logit) => logit + first);
}

/** The first of the largest. */
export function best(scores: ArrayLike<number>): number {
  let found = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i] > scores[found]) found = i;
  return found;
}

/** Scores of tokens that are at least `share` as likely as the likeliest; −∞ for all others. */
export function amongLikely(
  logP: ArrayLike<number>,
  share: number,
  score: (token: number) => number,
): Float64Array {
  const least = Math.max(...Array.from(logP)) + Math.log(share);
  return Float64Array.from(logP, (own, token) => (own >= least ? score(token) : -Infinity));
}
