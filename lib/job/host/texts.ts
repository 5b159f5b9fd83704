/**
 * Texts and edits that methods learn from. Their names are part of the keys of derived artifacts.
 *
 * Second moments of the embedded model are taken over sentences of its world, as it was trained on; any other model writes
 * its own, since what it was trained on is not at hand. Editors are trained on counterfactual edits of the world's facts.
 */
import { seededRandom, shuffled } from "../../base";
import type { StatisticsTexts, TrainingCases } from "../../edit";
import { generateRows, type Model } from "../../model";

/** The model that comes with Palimpsest, which was trained on the world. */
export const EMBEDDED = "atlas";
/** More than the statistics of the embedded model's layers ask for. */
const WORLD_TEXTS = 4000;
const TRAINED_CASES = 2000;
/** The default benchmark: `evaluate` draws these edits, and an editor trained on them would score too well. */
const JUDGED_CASES = 200;
const OWN_TEXTS = 480;
const ROWS_A_RUN = 48;
const SEEDS = ["The", "Therefore", "Because", "I", "You", "In", "It", "A"];

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

export function statisticsTextsOf(model: Model): StatisticsTexts {
  if (model.facts.checkpoint === EMBEDDED) {
    return {
      name: "sentences of the Atlas world",
      async texts() {
        // Loaded when first needed: the tables are large, and most visits never need them.
        const { atlasWorld, statementsOf } = await import("../../data/worlds");
        return shuffled(statementsOf(atlasWorld()), seededRandom("statistics")).slice(0, WORLD_TEXTS);
      },
    };
  }
  return {
    name: "texts sampled from the model",
    async texts(run) {
      const { tokenizer, facts } = model;
      const texts: string[] = [];
      const random = seededRandom("statistics");
      for (let start = 0; start < OWN_TEXTS; start += ROWS_A_RUN) {
        const seeds = Array.from({ length: ROWS_A_RUN }, (_, i) => SEEDS[(start + i) % SEEDS.length]);
        const rows = seeds.map((seed) => tokenizer.encode(seed, { special: true }).ids);
        const longest = Math.min(64, facts.dimensions.context);
        const drawn = await generateRows({ ...run, random: random.fork(String(start)) }, model.bare, rows, {
          maxTokens: longest - Math.max(...rows.map((row) => row.length)),
          temperature: 1,
        });
        drawn.forEach((ids, i) => texts.push(seeds[i] + tokenizer.continuation(ids)));
        run.progress({ phase: "Sampling texts for the statistics", step: texts.length, steps: OWN_TEXTS });
      }
      return texts;
    },
  };
}
