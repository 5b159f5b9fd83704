import type { DeltaNormsData } from "./index";

const weight = (layer: number | null, role: string, norm: number) => ({
  parameter: layer === null ? role : `blocks.${layer}.${role}`,
  layer,
  rank: 1,
  norm,
  relative: norm / 64,
});

export const examples: Record<"none" | "one" | "many", DeltaNormsData> = {
  none: { weights: [] },
  one: { weights: [weight(5, "mlp.down", 1.375)] },
  many: {
    weights: [
      ...[7, 3, 4, 5, 6].flatMap((layer) => [
        weight(layer, "mlp.down", 0.31 * (layer + 1)),
        weight(layer, "attn.out", 0.17 * (layer + 1)),
      ]),
      weight(null, "embedding", 0.052),
    ],
  },
};
