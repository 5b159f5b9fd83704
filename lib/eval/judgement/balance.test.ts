import { describe, expect, test } from "vitest";
import { balanceOf, bestOf, GOALS, harmonicMean } from "./balance";
import { METRICS } from "../metrics";
import type { MetricResult } from "../report";

const result = (metric: string, mean: number | null): MetricResult => ({
  metric,
  metricVersion: 1,
  protocol: "generation",
  unit: "fraction",
  before: null,
  after: mean === null ? null : { mean, standardError: 0, interval95: [mean, mean], count: 1, skipped: 0 },
});

/** A verdict with these scores of the goals, and the lowest score of everything else. */
const scored = (...means: (number | null)[]) => ({
  metrics: METRICS.all.map(({ id }) => {
    const goal = GOALS.findIndex((one) => one.id === id);
    return result(id, goal < 0 ? 0 : means[goal]);
  }),
});

test("a harmonic mean is low when one of its members is", () => {
  expect(harmonicMean([0.5, 0.5, 0.5])).toBeCloseTo(0.5, 12);
  expect(harmonicMean([1, 1, 0.25])).toBeCloseTo(0.5, 12);
  expect(harmonicMean([1, 1, 0])).toBe(0);
  expect(harmonicMean([])).toBeNull();
});

// The triangle of goals has as many corners.
test("an edit has three goals", () => expect(GOALS).toHaveLength(3));

describe("the balance", () => {
  test("is the harmonic mean of the goals that have probes, under one protocol", () => {
    expect(balanceOf(scored(1, 0.5, 0.5), "generation")).toBeCloseTo(0.6);
    expect(balanceOf(scored(1, null, 0.5), "generation")).toBeCloseTo(2 / 3);
    expect(balanceOf(scored(1, 0, 1), "generation")).toBe(0);
    expect(balanceOf(scored(1, 1, 1), "teacher-forced")).toBeNull();
    expect(balanceOf(undefined, "generation")).toBeNull();
  });

  test("decides which is shown first: never one that failed, and of equals the first however long it took", () => {
    const failed = { entry: 0, durationMs: 1, verdict: undefined };
    const slow = { entry: 1, durationMs: 20, verdict: scored(1, 1, 0.9) };
    const quick = { entry: 2, durationMs: 10, verdict: scored(1, 1, 0.9) };
    const poor = { entry: 3, durationMs: 1, verdict: scored(1, 0.1, 1) };
    expect(bestOf([failed, slow, quick, poor], "generation")?.entry).toBe(1);
  });
});
