import type { ConvergenceData } from ".";

const after = (samples: number) => ({ samples, relativeError: 2.5 / Math.sqrt(samples) });

export const examples: Record<"none" | "one" | "many", ConvergenceData> = {
  none: { quality: [] },
  one: { quality: [after(5000)] },
  many: { quality: [5003, 10_012, 15_001, 20_004].map(after) },
};
