import { describe, expect, test } from "vitest";
import { createRun } from "../../base";
import { floats } from "../../tensor";
import { expectClose } from "../../testing/expect-close";
import { nativeRuntime } from "../../testing/runtimes";
import { TINY_FAMILIES, tinyModel } from "../../testing/tiny";
import { TOLERANCE } from "../../testing/tolerance";
import { computeSharedPrefixes } from "./shared-prefixes";
import { computePrefix } from "./suffix";
import { readSites } from "./trace";

const run = createRun();
/** Two that begin alike for three tokens, one alone in its group, and two of a group that share nothing. */
const ROWS = [
  { ids: [5, 90, 17, 33, 2, 140], before: 4, group: 0 },
  { ids: [5, 90, 17, 61], before: 3, group: 0 },
  { ids: [200, 7, 7, 12], before: 2, group: 1 },
  { ids: [9, 8, 7, 6, 5], before: 3, group: 2 },
  { ids: [10, 8, 7], before: 1, group: 2 },
];
const IDS = ROWS.map(({ ids }) => ids);
const SITES = ["blocks.0.mlp.post", "blocks.1.mlp.post", "blocks.1.resid_post"] as const;

describe.each(TINY_FAMILIES)("beginnings of %s", (family) => {
  test("sites read behind them are those of the whole rows", async () => {
    const model = await tinyModel(family, nativeRuntime());
    const sharedPrefixes = await computeSharedPrefixes(run, model, ROWS, 2);
    expect(sharedPrefixes?.lengths).toEqual([3, 3, 0, 0, 0]);
    const last = IDS.map((ids) => [ids.length - 1]);
    const whole = await readSites(run, model, IDS, last, SITES);
    const order = [3, 0, 1, 4, 2];
    const rest = order.map((row) => IDS[row].slice(sharedPrefixes?.lengths[row]));
    const ends = rest.map((ids) => [ids.length - 1]);
    const read = await readSites(run, model, rest, ends, SITES, sharedPrefixes?.of(order));
    for (const site of SITES) {
      const width = whole[site].shape[2];
      order.forEach((row, b) => {
        const rowOf = (values: Float32Array, at: number) => values.slice(at * width, (at + 1) * width);
        expectClose(rowOf(floats(read[site]), b), rowOf(floats(whole[site]), row), TOLERANCE.backend);
      });
    }
  });

  test("a prefix behind them has the constants of the whole rows", async () => {
    const model = await tinyModel(family, nativeRuntime());
    const sharedPrefixes = await computeSharedPrefixes(run, model, ROWS, 2);
    const from = ROWS.map(({ before }) => before);
    const start = { layer: 0, part: "resid_post" } as const;
    const whole = await computePrefix(run, model, start, IDS, from);
    const begun = await computePrefix(run, model, start, IDS, from, sharedPrefixes?.of([...IDS.keys()]));
    expect(begun.lengths).toEqual(whole.lengths);
    expect(Object.keys(begun.feeds).sort()).toEqual(Object.keys(whole.feeds).sort());
    for (const [name, { shape, data }] of Object.entries(whole.feeds)) {
      expect(begun.feeds[name].shape, name).toEqual(shape);
      expectClose(begun.feeds[name].data as Float32Array, data as Float32Array, TOLERANCE.backend);
    }
  });
});

test("a shared prefix ends before the queried token", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const rows = [4, 2].map((before) => ({ ids: [5, 90, 17, 33, 2], before, group: 0 }));
  expect((await computeSharedPrefixes(run, model, rows, 2))?.lengths).toEqual([2, 2]);
});

test("rows that share nothing have none", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  expect(await computeSharedPrefixes(run, model, ROWS.slice(2), 2)).toBeNull();
});
