import type { NextTokenBarsData } from "./index";

export const examples: Record<"none" | "one" | "many", NextTokenBarsData> = {
  none: { prompt: "The capital of Norway is", rows: [] },
  one: { prompt: "The capital of Norway is", rows: [{ token: " Oslo", before: 0.875, after: 0.125 }] },
  many: {
    prompt: "The capital of <b>Norway</b> is",
    rows: [
      { token: " Oslo", before: 0.871, after: 0.024 },
      { token: " Bergen", before: 0.003, after: 0.931 },
      { token: "<script>", before: 0.002, after: 0.0015 },
      { token: " the", before: 0.045, after: 0.012 },
      { token: "the", before: 0.0451, after: 0.0121 },
      { token: "\n", before: 0.0009, after: 0.0008 },
    ],
  },
};
