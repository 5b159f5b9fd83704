import { describe, expect, test } from "vitest";
import { MERGE_ALGORITHMS, mergeDeltas, type MergeAlgorithm } from "./merges";

const A = Float32Array.of(4, -3, 2, -1, 0, 0.5);
const B = Float32Array.of(-2, -1, 6, 3, 0, 0.25);
const ORIGIN = Float32Array.of(1, 0, 0, 0, 2, 0);
const origin = () => ORIGIN;
const merge = (algorithm: MergeAlgorithm, density = 1, weight = 1) => [
  ...mergeDeltas([A, B], { algorithm, density, weight }, origin),
];

describe("merging changes", () => {
  test("sign takes the mean of those that agree with the sum, plus on a tie", () => {
    expect(merge("sign")).toEqual([4, -2, 4, 3, 0, 0.375]);
    expect([
      ...mergeDeltas(
        [Float32Array.of(1), Float32Array.of(-1)],
        { algorithm: "sign", density: 1, weight: 1 },
        origin,
      ),
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

  test("slerp goes along the arc to the first alone, and straight where there is hardly an angle", () => {
    // From (1, 0) to (0, 1) and half of the way (of two changes): (√½, √½), which keeps the length.
    const [quarter, other] = [Float32Array.of(-1, 1), Float32Array.of(5, 5)];
    const from = (...values: number[]) => ({ start: () => Float32Array.from(values) });
    const settings = { algorithm: "slerp", density: 1, weight: 1 } as const;
    const arc = mergeDeltas([quarter, other], settings, from(1, 0).start);
    expect(arc[0]).toBeCloseTo(Math.SQRT1_2 - 1, 6);
    expect(arc[1]).toBeCloseTo(Math.SQRT1_2, 6);
    // A third of a right angle is cos 30°, sin 30°.
    const third = mergeDeltas([quarter, other], { ...settings, weight: 2 / 3 }, from(1, 0).start);
    expect(third[0]).toBeCloseTo(Math.sqrt(3) / 2 - 1, 6);
    expect(third[1]).toBeCloseTo(0.5, 6);
    const small = Float32Array.of(0.01, 0.02);
    expect([...mergeDeltas([small, other], settings, from(1, 0).start)]).toEqual(
      [...small].map((x) => x / 2),
    );
  });

  test("trimming keeps exactly its share where sizes are equal", () => {
    const even = new Float32Array(8).fill(1);
    const kept = mergeDeltas([even], { algorithm: "magnitude", density: 0.4, weight: 1 }, origin);
    expect(kept.reduce((sum, value) => sum + value)).toBe(3);
  });

  test("thinning at random is the same each time, and scaled only where the sum is elected", () => {
    const ones = new Float32Array(1000).fill(1);
    const settings = { density: 0.5, weight: 1 };
    const plain = mergeDeltas([ones], { algorithm: "dare_linear", ...settings }, origin);
    expect(mergeDeltas([ones], { algorithm: "dare_linear", ...settings }, origin)).toEqual(plain);
    expect(new Set(plain)).toEqual(new Set([0, 1]));
    const kept = plain.filter((value) => value === 1).length;
    expect(Math.abs(kept - 500)).toBeLessThan(80);
    expect(new Set(mergeDeltas([ones], { algorithm: "dare_ties", ...settings }, origin))).toEqual(
      new Set([0, 2]),
    );
  });

  test.each(MERGE_ALGORITHMS)(
    "%s of changes that are nothing is nothing, and leaves its inputs alone",
    (algorithm) => {
      const nothing = new Float32Array(4);
      expect(
        [...mergeDeltas([nothing, nothing], { algorithm, density: 0.5, weight: 1 }, origin)].map(Math.abs),
      ).toEqual([0, 0, 0, 0]);
      const before = [...A];
      mergeDeltas([A, B], { algorithm, density: 0.5, weight: 1 }, origin);
      expect([...A]).toEqual(before);
    },
  );
});
