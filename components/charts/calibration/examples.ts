import type { CalibrationData } from ".";

const bins = (shift: number) =>
  [
    [0.12, 0.2, 4],
    [0.47, 0.41, 11],
    [0.71, 0.66, 19],
    [0.98, 0.93, 171],
  ].map(([confidence, accuracy, count]) => ({ confidence, accuracy: accuracy - shift, count }));

export const examples: Record<"none" | "one" | "many", CalibrationData> = {
  none: { series: [] },
  one: { series: [{ name: "Atlas", bins: [{ confidence: 0.9, accuracy: 1, count: 1 }] }] },
  many: {
    series: [
      { name: "Atlas", bins: bins(0) },
      { name: 'after "edits" <b>', bins: bins(0.11) },
    ],
  },
};
