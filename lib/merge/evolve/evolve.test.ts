import { expect, test, vi } from "vitest";
import { createRun } from "../../base";
import { evolve, type EvolutionWork } from "./evolve";
import { EvolutionSettings, type EvolutionRecord } from "./record";

/** Models are points on a line, a child lies between its parents, and the score falls with the distance from 0.5. */
function world(points: Readonly<Record<string, number>>) {
  const places = new Map(Object.entries(points));
  const at = (name: string) => places.get(name) as number;
  const merges: string[] = [];
  const work: EvolutionWork = {
    score: (name) => Promise.resolve({ mean: 1 - Math.abs(at(name) - 0.5), standardError: 0.001, tasks: [] }),
    kinship: (a, b) => Promise.resolve(1 - Math.abs(at(a) - at(b))),
    merge(name, [a, b]) {
      merges.push(`${a}+${b}`);
      places.set(name, (at(a) + at(b)) / 2);
      return Promise.resolve({});
    },
  };
  return { work, merges };
}

const settings = (change: Partial<EvolutionSettings>): EvolutionSettings =>
  EvolutionSettings.parse({ strategy: "greedy", stopAt: null, ...change });

test("the greedy strategy merges all pairs of the best, each once", async () => {
  const { work, merges } = world({ a: 0, b: 0.2, c: 0.7 });
  const record = await evolve(createRun(), ["a", "b", "c"], settings({ top: 2, generations: 2 }), work);
  expect(merges.slice(0, 3)).toEqual(["a+b", "a+c", "b+c"]);
  // The best two of the first generation are b+c (0.45) and a+c (0.35).
  expect(merges.slice(3)).toEqual(["model-1-3+model-1-2"]);
  expect(record.models.find(({ name }) => name === "model-1-3")).toMatchObject({
    parents: ["b", "c"],
    gain: expect.closeTo(0.95 - (0.7 + 0.8) / 2, 12),
    kinship: expect.closeTo(0.5, 12),
  });
  expect(record.end).toBe("generations");
});

test("with kinship each generation also merges the best with the least related model", async () => {
  const { work, merges } = world({ a: 0, b: 0.2, c: 0.7, far: 3 });
  const record = await evolve(
    createRun(),
    ["a", "b", "c", "far"],
    settings({ strategy: "greedy-kinship", top: 2, generations: 2 }),
    work,
  );
  const explored = record.models.filter(({ kind }) => kind === "exploration");
  expect(explored.map(({ name, parents }) => [name, parents])).toEqual([
    ["model-2-exp", [record.generations[0].top[0], "far"]],
  ]);
  expect(new Set(merges).size).toBe(merges.length);
});

test("it ends when the best are nearly the same, and when its merges are used up", async () => {
  const close = await evolve(
    createRun(),
    ["a", "b", "c"],
    settings({ stopAt: 0.9 }),
    world({ a: 0.45, b: 0.5, c: 0.52 }).work,
  );
  expect(close.end).toBe("kinship");
  const { work, merges } = world({ a: 0, b: 0.2, c: 0.7 });
  const short = await evolve(createRun(), ["a", "b", "c"], settings({ budget: 2 }), work);
  expect(short.end).toBe("budget");
  expect(merges).toHaveLength(2);
});

test("a record that was interrupted goes on to the same end, and nothing is made twice", async () => {
  const points = { a: 0, b: 0.2, c: 0.7, d: 0.9 };
  const wanted = settings({ strategy: "greedy-kinship", generations: 3 });
  const founders = Object.keys(points);
  const whole = await evolve(createRun(), founders, wanted, world(points).work);

  const { work, merges } = world(points);
  let kept: EvolutionRecord | undefined;
  const stopped = vi.fn(async (record: EvolutionRecord) => {
    kept = record;
    if (record.models.length === 9) throw new Error("the power went");
    await Promise.resolve();
  });
  await expect(evolve(createRun(), founders, wanted, { ...work, onRecord: stopped })).rejects.toThrow(
    "the power went",
  );
  const names = (record: EvolutionRecord) => record.models.map(({ name, parents }) => [name, ...parents]);
  const resumed = await evolve(createRun(), founders, wanted, work, kept);
  expect(names(resumed)).toEqual(names(whole));
  expect(new Set(merges).size).toBe(merges.length);
});

test("random pairs are as many as the greedy ones, and the same for a seed", async () => {
  const run = (seed: number) => {
    const { work, merges } = world({ a: 0, b: 0.2, c: 0.7 });
    return evolve(
      createRun(),
      ["a", "b", "c"],
      settings({ strategy: "random", generations: 3, seed }),
      work,
    ).then(() => merges);
  };
  expect(await run(1)).toEqual(await run(1));
  expect((await run(1)).length).toBe(9);
  expect(await run(2)).not.toEqual(await run(1));
});
