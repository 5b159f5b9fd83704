import type { KinshipGainData } from "./index";

const merges = (count: number): KinshipGainData => ({
  metric: "PCC",
  absolute: false,
  merges: Array.from({ length: count }, (_, index) => ({
    name: `<Merge> "${index}"`,
    kinship: 0.013 + index * 0.171,
    gain: 0.213 - index * 0.0411,
    error: index === 0 ? null : 0.0191 + index / 1000,
  })),
  line: count > 2 ? { slope: -0.24, intercept: 0.216 } : null,
});

export const examples: Record<"none" | "one" | "many", KinshipGainData> = {
  none: merges(0),
  one: merges(1),
  many: merges(5),
};
