import type { OverEditsData } from "./index";

/** Distinct numbers, so that a swapped column or row would show. */
function line(name: string, nameIndex: number, checkpoints: readonly number[]) {
  return {
    name,
    points: checkpoints.map((edits, index) => {
      const value = 0.97 - nameIndex * 0.113 - index * 0.071;
      const isMissing = nameIndex === 1 && index === 2;
      return {
        edits,
        value: isMissing ? null : value,
        interval95: isMissing ? null : ([value - 0.03, value + 0.021] as [number, number]),
        count: 10 + edits,
      };
    }),
  };
}

const run = (checkpoints: readonly number[]): OverEditsData => ({
  subject: "ROME",
  shows: "run",
  protocol: "generation",
  unit: "fraction",
  scale: "log",
  lines:
    checkpoints.length === 0 ? [] : ["reliability", "locality"].map((name, i) => line(name, i, checkpoints)),
  references: [],
});

export const examples: Record<"none" | "one" | "many", OverEditsData> = {
  none: run([]),
  one: run([1]),
  many: { ...run([1, 10, 100, 1000]), references: [{ kind: "before", value: 0.05 }] },
};
