/**
 * Texts that a model writes, for statistics of a model whose training texts are not at hand. They are sampled from the bare
 * model at temperature 1 behind a few beginnings, once for a model, and kept in parts: whoever needs more tokens adds parts
 * to those that are there. A text depends on its number alone, so a part that was stopped goes on where it stopped.
 */
import { seededRandom, type JsonObject, type Run } from "../../base";
import type { StatisticsTexts, TextsPart } from "../../edit";
import { generateRows, type Model } from "../../model";
import type { ArtifactCache, Making } from "../../tensor";
import { readTexts, textsBundle, WRITTEN_BY_MODEL } from "../../store";

const BEGINNINGS = ["The", "Therefore", "Because", "I", "You", "In", "It", "A"];
/** Of a text, its beginning included; fewer where the model reads fewer. */
const TEXT_TOKENS = 64;
/** Of a part, and so of the texts that a method gets when it names no number: what the defaults of second moments ask for. */
const PART_TOKENS = 20_480;
/** Texts written at a time: enough to use the processor well, and few enough for their keys and values (some 150 MB). */
const ROWS_A_RUN = 40;

export function sampledTexts(model: Model, cache: ArtifactCache): StatisticsTexts {
  const parts = async (tokens?: number) =>
    partsOf(model.facts.checkpoint, await model.bare.fingerprint(), tokens);
  return {
    name: WRITTEN_BY_MODEL,
    parts,
    async texts(run, tokens) {
      const texts: string[] = [];
      for (const { key } of await parts(tokens)) {
        const write = (making: Making) => writePart(run, model.bare, key, making);
        texts.push(...readTexts(await cache.getOrMake(key, write, run.signal)));
      }
      return texts;
    },
  };
}

/** `weights` is the fingerprint of the model without overlays. */
export function partsOf(checkpoint: string, weights: string, tokens = PART_TOKENS): TextsPart[] {
  const key = { artifact: "texts", checkpoint, weights, texts: WRITTEN_BY_MODEL };
  const count = Math.max(1, Math.ceil(tokens / PART_TOKENS));
  return Array.from({ length: count }, (_, part) => ({
    key: { ...key, part },
    tokens: PART_TOKENS,
    rows: ROWS_A_RUN,
  }));
}

async function writePart(run: Run, model: Model, { part }: JsonObject, making: Making) {
  const { tokenizer, facts } = model;
  const length = Math.min(TEXT_TOKENS, facts.dimensions.context);
  const count = Math.ceil(PART_TOKENS / length);
  const kept = await making.kept();
  const texts = kept ? [...readTexts(kept)] : [];
  while (texts.length < count) {
    const [done, rows] = [texts.length, Math.min(ROWS_A_RUN, count - texts.length)];
    const places = Array.from({ length: rows }, (_, i) => Number(part) * count + done + i);
    const beginnings = places.map((place) => BEGINNINGS[place % BEGINNINGS.length]);
    const prompts = beginnings.map((text) => tokenizer.encode(text, { special: true }).ids);
    const written = await generateRows({ ...run, random: seededRandom("statistics") }, model, prompts, {
      maxTokens: prompts.map((prompt) => Math.max(0, length - prompt.length)),
      temperature: 1,
      places,
      onStep: (step) =>
        run.progress({
          phase: "Writing texts for the statistics, in tokens",
          step: done * length + rows * step,
          steps: count * length,
        }),
    });
    written.forEach((ids, i) => texts.push(beginnings[i] + tokenizer.continuation(ids)));
    if (texts.length < count)
      await making.keep(textsBundle(texts), { done: texts.length * length, total: count * length });
  }
  making.note({ samples: { count: count * length, unit: "tokens" } });
  return textsBundle(texts);
}
