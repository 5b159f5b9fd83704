import { describe, expect, test } from "vitest";
import { ngramEntropy } from "./fluency";

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
