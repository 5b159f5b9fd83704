import type { PopularityData } from ".";

const points = (shares: readonly number[]) =>
  shares.map((right, i) => ({
    popularity: 10 ** i,
    right,
    low: Math.max(0, right - 0.12),
    high: Math.min(1, right + 0.08),
    questions: 20 + i,
  }));

export const examples: Record<"none" | "one" | "many", PopularityData> = {
  none: { series: [], crossover: null },
  one: { series: [{ name: "alone", points: points([0.6]) }], crossover: null },
  many: {
    series: [
      { name: "alone", points: points([0.21, 0.48, 0.83, 0.94]) },
      { name: 'with "facts" <b>', points: points([0.55, 0.62, 0.7, 0.81]) },
    ],
    crossover: 64,
  },
};
