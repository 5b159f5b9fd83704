import type { AnswerByLayerData } from "./index";

const states = (count: number, from: number) =>
  Array.from({ length: count }, (_, state) => ({
    probability: state < from ? 0.0125 * state : 0.9 - 0.5 / (state + 1),
    rank: state < from ? 40 - state : 0,
  }));

export const examples: Record<"none" | "one" | "many", AnswerByLayerData> = {
  none: { lines: [] },
  one: { lines: [{ answer: "Paris", states: states(1, 0) }] },
  many: {
    lines: [
      { answer: "Paris", version: "Before", states: states(25, 12) },
      { answer: "Rome", version: "After", states: states(25, 9) },
      { answer: "<b>", states: states(25, 30) },
    ],
  },
};
