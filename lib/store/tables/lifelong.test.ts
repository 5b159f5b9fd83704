import { expect, test } from "vitest";
import { checkpointsOf, LifelongRunRecord, LifelongState } from "./lifelong";

test("checkpoints are cut at the count and stand at the end of a call", () => {
  const of = (checkpoints: number[], batchSize = 1, count = 12) =>
    checkpointsOf({ checkpoints, batchSize }, count);
  expect(of([1, 10, 100])).toEqual([1, 10, 12]);
  expect(of([1, 4, 5, 12], 5)).toEqual([5, 12]);
  expect(of([])).toEqual([12]);
});

test("runs from before general ability was looked at are read as runs without that limit", () => {
  const kept = { entropyNats: 2, repetition: 0.1 };
  expect(LifelongState.shape.start.parse(kept)).toEqual({ ...kept, ability: null, perplexity: null });
  expect(LifelongRunRecord.shape.settings.shape.health.parse({ norm: null })).toMatchObject({
    norm: null,
    ability: null,
    perplexity: null,
  });
});
