import type { ThreeGoalsData } from "./index";

/** Distinct numbers, so that a swapped column or row would show. */
const goals = (runs: number, checkpoints: readonly number[]): ThreeGoalsData => ({
  protocol: "teacher-forced",
  goals: ["reliability", "generality", "locality"],
  runs: Array.from({ length: runs }, (_, run) => ({
    name: `Run ${run}`,
    points: checkpoints.map((edits, index) => ({
      edits,
      scores: [
        0.99 - run * 0.083 - index * 0.041,
        0.81 - run * 0.127 - index * 0.057,
        0.93 - index * 0.219 + run * 0.013,
      ],
    })),
  })),
});

export const examples: Record<"none" | "one" | "many", ThreeGoalsData> = {
  none: goals(0, []),
  one: goals(1, [1]),
  many: goals(3, [1, 10, 100]),
};
