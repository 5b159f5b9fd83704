import type { ProbabilityShiftData } from "./index";

export const examples: Record<"none" | "one" | "many", ProbabilityShiftData> = {
  none: { groups: [] },
  one: {
    groups: [{ name: "Reliability", probes: [{ prompt: "The city of it is", before: 0.02, after: 0.97 }] }],
  },
  many: {
    groups: [
      {
        name: "Reliability",
        probes: [
          { prompt: "The city of <b>it</b> is", before: 0.021, after: 0.973 },
          { prompt: 'It is in the city "of"', before: 0, after: 1 },
        ],
      },
      {
        name: "Locality",
        probes: [
          { prompt: "The city of the tower is", before: 0.961, after: 0.958 },
          { prompt: "The city of the bridge is", before: 0.912, after: 0.134 },
        ],
      },
      { name: "Portability", probes: [{ prompt: "The country of it is", before: 0.064, after: 0.51 }] },
    ],
  },
};
