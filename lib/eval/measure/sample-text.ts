/** Texts that a model writes by itself, for metrics of free text. */
import { seededRandom, type Run } from "../../base";
import { askText, type Model } from "../../model";

/** Length of prompt and continuation together, in tokens. */
const TEXT_TOKENS = 100;

/**
 * Each prompt with a continuation, drawn among the five likeliest tokens. The numbers that it is drawn with are fixed and the
 * same for every prompt, so that two models differ in nothing else and a text does not depend on the prompts beside it.
 */
export async function sampleTexts(run: Run, model: Model, prompts: readonly string[]): Promise<string[]> {
  const { tokenizer } = model;
  const rows = prompts.map((prompt) => tokenizer.encode(prompt, { special: true }).ids);
  const produced = await askText({ ...run, random: seededRandom("fluency") }, model, prompts, {
    maxTokens: rows.map((row) => Math.max(0, TEXT_TOKENS - row.length)),
    temperature: 1,
    topK: 5,
    places: prompts.map(() => 0),
  });
  return produced.map((ids, i) => prompts[i] + tokenizer.continuation(ids));
}
