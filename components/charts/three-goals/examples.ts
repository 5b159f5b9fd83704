import type { ThreeGoalsData } from "./index";

/** Distinct numbers, so that a swapped column or row would show. */
const goals = (runs: number, checkpoints: readonly number[]): ThreeGoalsData => ({
  protocol: "teacher-forced",
  runs: Array.from({ length: runs }, (_, run) => ({
    name: `Run ${run}`,
    points: checkpoints.map((edits, index) => ({
      edits,
      reliability: 0.99 - run * 0.083 - index * 0.041,
      generality: 0.81 - run * 0.127 - index * 0.057,
      locality: 0.93 - index * 0.219 + run * 0.013,
    })),
  })),
});

export const examples: Record<"none" | "one" | "many", ThreeGoalsData> = {
  none: goals(0, []),
  one: goals(1, [1]),
  many: goals(3, [1, 10, 100]),
};
