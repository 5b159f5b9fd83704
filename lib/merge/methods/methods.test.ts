import { describe, expect, test } from "vitest";
import type { MergeCall } from "../method";
import { MERGE_METHODS } from ".";

const A = Float32Array.of(4, -3, 2, -1, 0, 0.5);
const B = Float32Array.of(-2, -1, 6, 3, 0, 0.25);
const ORIGIN = Float32Array.of(1, 0, 0, 0, 2, 0);
const base = () => ORIGIN;
const merge = (id: string, more: Partial<MergeCall> = {}) => [
  ...MERGE_METHODS.get(id).merge({ deltas: [A, B], density: 1, weight: 0.5, base, ...more }),
];

describe("merging changes", () => {
  test("sign takes the mean of those that agree with the sum, plus on a tie", () => {
    expect(merge("sign")).toEqual([4, -2, 4, 3, 0, 0.375]);
    expect(merge("sign", { deltas: [Float32Array.of(1), Float32Array.of(-1)] })).toEqual([1]);
  });

  test("ties trims first: half of six entries are three", () => {
    expect(merge("ties", { density: 0.5 })).toEqual([4, -3, 4, 3, 0, 0]);
  });

  test("magnitude adds up what is left, each with its share of the weight", () => {
    expect(merge("magnitude", { density: 0.5 })).toEqual([1, -1.5, 4, 1.5, 0, 0]);
    expect(merge("magnitude", { weight: 1 })).toEqual([2, -4, 8, 2, 0, 0.75]);
  });

  test("magnitude_norm averages over those that kept an entry", () => {
    expect(merge("magnitude_norm", { density: 0.5 })).toEqual([1, -3, 4, 3, 0, 0]);
  });

  test("linear adds up, each with its weight", () => {
    expect(merge("linear")).toEqual([...A].map((value, i) => (value + B[i]) / 2));
  });

  test("slerp goes along the arc to the first alone, and straight where there is hardly an angle", () => {
    // From (1, 0) to (0, 1), half of the way: (√½, √½), which keeps the length.
    const deltas = [Float32Array.of(-1, 1), Float32Array.of(5, 5)];
    const from = () => Float32Array.of(1, 0);
    const arc = merge("slerp", { deltas, base: from });
    expect(arc[0]).toBeCloseTo(Math.SQRT1_2 - 1, 6);
    expect(arc[1]).toBeCloseTo(Math.SQRT1_2, 6);
    // A third of a right angle is cos 30°, sin 30°.
    const third = merge("slerp", { deltas, base: from, weight: 1 / 3 });
    expect(third[0]).toBeCloseTo(Math.sqrt(3) / 2 - 1, 6);
    expect(third[1]).toBeCloseTo(0.5, 6);
    const small = Float32Array.of(0.01, 0.02);
    expect(merge("slerp", { deltas: [small], base: from })).toEqual([...small].map((x) => x / 2));
  });

  test("trimming keeps exactly its share where sizes are equal", () => {
    const even = new Float32Array(8).fill(1);
    const kept = merge("magnitude", { deltas: [even], density: 0.4, weight: 1 });
    expect(kept.reduce((sum, value) => sum + value)).toBe(3);
  });

  test("thinning at random is the same each time, and scaled only where the sum is elected", () => {
    const ones = new Float32Array(1000).fill(1);
    const call = { deltas: [ones], density: 0.5, weight: 1 };
    const plain = merge("dare_linear", call);
    expect(merge("dare_linear", call)).toEqual(plain);
    expect(new Set(plain)).toEqual(new Set([0, 1]));
    const kept = plain.filter((value) => value === 1).length;
    expect(Math.abs(kept - 500)).toBeLessThan(80);
    expect(new Set(merge("dare_ties", call))).toEqual(new Set([0, 2]));
  });

  test.each(MERGE_METHODS.all)(
    "$id of changes that are nothing is nothing, and leaves its inputs alone",
    ({ id }) => {
      const nothing = new Float32Array(4);
      expect(merge(id, { deltas: [nothing, nothing], density: 0.5 }).map(Math.abs)).toEqual([0, 0, 0, 0]);
      const before = [...A];
      merge(id);
      expect([...A]).toEqual(before);
    },
  );
});
