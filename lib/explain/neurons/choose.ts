/**
 * From scores to knowledge neurons (Dai et al. 2022, section 3.2). The coarse set has the neurons that score above a share of
 * the largest. Refined over several prompts of one fact, those stay that are in the coarse set of more than a share of them:
 * what carries the wording is in few.
 */

export interface Neuron {
  readonly layer: number;
  readonly neuron: number;
}

/** A neuron that was chosen, with its mean score and in how many prompts it was above the threshold. */
export interface ChosenNeuron extends Neuron {
  readonly score: number;
  readonly prompts: number;
}

/** What one prompt gives. */
export interface NeuronsAbove {
  readonly largest: number;
  /** Scores by layer, [F]. */
  readonly scores: ReadonlyMap<number, Float32Array>;
  readonly above: readonly Neuron[];
}

/** The neurons whose score is above a share of the largest in any layer. */
export function neuronsAbove(scores: ReadonlyMap<number, Float32Array>, share: number): NeuronsAbove {
  const largest = Math.max(...[...scores.values()].map((layer) => layer.reduce((a, b) => Math.max(a, b))));
  const least = Math.max(share * largest, 0);
  const above = [...scores].flatMap(([layer, values]) =>
    [...values].flatMap((score, neuron) => (score > least ? [{ layer, neuron }] : [])),
  );
  return { largest, scores, above };
}

/** The neurons that are above in more than a share of the prompts, the largest mean score first. */
export function neuronsOften(found: readonly NeuronsAbove[], share: number): ChosenNeuron[] {
  const times = new Map<string, { readonly neuron: Neuron; prompts: number }>();
  for (const { above } of found)
    for (const neuron of above) {
      const key = `${neuron.layer}.${neuron.neuron}`;
      const known = times.get(key) ?? { neuron, prompts: 0 };
      known.prompts++;
      times.set(key, known);
    }
  return [...times.values()]
    .filter(({ prompts }) => prompts > share * found.length)
    .map(({ neuron, prompts }) => ({ ...neuron, prompts, score: meanScore(found, neuron) }))
    .sort((a, b) => b.score - a.score || a.layer - b.layer || a.neuron - b.neuron);
}

function meanScore(found: readonly NeuronsAbove[], { layer, neuron }: Neuron): number {
  return found.reduce((sum, { scores }) => sum + (scores.get(layer)?.[neuron] ?? 0), 0) / found.length;
}
