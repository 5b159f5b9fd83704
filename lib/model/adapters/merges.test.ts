import { describe, expect, test } from "vitest";
import { MERGE_ALGORITHMS, mergeDeltas, type MergeAlgorithm } from "./merges";

const A = Float32Array.of(4, -3, 2, -1, 0, 0.5);
const B = Float32Array.of(-2, -1, 6, 3, 0, 0.25);
const merge = (algorithm: MergeAlgorithm, density = 1, weight = 1) => [
  ...mergeDeltas([A, B], { algorithm, density, weight }),
];

describe("merging changes", () => {
  test("sign takes the mean of those that agree with the sum, plus on a tie", () => {
    expect(merge("sign")).toEqual([4, -2, 4, 3, 0, 0.375]);
    expect([
      ...mergeDeltas([Float32Array.of(1), Float32Array.of(-1)], { algorithm: "sign", density: 1, weight: 1 }),
    ]).toEqual([1]);
  });

  test("ties trims first: half of six entries are three", () => {
    expect(merge("ties", 0.5)).toEqual([4, -3, 4, 3, 0, 0]);
  });

  test("magnitude adds up what is left, each with its share of the weight", () => {
    expect(merge("magnitude", 0.5)).toEqual([1, -1.5, 4, 1.5, 0, 0]);
    expect(merge("magnitude", 1, 2)).toEqual([2, -4, 8, 2, 0, 0.75]);
  });

  test("magnitude_norm averages over those that kept an entry", () => {
    expect(merge("magnitude_norm", 0.5)).toEqual([1, -3, 4, 3, 0, 0]);
  });

  test("linear takes the first alone", () => {
    expect(merge("linear")).toEqual([...A].map((value) => value / 2));
  });

  test("trimming keeps exactly its share where sizes are equal", () => {
    const even = new Float32Array(8).fill(1);
    const kept = mergeDeltas([even], { algorithm: "magnitude", density: 0.4, weight: 1 });
    expect(kept.reduce((sum, value) => sum + value)).toBe(3);
  });

  test("thinning at random is the same each time, and scaled only where the sum is elected", () => {
    const ones = new Float32Array(1000).fill(1);
    const settings = { density: 0.5, weight: 1 };
    const plain = mergeDeltas([ones], { algorithm: "dare_linear", ...settings });
    expect(mergeDeltas([ones], { algorithm: "dare_linear", ...settings })).toEqual(plain);
    expect(new Set(plain)).toEqual(new Set([0, 1]));
    const kept = plain.filter((value) => value === 1).length;
    expect(Math.abs(kept - 500)).toBeLessThan(80);
    expect(new Set(mergeDeltas([ones], { algorithm: "dare_ties", ...settings }))).toEqual(new Set([0, 2]));
  });

  test.each(MERGE_ALGORITHMS)(
    "%s of changes that are nothing is nothing, and leaves its inputs alone",
    (algorithm) => {
      const nothing = new Float32Array(4);
      expect(
        [...mergeDeltas([nothing, nothing], { algorithm, density: 0.5, weight: 1 })].map(Math.abs),
      ).toEqual([0, 0, 0, 0]);
      const before = [...A];
      mergeDeltas([A, B], { algorithm, density: 0.5, weight: 1 });
      expect([...A]).toEqual(before);
    },
  );
});
