import { describe, expect, test } from "vitest";
import { seededRandom } from "../base";
import { Summary } from "./report";
import { summarize } from "./statistics";

describe("summarize", () => {
  test("the mean and standard error of known numbers", () => {
    const summary = summarize([1, 2, 3, 4], "real");
    expect(summary).toMatchObject({ mean: 2.5, count: 4, skipped: 0 });
    expect(summary?.standardError).toBeCloseTo(Math.sqrt(5 / 3 / 4), 12);
    // Student's t with 3 degrees of freedom.
    expect(summary?.interval95[0]).toBeCloseTo(2.5 - 3.182 * Math.sqrt(5 / 12), 6);
    expect(summary?.interval95[1]).toBeCloseTo(2.5 + 3.182 * Math.sqrt(5 / 12), 6);
  });

  test("Wilson's interval of 8 of 10 is the published one", () => {
    const summary = summarize([1, 1, 1, 1, 1, 1, 1, 1, 0, 0], "fraction");
    expect(summary?.interval95[0]).toBeCloseTo(0.4902, 3);
    expect(summary?.interval95[1]).toBeCloseTo(0.9433, 3);
  });

  test("a single value has no spread, and a fraction's interval still says how little that is", () => {
    expect(summarize([3], "real")).toMatchObject({ mean: 3, standardError: 0, count: 1 });
    const [low, high] = summarize([1], "fraction")?.interval95 ?? [];
    expect(low).toBeLessThan(0.3);
    expect(high).toBe(1);
  });

  test("null is skipped and counted, and is not zero", () => {
    expect(summarize([1, null, 1, null], "fraction")).toMatchObject({ mean: 1, count: 2, skipped: 2 });
  });

  test("nothing left is null", () => {
    expect(summarize([], "fraction")).toBeNull();
    expect(summarize([null, null], "real")).toBeNull();
  });

  test("an interval of fractions holds the mean, stays within [0, 1] and narrows with more cases", () => {
    const random = seededRandom("scores");
    for (let round = 0; round < 200; round++) {
      const scores = Array.from({ length: 1 + random.integer(40) }, () =>
        round % 2 ? random.uniform() : random.integer(2),
      );
      const summary = Summary.parse(summarize(scores, "fraction"));
      const [low, high] = summary.interval95;
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low <= summary.mean && summary.mean <= high).toBe(true);
      const [moreLow, moreHigh] = Summary.parse(
        summarize([...scores, ...scores, ...scores], "fraction"),
      ).interval95;
      expect(moreHigh - moreLow).toBeLessThan(high - low);
    }
  });
});
