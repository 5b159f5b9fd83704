import { expect, test } from "vitest";
import { cardFacts } from "./model-facts";

test("tied parameters are counted once", () => {
  const facts = {
    dimensions: { layers: 2, width: 4, vocabulary: 10 },
    parameters: [{ shape: [10, 4] }, { shape: [4] }, { shape: [10, 4], tiedTo: "embed" }],
    storedAs: "F16",
  };
  expect(cardFacts(facts)).toEqual({
    layers: 2,
    width: 4,
    vocabulary: 10,
    parameterCount: 44,
    storedAs: "F16",
  });
});

test("what quantising lost is a fact", () => {
  const quantization = { weights: "int4", error: 0.07, matrices: [], perplexity: { before: 20, after: 23 } };
  expect(cardFacts({ quantization })).toMatchObject({ quantization });
});

test("facts of another shape show as nothing rather than failing the page", () => {
  expect(cardFacts({ dimensions: "six" })).toEqual({});
});
