/** The weighted mean of models (model soups): Σ wθ / Σ w. */
import { summed } from "../../consensus";
import { checkSum, defineOperator, flag, numberOf, WEIGHT } from "../operator";

export const linear = defineOperator({
  id: "linear",
  name: "Linear",
  summary: "The weighted mean of all models.",
  paper: { title: "Model soups", authors: "Wortsman et al.", year: 2022, arxiv: "2203.05482" },
  base: "listed",
  models: { least: 1 },
  cuts: "common",
  parameters: [WEIGHT, flag("normalize", true, "Whether weights are divided by their sum.")],
  check: checkSum,
  merge({ inputs, parameters }) {
    const weights = inputs.map((input) => numberOf(input.parameters, "weight"));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const isNormalized = parameters.normalize === true;
    const all = inputs.map(({ values }) => values);
    return {
      values: summed(all, weights, isNormalized, all[0]),
      facts: { "Σ weight": total },
    };
  },
});
