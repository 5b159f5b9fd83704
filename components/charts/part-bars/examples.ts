import type { PartBarsData } from "./index";

const frame = { question: "Which parts write the answer?", unit: "logits" };

export const examples: Record<"none" | "one" | "many", PartBarsData> = {
  none: { ...frame, versions: ["Logits"], rows: [] },
  one: { ...frame, versions: ["Logits"], rows: [{ part: "m3", values: [2.25] }] },
  many: {
    ...frame,
    versions: ["Before", "After"],
    rows: Array.from({ length: 20 }, (_, i) => ({ part: `a${i}.h<3>`, values: [5 - i / 2, i / 4 - 1.5] })),
  },
};
