/** Texts that a model writes by itself, for people to read and for metrics of free text. */
import { seededRandom, type Run } from "../../base";
import { askText, type Model } from "../../model";

/** Length of prompt and continuation together, in tokens. */
export const TEXT_TOKENS = 100;
/** Of a greedy continuation. */
const GREEDY_TOKENS = 24;
const TOP_K = 5;

/** What a model writes after a prompt. */
export interface WrittenTexts {
  /** The likeliest continuation, to the end of a text or so many tokens. */
  readonly greedy: string;
  /** As `sampleTexts` gives it. */
  readonly sampled: string;
}

/** Both texts of each prompt, written in one go. */
export async function writeTexts(
  run: Run,
  model: Model,
  prompts: readonly string[],
): Promise<WrittenTexts[]> {
  const { tokenizer } = model;
  const { eos } = tokenizer.special;
  const produced = await write(run, model, [...prompts, ...prompts], (i) => i < prompts.length);
  return prompts.map((prompt, i) => {
    const greedy = produced[i];
    const end = greedy.findIndex((id) => eos.includes(id));
    return {
      greedy: tokenizer.continuation(end < 0 ? greedy : greedy.slice(0, end)),
      sampled: prompt + tokenizer.continuation(produced[prompts.length + i]),
    };
  });
}

/**
 * Each prompt with a continuation, drawn among the five likeliest tokens. The numbers that it is drawn with are fixed and the
 * same for every prompt, so that two models differ in nothing else and a text does not depend on the prompts beside it.
 */
export async function sampleTexts(run: Run, model: Model, prompts: readonly string[]): Promise<string[]> {
  const produced = await write(run, model, prompts, () => false);
  return produced.map((ids, i) => prompts[i] + model.tokenizer.continuation(ids));
}

function write(run: Run, model: Model, prompts: readonly string[], isGreedy: (prompt: number) => boolean) {
  const lengths = prompts.map((prompt) => model.tokenizer.encode(prompt, { special: true }).ids.length);
  const maxTokens = lengths.map((length, i) =>
    isGreedy(i) ? GREEDY_TOKENS : Math.max(0, TEXT_TOKENS - length),
  );
  return askText({ ...run, random: seededRandom("fluency") }, model, prompts, {
    maxTokens,
    temperature: prompts.map((_, i) => (isGreedy(i) ? 0 : 1)),
    topK: TOP_K,
    places: prompts.map(() => 0),
    onStep: (step) =>
      run.progress({ phase: "Reading what the model writes", step, steps: Math.max(...maxTokens) }),
  });
}
