import { expect, test } from "vitest";
import type { Progress } from "@/lib/base";
import { ticked, type Clock } from "./use-run-clock";

const STOPPED: Clock = { seen: undefined, startMs: 0, startStep: 0, pace: null };

/** The clock after reports at the given times. */
function after(...reports: readonly [atMs: number, progress: Progress][]): Clock {
  return reports.reduce((clock, [atMs, progress]) => ticked(clock, progress, atMs), STOPPED);
}

test("pace is steps since the phase began over the time they took", () => {
  const { pace } = after(
    [1000, { phase: "optimizing", step: 2, steps: 22 }],
    [3000, { phase: "optimizing", step: 12, steps: 22 }],
  );
  expect(pace).toEqual({ rate: 5, leftMs: 2000 });
});

test("one report is not enough, and a new phase starts over", () => {
  expect(after([1000, { phase: "optimizing", step: 2 }]).pace).toBeNull();
  expect(
    after(
      [0, { phase: "optimizing", step: 0 }],
      [1000, { phase: "optimizing", step: 9 }],
      [2000, { phase: "evaluating", step: 10 }],
    ).pace,
  ).toBeNull();
});

test("without a known end there is a rate and no time left", () => {
  expect(after([0, { phase: "a", step: 0 }], [500, { phase: "a", step: 1 }]).pace).toEqual({
    rate: 2,
    leftMs: undefined,
  });
});

test("a phase that starts over, as for the next edit, is timed anew", () => {
  const clock = after(
    [0, { phase: "a", step: 5 }],
    [1000, { phase: "a", step: 20 }],
    [1100, { phase: "a", step: 1 }],
  );
  expect(clock.pace).toBeNull();
  expect(ticked(clock, { phase: "a", step: 2 }, 1200).pace?.rate).toBeCloseTo(10);
});
