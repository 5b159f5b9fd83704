/**
 * Texts and edits that methods learn from. Their names are part of the keys of derived artifacts.
 *
 * Texts that somebody brought for a model come first. Without them second moments of the embedded model are taken over sentences of its world, as it was trained on; any other model writes
 * its own, since what it was trained on is not at hand. Editors are trained on counterfactual edits of the world's facts.
 */
import { seededRandom, shuffled, type Run } from "../../base";
import type { StatisticsTexts, TrainingCases } from "../../edit";
import type { Model } from "../../model";
import { ownTextsOf, type ArtifactFiles } from "../../store";
import type { ArtifactCache } from "../../tensor";
import { sampledTexts } from "../texts/sampled";

/** The model that comes with Palimpsest, which was trained on the world. */
export const EMBEDDED = "atlas";
/** More than the statistics of the embedded model's layers ask for. */
const WORLD_TEXTS = 4000;
const TRAINED_CASES = 2000;
/** The default benchmark: `evaluate` draws these edits, and an editor trained on them would score too well. */
const JUDGED_CASES = 200;

export const TRAINING_CASES: TrainingCases = {
  name: "counterfactual edits of the Atlas world, without the benchmark's subjects",
  async cases() {
    const { atlasWorld, randomCases } = await import("../../data/worlds");
    const world = atlasWorld();
    const judged = new Set(
      randomCases(world, seededRandom(0), JUDGED_CASES).map(({ request }) => request.subject),
    );
    return randomCases(world, seededRandom("training"), TRAINED_CASES).filter(
      ({ request }) => !judged.has(request.subject),
    );
  },
};

export interface TextsHost {
  readonly cache: ArtifactCache;
  readonly artifacts: ArtifactFiles;
}

/** The texts for the statistics of a model: those that were brought for it, else its own. */
export async function textsFor(model: Model, { cache, artifacts }: TextsHost): Promise<StatisticsTexts> {
  const { checkpoint } = model.facts;
  const own = await ownTextsOf(artifacts, { checkpoint, weights: await model.bare.fingerprint() });
  return own ? { name: own.name, texts: () => own.read() } : statisticsTextsOf(model, cache);
}

/** The texts that are there without anything being written; null where the model would write them first. */
export async function textsAtHand(
  run: Run,
  model: Model,
  host: TextsHost,
): Promise<readonly string[] | null> {
  const texts = await textsFor(model, host);
  const [first] = (await texts.parts?.()) ?? [];
  if (first && !(await host.cache.has(first.key))) return null;
  return texts.texts(run);
}

/** What the model writes is kept in the cache. */
export function statisticsTextsOf(model: Model, cache: ArtifactCache): StatisticsTexts {
  if (model.facts.checkpoint !== EMBEDDED) return sampledTexts(model, cache);
  return {
    name: "sentences of the Atlas world",
    async texts() {
      // Loaded when first needed: the tables are large, and most visits never need them.
      const { atlasWorld, statementsOf } = await import("../../data/worlds");
      return shuffled(statementsOf(atlasWorld()), seededRandom("statistics")).slice(0, WORLD_TEXTS);
    },
  };
}
