import type { LossCurvesData } from "./index";

const steps = (count: number, at: (step: number) => number) =>
  Array.from({ length: count }, (_, step) => at(step));

export const examples: Record<"none" | "one" | "many", LossCurvesData> = {
  none: { curves: [] },
  one: { curves: [{ method: "", name: "lossNats", values: [4.125] }] },
  many: {
    curves: ["First", "Second"].flatMap((method, index) => [
      { method, name: "lossNats", values: steps(25, (step) => 6.5 / (step + 1 + index)) },
      { method, name: "klNats", values: steps(25, (step) => 0.0125 * (step + index + 1)) },
      { method, name: "probability", values: steps(25, (step) => 1 - 0.95 ** (step + 1 + index)) },
    ]),
  },
};
