import type { GenerationsData } from "./index";

const strategy = (index: number, generations: number) => ({
  name: `Strategy ${index}`,
  rows: Array.from({ length: generations }, (_, generation) => ({
    generation,
    best: 0.41 + 0.031 * generation + 0.0117 * index,
    error: 0.0123 + index / 1000,
    kinship: generation === 0 ? null : 0.2 + 0.13 * generation + index / 100,
  })),
});

export const examples: Record<"none" | "one" | "many", GenerationsData> = {
  none: { strategies: [] },
  one: { strategies: [strategy(0, 1)] },
  many: { strategies: [strategy(0, 5), strategy(1, 4), strategy(2, 5)] },
};
