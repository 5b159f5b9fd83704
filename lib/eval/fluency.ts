/**
 * Fluency as the entropy of n-grams (Zhang et al. 2018; Meng et al. 2022): repetition lowers it. Mean of 2/3 of the bigram
 * and 4/3 of the trigram entropy, in bits, over a sampled continuation. Words are runs of letters and digits, and single
 * other marks; the reference splits with NLTK, which cuts contractions differently.
 */
import { seededRandom, type Run } from "../base";
import { askText, type Model } from "../model";

/** Length of prompt and continuation together, in tokens. */
const TEXT_TOKENS = 100;

export function ngramEntropy(text: string): number {
  const words = text.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}\s]/gu) ?? [];
  const entropyOf = (length: number): number => {
    const counts = new Map<string, number>();
    for (let i = 0; i + length <= words.length; i++) {
      const gram = words.slice(i, i + length).join("\u0000");
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
    const total = Math.max(1, words.length - length + 1);
    return [...counts.values()].reduce((sum, count) => sum - (count / total) * Math.log2(count / total), 0);
  };
  return entropyOf(2) / 3 + (2 * entropyOf(3)) / 3;
}

/** One entropy a prompt. Drawn among the five likeliest tokens, with a fixed seed, so that two models differ in nothing else. */
export async function fluencyOf(run: Run, model: Model, prompts: readonly string[]): Promise<number[]> {
  const { tokenizer, facts } = model;
  const rows = prompts.map((prompt) => tokenizer.encode(prompt, { special: true }).ids);
  const longest = Math.max(...rows.map((row) => row.length));
  const maxTokens = Math.min(TEXT_TOKENS, facts.dimensions.context) - longest;
  const produced = await askText({ ...run, random: seededRandom("fluency") }, model, prompts, {
    maxTokens: Math.max(0, maxTokens),
    temperature: 1,
    topK: 5,
  });
  return produced.map((ids, i) => ngramEntropy(tokenizer.decode([...rows[i], ...ids])));
}
