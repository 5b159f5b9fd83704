import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../base";
import { numbersIn, withNumbers } from "../recipe/numbers";
import type { Recipe } from "../recipe/schema";
import { cmaEs } from "./cma-es";
import { EvolutionSettings, type EvolutionRecord } from "./record";
import { searchRecipe } from "./search";

/** A narrow bent valley whose lowest point is at (1, 1). */
const valley = ([x, y]: readonly number[]) => (1 - x) ** 2 + 10 * (y - x * x) ** 2;

test("CMA-ES finds the bottom of a bent valley", async () => {
  const search = cmaEs([-1, 1], 0.5, seededRandom("valley"));
  for (let generation = 0; generation < 150; generation++) {
    const points = await search.ask(generation);
    search.tell(points.toSorted((a, b) => valley(a) - valley(b)));
  }
  expect(valley(search.mean)).toBeLessThan(1e-6);
});

test("numbers of a recipe are replaced in their order, each as near as its parameter allows", () => {
  const recipe: Recipe = {
    merge_method: "ties",
    base_model: "base",
    models: [
      { model: "left", parameters: { weight: 0.5, density: [0.2, { value: 0.4 }] as never } },
      { model: "right", parameters: { weight: 0.5, density: 0.5 } },
    ],
    parameters: { lambda: 1, normalize: false },
  };
  expect(numbersIn(recipe)).toEqual([0.5, 0.2, 0.4, 0.5, 0.5, 1]);
  const moved = withNumbers(recipe, [-0.3, 1.4, -0.2, 2, 0.75, 3]);
  expect(numbersIn(moved)).toEqual([-0.3, 1, 0.01, 2, 0.75, 3]);
  expect(moved).toMatchObject({ merge_method: "ties", parameters: { normalize: false } });
});

describe("a search over a recipe's numbers", () => {
  const settings = EvolutionSettings.parse({ strategy: "cma-es", generations: 6, seed: 1 });
  const world = () => {
    const points = new Map<string, readonly number[]>([
      ["left", [1, 0]],
      ["right", [0, 1]],
    ]);
    const asked: string[] = [];
    return {
      asked,
      start: [0.5, 0.5],
      merge: async (name: string, point: readonly number[]) => {
        points.set(name, point);
        return {};
      },
      async score(name: string, few = false) {
        asked.push(`${name}${few ? " few" : ""}`);
        const [x, y] = points.get(name) ?? [0, 0];
        return { mean: -((x - 0.9) ** 2) - (y - 0.2) ** 2, standardError: 0, tasks: [] };
      },
      kinship: async () => 0.5,
      keep: async (record: EvolutionRecord) => void (kept = record),
    };
  };
  let kept: EvolutionRecord | undefined;
  const founders = [{ name: "left" }, { name: "right" }];

  test("comes near the best numbers, and asks everything of the better half alone", async () => {
    const at = world();
    const record = await searchRecipe(createRun(), "base", founders, settings, at);
    const best = record.models
      .filter(({ score }) => !score.isPartial)
      .reduce((a, b) => (a.score.mean > b.score.mean ? a : b));
    expect(best.score.mean).toBeGreaterThan(-0.02);
    const [few, all] = [
      at.asked.filter((one) => one.endsWith("few")).length,
      at.asked.filter((one) => !one.endsWith("few")).length,
    ];
    expect(all - founders.length).toBe(few / 2);
  });

  test("stopped in the middle, it goes on with the same points", async () => {
    const whole = await searchRecipe(createRun(), "base", founders, settings, world());
    const control = new AbortController();
    const stopping = createRun({
      signal: control.signal,
      onProgress: ({ phase }) => phase.startsWith("Generation 3") && control.abort(),
    });
    const at = world();
    await expect(searchRecipe(stopping, "base", founders, settings, at)).rejects.toMatchObject({
      code: "cancelled",
    });
    const again = await searchRecipe(createRun(), "base", founders, settings, at, kept);
    expect(again.models.map(({ name, point }) => [name, point])).toEqual(
      whole.models.map(({ name, point }) => [name, point]),
    );
  });
});
