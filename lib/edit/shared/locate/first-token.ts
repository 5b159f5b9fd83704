/**
 * Whether a model treats the first token of a text unlike all others. Many models gather attention there ("attention sinks",
 * Xiao et al. 2024; "massive activations", Sun et al. 2024): its hidden state is many times as long as any other and hardly
 * depends on the token. Where the tokenizer puts no token of its own in front, that is a word of the text, and a key or a
 * value that is read at it says little about the word.
 */
import type { Run } from "../../../base";
import { filledPrompt, type EditRequest } from "../../../data";
import { readSites, type Model } from "../../../model";
import { floats, norm, type ArtifactCache } from "../../../tensor";
import { locateSubject } from "../../locate";

/** The block behind which hidden states are compared; such states are there after the first few. */
const BLOCK = 3;
/** A first token is an outlier from this ratio on; ratios of models without one are near 1. */
const OUTLIER_RATIO = 3;
const TEXTS = [
  "France is a country in Europe, and its people speak French.",
  "Water boils when it is hot enough.",
  "People who live near the sea often like to eat fish.",
  "Music was played in the old hall every evening.",
];

/** The length of the hidden state at the first token, over the median length at the others. */
async function firstTokenRatio(run: Run, model: Model, cache: ArtifactCache): Promise<number> {
  const key = { derived: "first token", weights: await model.bare.fingerprint() };
  return cache.remember(
    key,
    async () => {
      const { layers, width } = model.facts.dimensions;
      const site = `blocks.${Math.min(BLOCK, layers - 1)}.resid_post` as const;
      const rows = TEXTS.map((text) => model.tokenizer.encode(text, { special: true }).ids);
      const everyToken = rows.map((row) => row.map((_, t) => t));
      const read = await readSites(run, model.bare, rows, everyToken, [site]);
      const states = floats(read[site]); // [B, T, D]
      const lengths = rows.map((row, b) =>
        row.map((_, t) => {
          const at = (b * read[site].shape[1] + t) * width;
          return norm(states.subarray(at, at + width));
        }),
      );
      const first = lengths.map(([length]) => length);
      return median(first) / median(lengths.flatMap(([, ...others]) => others));
    },
    run,
  );
}

/** Notes on requests whose subject ends at the first token, where that is an outlier of this model. */
export async function firstTokenNotes(
  run: Run,
  model: Model,
  cache: ArtifactCache,
  requests: readonly EditRequest[],
): Promise<string[]> {
  const atStart = requests.filter(
    ({ prompt, subject }) => locateSubject(model.tokenizer, prompt, subject).subjectEnd === 0,
  );
  if (atStart.length === 0) return [];
  const ratio = await firstTokenRatio(run, model, cache);
  if (ratio < OUTLIER_RATIO) return [];
  return atStart.map(
    (request) =>
      `The subject of "${filledPrompt(request)}" is the text's first token, whose hidden state is ${ratio.toFixed(0)} times as long as others in this model: the edit may not take. Put words before the subject.`,
  );
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
