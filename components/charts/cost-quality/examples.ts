import type { CostQualityData } from "./index";

/** Distinct numbers, so that a swapped column or row would show. */
const runs = (count: number): CostQualityData => ({
  protocol: "generation",
  cost: "seconds",
  runs: Array.from({ length: count }, (_, index) => ({
    name: `Run ${index}`,
    edits: 100 * (index + 1),
    cost: 0.13 * 3 ** index,
    quality: 0.91 - index * 0.137,
  })),
});

export const examples: Record<"none" | "one" | "many", CostQualityData> = {
  none: runs(0),
  one: runs(1),
  many: runs(5),
};
