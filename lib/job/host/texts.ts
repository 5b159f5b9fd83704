/**
 * Texts and edits that methods learn from. Their names are part of the keys of derived artifacts.
 *
 * Texts that somebody chose for a model come first: a file's, or what the model writes by itself. Without a choice second
 * moments of an embedded model are taken over sentences of its world, as it was trained on, and those of any other model over
 * English text, since what it was trained on is not at hand. Editors are trained on counterfactual edits of the world's facts.
 */
import { seededRandom, shuffled, type Run } from "../../base";
import { EMBEDDED_MODELS, isEmbedded } from "../../data";
import type { StatisticsTexts, TrainingCases } from "../../edit";
import type { Model } from "../../model";
import { ownTextsOf, WRITTEN_BY_MODEL, type ArtifactFiles, type OwnTexts } from "../../store";
import type { ArtifactCache } from "../../tensor";
import { englishTexts } from "../texts/english";
import { sampledTexts } from "../texts/sampled";

/** More than the statistics of an embedded model's layers ask for. */
const WORLD_TEXTS = 4000;
const TRAINED_CASES = 2000;
/** The default benchmark: `evaluate` draws these edits, and an editor trained on them would score too well. */
const JUDGED_CASES = 200;

export const TRAINING_CASES: TrainingCases = {
  name: "counterfactual edits of the Atlas world, without the benchmark's subjects",
  async cases() {
    const { randomCases, worldNamed } = await import("../../data/worlds");
    const world = await worldNamed("atlas");
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

/** The texts for the statistics of a model: those that were chosen for it, else those that are at hand for every model. */
export async function textsFor(model: Model, { cache, artifacts }: TextsHost): Promise<StatisticsTexts> {
  const { checkpoint } = model.facts;
  const own = await ownTextsOf(artifacts, { checkpoint, weights: await model.bare.fingerprint() });
  return textsAsChosen(own, model, cache);
}

/** The same for a choice that was looked up already; null for none. */
export function textsAsChosen(own: OwnTexts | null, model: Model, cache: ArtifactCache): StatisticsTexts {
  if (own === null) return statisticsTextsOf(model, cache);
  if (own.name === WRITTEN_BY_MODEL) return sampledTexts(model, cache);
  return { name: own.name, texts: () => own.read() };
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

/** Texts without a choice. What the model writes beyond them is kept in the cache. */
export function statisticsTextsOf(model: Model, cache: ArtifactCache): StatisticsTexts {
  const { checkpoint } = model.facts;
  if (!isEmbedded(checkpoint)) return englishTexts(sampledTexts(model, cache));
  return {
    name: `sentences of the ${EMBEDDED_MODELS[checkpoint]} world`,
    async texts() {
      // Loaded when first needed: the tables are large, and most visits never need them.
      const { statementsOf, worldNamed } = await import("../../data/worlds");
      const statements = statementsOf(await worldNamed(checkpoint));
      return shuffled(statements, seededRandom("statistics")).slice(0, WORLD_TEXTS);
    },
  };
}
