/**
 * Context templates: prefixes after which an edit should hold as well. The model generates them from five seed words by
 * sampling among the five most likely tokens (Meng et al. 2022, with the seed words of EasyEdit).
 */
import { seededRandom, type Run } from "../../../base";
import { SUBJECT_SLOT } from "../../../data";
import { generateRows, type Model } from "../../../model";
import type { EditCall } from "../../method";

const SEEDS = ["The", "Therefore", "Because", "I", "You"];

/** [length in tokens, seed included; how many], as `context_template_length_params`. */
type ContextLengths = readonly (readonly [length: number, count: number])[];

/** "{}" first, then one template for each sampled text, as "text. {}". The same model gives the same list:
 * the seed is fixed, so that runs with different seeds differ in nothing else. */
async function sampleContexts(run: Run, model: Model, lengths: ContextLengths): Promise<string[]> {
  const contexts = [SUBJECT_SLOT];
  for (const [length, count] of lengths) {
    const seeds = SEEDS.flatMap((seed) =>
      new Array<string>(Math.ceil(count / SEEDS.length)).fill(seed),
    ).slice(0, count);
    contexts.push(...(await continued(run, model, seeds, length)));
  }
  return contexts;
}

/** The same, with the count shared by words of one's own: at least one each, and as many for any words of the same number. */
export async function continuedContexts(
  run: Run,
  model: Model,
  words: readonly string[],
  lengths: ContextLengths,
): Promise<string[]> {
  const contexts = [SUBJECT_SLOT];
  for (const [length, count] of lengths) {
    const each = Math.max(1, Math.floor(count / words.length));
    // One after another: words are of different lengths.
    for (const word of words)
      contexts.push(...(await continued(run, model, new Array<string>(each).fill(word), length)));
  }
  return contexts;
}

/** Continues seeds of equal length up to a length that includes them. */
async function continued(
  run: Run,
  model: Model,
  seeds: readonly string[],
  length: number,
): Promise<string[]> {
  const { tokenizer, facts } = model;
  const rows = seeds.map((seed) => tokenizer.encode(seed, { special: true }).ids);
  const maxTokens = Math.max(0, Math.min(length, facts.dimensions.context / 2) - rows[0].length);
  const drawn = await generateRows({ ...run, random: seededRandom(`contexts ${length}`) }, model, rows, {
    maxTokens,
    temperature: 1,
    topK: 5,
    stopAt: tokenizer.special.eos,
  });
  return drawn.map((ids, i) => {
    const text = (seeds[i] + tokenizer.continuation(ids))
      .normalize("NFKD")
      .replaceAll("\n\n", " ")
      .replaceAll(/[{}]/g, "");
    return `${text}. ${SUBJECT_SLOT}`;
  });
}

/** The call's own contexts, or those that the unedited model generates: sampled once, independent of the run's seed. */
export async function contextsOf(
  run: Run,
  { model, cache, contexts }: Pick<EditCall<unknown>, "model" | "cache" | "contexts">,
  lengths: ContextLengths,
): Promise<readonly string[]> {
  if (contexts) return contexts;
  const key = {
    derived: "contexts",
    weights: await model.bare.fingerprint(),
    lengths: lengths.map(([length, count]) => [length, count]),
  };
  return cache.remember(key, () => sampleContexts(run, model.bare, lengths), run);
}

/** The share of each context in a mean over two groups, the bare prompt and all others (Meng et al. 2023, as coded). */
export function groupShares(contexts: number): readonly number[] {
  if (contexts === 1) return [1];
  return [0.5, ...new Array<number>(contexts - 1).fill(0.5 / (contexts - 1))];
}
