import type { ParallelGoalsData } from "./index";

const GOALS = ["reliability", "generality", "locality", "portability"];

/** Distinct numbers, so that a swapped column or row would show. */
const goals = (runs: number): ParallelGoalsData => ({
  protocol: "generation",
  goals: runs === 0 ? [] : GOALS,
  runs: Array.from({ length: runs }, (_, run) => ({
    name: `Run ${run}`,
    scores: GOALS.map((_, index) => {
      if (run === 1 && index === 3) return null;
      const mean = 0.95 - index * 0.117 - run * 0.053;
      return { mean, interval95: [mean - 0.031, mean + 0.017] as [number, number], count: 20 + index };
    }),
  })),
});

export const examples: Record<"none" | "one" | "many", ParallelGoalsData> = {
  none: goals(0),
  one: goals(1),
  many: goals(4),
};
