import type { EffectByLayerData } from "./index";

const layers = (kind: number, count: number) =>
  Array.from({ length: count }, (_, layer) => {
    const mean = 0.61 / (1 + layer + 0.5 * kind) - 0.013 * kind;
    return { mean, interval95: [mean - 0.0625, mean + 0.07] as [number, number] };
  });

export const examples: Record<"none" | "one" | "many", EffectByLayerData> = {
  none: { facts: 0, effects: [], chosen: [] },
  one: { facts: 1, effects: [{ kind: "mlp", layers: layers(0, 1) }], chosen: [] },
  many: {
    facts: 12,
    effects: (["mlp", "attention", "state"] as const).map((kind, index) => ({
      kind,
      layers: layers(index, 24),
    })),
    chosen: [4, 5],
  },
};
