import type { MethodComparisonData } from "./index";

const metrics: MethodComparisonData["metrics"] = [
  { metric: "reliability", unit: "fraction" },
  { metric: "locality", unit: "fraction" },
  { metric: "fluency", unit: "bits" },
];

/** Distinct numbers, so that a swapped column or row would show. */
function method(index: number): MethodComparisonData["methods"][number] {
  const score = (mean: number) => ({
    mean,
    interval95: [mean - 0.03, mean + 0.03] as [number, number],
    count: 10 + index,
  });
  return {
    id: `method-${index}`,
    name: `Method ${index}`,
    scores: [
      { metric: "reliability", before: score(0.05), after: score(0.9 - index * 0.041) },
      { metric: "locality", before: score(0.96), after: index === 1 ? null : score(0.6 + index * 0.037) },
      { metric: "fluency", before: score(5.4), after: score(5.3 - index * 0.113) },
    ],
  };
}

const comparison = (count: number): MethodComparisonData => ({
  protocol: "generation",
  metrics,
  methods: Array.from({ length: count }, (_, index) => method(index)),
});

export const examples: Record<"none" | "one" | "many", MethodComparisonData> = {
  none: { protocol: "teacher-forced", metrics: [], methods: [] },
  one: comparison(1),
  many: comparison(8),
};
