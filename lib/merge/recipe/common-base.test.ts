import { expect, test } from "vitest";
import { createRun, seededRandom } from "../../base";
import type { MergeSource } from "../engine/source";
import { checkBase, distancesFromBase } from "./common-base";
import { readRecipe } from "./read";

const NAMES = ["transformer.wte.weight", "transformer.h.0.mlp.c_fc.weight"];

/** A model of two tensors: as far from another, in shares of that one's size, as it is told. */
function sourceOf(seed: string, from?: { readonly seed: string; readonly share: number }): MergeSource {
  const draw = (stream: string, name: string) => {
    const random = seededRandom(`${stream} ${name}`);
    return Float32Array.from({ length: 4000 }, () => random.normal());
  };
  return {
    architecture: "gpt2",
    layers: 1,
    tensors: new Map(NAMES.map((name) => [name, { shape: [40, 100], dtype: "F32" }])),
    async read(name) {
      const own = draw(seed, name);
      if (!from) return own;
      const base = draw(from.seed, name);
      return base.map((value, i) => value + from.share * own[i]);
    },
  };
}

const sources = new Map<string, MergeSource>([
  ["base", sourceOf("base")],
  ["near", sourceOf("near", { seed: "base", share: 0.05 })],
  ["stranger", sourceOf("stranger")],
]);

const ties = (base: string): string =>
  `merge_method: ties\nbase_model: ${base}\nmodels:\n  - model: near\n  - model: stranger\nparameters:\n  weight: 1\n`;

test("a model that was not trained from the base is warned of, by its line and how far it is", async () => {
  const read = readRecipe(ties("base"));
  const distances = await distancesFromBase(createRun(), read.recipe!, sources);
  expect(distances.get("near")).toBeCloseTo(0.05, 2);
  expect(distances.get("stranger")).toBeCloseTo(Math.SQRT2, 1);
  const problems = await checkBase(createRun(), read, sources);
  expect(problems).toMatchObject([
    {
      severity: "warning",
      line: 5,
      field: "models.1.model",
      code: "notCommonBase",
      values: { name: "stranger" },
    },
  ]);
  expect(problems[0].what).toMatch(/^stranger is as far from base as 1\.4 of its size/);
});

test("an operator that takes no differences asks nothing", async () => {
  const linear = readRecipe(ties("base").replace("ties", "linear"));
  expect((await distancesFromBase(createRun(), linear.recipe!, sources)).size).toBe(0);
});
