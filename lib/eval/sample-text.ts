/** Texts that a model writes by itself, for metrics of free text. */
import { seededRandom, type Run } from "../base";
import { askText, type Model } from "../model";

/** Length of prompt and continuation together, in tokens. */
const TEXT_TOKENS = 100;

/**
 * Each prompt with a continuation, drawn among the five likeliest tokens with a fixed seed, so that two models differ in
 * nothing else.
 */
export async function sampleTexts(run: Run, model: Model, prompts: readonly string[]): Promise<string[]> {
  const { tokenizer } = model;
  const rows = prompts.map((prompt) => tokenizer.encode(prompt, { special: true }).ids);
  const produced = await askText({ ...run, random: seededRandom("fluency") }, model, prompts, {
    maxTokens: Math.max(0, TEXT_TOKENS - Math.max(...rows.map((row) => row.length))),
    temperature: 1,
    topK: 5,
  });
  return produced.map((ids, i) => tokenizer.decode([...rows[i], ...ids]));
}
