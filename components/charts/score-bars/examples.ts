import type { ScoreBarsData } from "./index";

const score = (mean: number, low: number, high: number, count: number) => ({
  mean,
  interval95: [low, high] as [number, number],
  count,
});

export const examples: Record<"none" | "one" | "many", ScoreBarsData> = {
  none: { protocol: "generation", rows: [] },
  one: {
    protocol: "teacher-forced",
    rows: [
      {
        metric: "reliability",
        unit: "fraction",
        before: score(0.25, 0.1, 0.4, 1),
        after: score(0.75, 0.6, 0.9, 1),
      },
    ],
  },
  many: {
    protocol: "generation",
    rows: [
      {
        metric: "reliability",
        unit: "fraction",
        before: score(0.02, 0.01, 0.05, 7),
        after: score(0.91, 0.83, 0.97, 7),
      },
      {
        metric: "generality",
        unit: "fraction",
        before: score(0.03, 0.015, 0.06, 14),
        after: score(0.62, 0.51, 0.71, 14),
      },
      {
        metric: "locality",
        unit: "fraction",
        before: score(0.999, 0.99, 1, 30),
        after: score(0.88, 0.81, 0.93, 30),
      },
      { metric: "portability", unit: "fraction", before: null, after: null },
      { metric: "fluency", unit: "bits", before: score(5.31, 5.2, 5.4, 7), after: score(5.12, 4.9, 5.33, 7) },
    ],
  },
};
