import type { CurvesByLayerData } from "./index";

const points = (count: number, share: number) =>
  Array.from({ length: count }, (_, x) => {
    const y = 1 - share / (x + 1.25);
    return { x, y, interval95: [y - 0.0625, y + 0.03125] as [number, number] };
  });
const frame = { question: "What can be read?", axis: "Layer" };

export const examples: Record<"none" | "one" | "many", CurvesByLayerData> = {
  none: { ...frame, curves: [] },
  one: { ...frame, curves: [{ name: "Accuracy", points: points(1, 0.5) }] },
  many: {
    ...frame,
    curves: [
      { name: "Accuracy", points: points(25, 0.5) },
      { name: "Control <b>", points: points(25, 0.875).map(({ x, y }) => ({ x, y })) },
    ],
  },
};
