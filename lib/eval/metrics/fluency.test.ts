import { describe, expect, test } from "vitest";
import { createRun } from "../base";
import { nativeRuntime } from "../testing/runtimes";
import { tinyModel } from "../testing/tiny";
import { fluencyOf, ngramEntropy } from "./fluency";

describe("ngramEntropy", () => {
  test.each([
    ["a b a b a c", 1.5073],
    ["no no no no", 0],
    ["the cat sat on the mat and the cat slept", 2.9826],
    ["", 0],
    ["one", 0],
    ["one two", 0],
  ])("of %j is %d bits", (text, bits) => {
    expect(ngramEntropy(text)).toBeCloseTo(bits, 4);
  });

  test("repetition lowers it", () => {
    expect(ngramEntropy("he said he said he said he said")).toBeLessThan(
      ngramEntropy("he said that she would come home"),
    );
  });

  test("marks are words of their own", () => {
    expect(ngramEntropy("a, b. c!")).toBeCloseTo(ngramEntropy("a , b . c !"), 10);
  });
});

test("fluency is that of one fixed draw, whatever the run's seed", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const [one] = await fluencyOf(createRun({ seed: 1 }), model, ["The city"]);
  const [other] = await fluencyOf(createRun({ seed: 2 }), model, ["The city"]);
  expect(one).toBe(other);
  expect(Number.isFinite(one)).toBe(true);
});
