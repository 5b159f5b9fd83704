import type { ParameterSweepData } from "./index";

const METRICS = ["reliability", "generality", "locality"];

/** Distinct numbers, so that a swapped column or row would show. */
function point(index: number): ParameterSweepData["points"][number] {
  const score = (mean: number) => ({
    mean,
    interval95: [mean - 0.04, mean + 0.04] as [number, number],
    count: 20 + index,
  });
  return {
    id: String(index),
    value: 0.5 * 2 ** index,
    scores: METRICS.map((metric, metricIndex) => ({
      metric,
      before: score(0.06 + metricIndex * 0.011),
      after: index === 3 && metricIndex === 2 ? null : score(0.55 + index * 0.051 - metricIndex * 0.117),
    })),
  };
}

const sweep = (count: number, scale: "linear" | "log"): ParameterSweepData => ({
  protocol: "generation",
  method: "ROME",
  parameter: "clampFactor",
  scale,
  metrics: METRICS,
  points: Array.from({ length: count }, (_, index) => point(index)),
  chosen: count === 0 ? null : 0.5,
});

export const examples: Record<"none" | "one" | "many", ParameterSweepData> = {
  none: sweep(0, "linear"),
  one: sweep(1, "linear"),
  many: sweep(6, "log"),
};
