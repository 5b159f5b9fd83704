import { describe, expect, test } from "vitest";
import { seededRandom } from "../base";
import { Summary } from "./report";
import { pairedDifference, signTest, summarize, summarizeClustered } from "./statistics";

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

/** Eight scores of three relations. By hand: mean 1/2, sums of deviations 3/2, −3/2 and 0, so Σ² = 9/2. */
const CLUSTERED = [..."aaabbbcc"].map((cluster, i) => ({ cluster, score: [1, 1, 1, 0, 0, 0, 1, 0][i] }));

describe("clustered scores", () => {
  test("have the standard error of their clusters: SE² = 3/2 · 9/2 / 64", () => {
    const summary = summarizeClustered(CLUSTERED, "fraction");
    expect(summary?.standardError).toBeCloseTo(Math.sqrt(1 / 28), 12);
    expect(summary?.clustered?.clusters).toBe(3);
    expect(summary?.clustered?.standardError).toBeCloseTo(Math.sqrt(27 / 256), 12);
  });

  test("have Wilson's interval of as many scores as they are worth: 8 / (189/64)", () => {
    const [low, high] = summarizeClustered(CLUSTERED, "fraction")?.clustered?.interval95 ?? [];
    expect(low).toBeCloseTo(0.1171, 4);
    expect(high).toBeCloseTo(0.8829, 4);
  });

  test("have Student's interval of the clusters where they are no shares: t = 4.303 with 2 degrees of freedom", () => {
    const [low, high] = summarizeClustered(CLUSTERED, "real")?.clustered?.interval95 ?? [NaN, NaN];
    expect(high - low).toBeCloseTo(2 * 4.303 * Math.sqrt(27 / 256), 6);
  });

  test("are never surer than independent ones", () => {
    // Each relation has a hit and a miss: the means of the clusters agree better than chance.
    const even = [..."aabbcc"].map((cluster, i) => ({ cluster, score: i % 2 }));
    const summary = summarizeClustered(even, "fraction");
    expect(summary?.clustered?.interval95).toEqual(summary?.interval95);
  });

  test("that share no cluster, or only one, are summarized as they are", () => {
    const apart = CLUSTERED.map(({ score }, i) => ({ score, cluster: String(i) }));
    const together = CLUSTERED.map(({ score }) => ({ score, cluster: "a" }));
    for (const scores of [apart, together, CLUSTERED.map(({ score }) => ({ score }))])
      expect(summarizeClustered(scores, "fraction")).toEqual(
        summarize(
          CLUSTERED.map(({ score }) => score),
          "fraction",
        ),
      );
  });
});

describe("a paired difference", () => {
  const pairs = [1, 1, 0, 1, 0.5, 0].map((from, i) => ({ from, to: [1, 0, 0, 0, 0.5, 1][i] }));

  test("has mean, standard error and interval of the differences 0, −1, 0, −1, 0, 1", () => {
    const difference = pairedDifference(pairs, "fraction");
    expect(difference).toMatchObject({ count: 6, higher: 1, lower: 2, pValue: 1 });
    expect(difference?.mean).toBeCloseTo(-1 / 6, 12);
    expect(difference?.standardError).toBeCloseTo(Math.sqrt(17 / 180), 12);
    // Student's t with 5 degrees of freedom.
    expect(difference?.interval95?.[1]).toBeCloseTo(-1 / 6 + 2.571 * Math.sqrt(17 / 180), 6);
  });

  test("is surer than the difference of two means where cases are equally hard for both", () => {
    const hard = Array.from({ length: 20 }, (_, i) => ({ from: i / 20, to: i / 20 + (i % 2 ? 0.01 : 0.02) }));
    const apart = summarize(
      hard.map(({ from }) => from),
      "real",
    );
    expect(pairedDifference(hard, "fraction")?.standardError).toBeLessThan((apart?.standardError ?? 0) / 10);
  });

  test("is clustered where pairs share a relation, with as many degrees of freedom", () => {
    const difference = pairedDifference(
      CLUSTERED.map(({ score, cluster }) => ({ from: 0, to: score, cluster })),
      "real",
    );
    expect(difference?.standardError).toBeCloseTo(Math.sqrt(27 / 256), 12);
    expect(difference?.interval95?.[0]).toBeCloseTo(0.5 - 4.303 * Math.sqrt(27 / 256), 6);
  });

  test("of fractions is one at most, and so is its interval", () => {
    const few = [0, 0, 0.5].map((from) => ({ from, to: 1 }));
    expect(pairedDifference(few, "fraction")?.interval95?.[1]).toBe(1);
    expect(pairedDifference(few, "real")?.interval95?.[1]).toBeGreaterThan(1);
  });

  test("leaves out cases that lack either score, has no interval without any spread, and is null without a case", () => {
    const some = [...pairs.slice(0, 1), { from: null, to: 1 }, { from: 1, to: null }];
    expect(pairedDifference(some, "fraction")).toMatchObject({
      mean: 0,
      count: 1,
      interval95: null,
      pValue: 1,
    });
    expect(pairedDifference(some.slice(1), "fraction")).toBeNull();
  });
});

test("the sign test is exact: 2 of 12 has P = 2 · (1 + 12 + 66) / 4096", () => {
  expect(signTest(2, 10)).toBeCloseTo(158 / 4096, 12);
  expect(signTest(10, 2)).toBeCloseTo(158 / 4096, 12);
  expect(signTest(0, 0)).toBe(1);
  expect(signTest(3, 3)).toBe(1);
  expect(signTest(0, 2000)).toBeLessThan(1e-300);
});
