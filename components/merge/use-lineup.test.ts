import { expect, test } from "vitest";
import { isLike } from "./use-lineup";

const dimensions = {
  layers: 6,
  width: 256,
  mlpWidth: 1024,
  heads: 8,
  keyValueHeads: 8,
  headWidth: 32,
  vocabulary: 6000,
  context: 128,
};
const atlas = { checkpoint: "atlas", family: "gpt2", dimensions };

test("a model of the same family and size is offered for merging, and no other", () => {
  expect(isLike({ ...atlas, checkpoint: "globe" }, atlas)).toBe(true);
  expect(isLike({ ...atlas, dimensions: { ...dimensions, context: 64 } }, atlas)).toBe(true);
  expect(isLike({ ...atlas, family: "llama" }, atlas)).toBe(false);
  expect(isLike({ ...atlas, dimensions: { ...dimensions, vocabulary: 6001 } }, atlas)).toBe(false);
  expect(isLike({}, atlas)).toBe(false);
});
