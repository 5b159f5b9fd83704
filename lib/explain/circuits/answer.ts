/** What analyses of circuits take and give. Pages read these schemas, so nothing that computes is imported here. */
import { z } from "zod";

export const Edge = z.object({
  from: z.string(),
  to: z.string(),
  port: z.string().optional(),
  score: z.number(),
});

export const CircuitParameters = z.object({
  method: z
    .enum([
      "eap",
      "eap-ig",
      "eap-ig-from-corrupt",
      "eap-ig-activations",
      "clean-corrupted",
      "exact",
      "information-flow",
      "acdc",
    ])
    .default("eap-ig")
    .describe("How edges are scored: by gradients at chosen points, by patching each, or by discovery."),
  steps: z
    .int()
    .min(1)
    .max(100)
    .default(5)
    .describe("Points between the prompts, of methods that integrate."),
  metric: z
    .enum(["logit_diff", "prob_diff", "kl"])
    .default("logit_diff")
    .describe("What edges are scored by."),
  rule: z
    .enum(["greedy", "top", "threshold"])
    .default("greedy")
    .describe("How edges are chosen: from the logits down, the largest, or all above the threshold."),
  threshold: z
    .number()
    .min(0)
    .max(100)
    .default(0.01)
    .describe("Of the rule with this name, and of discovery: an edge stays that costs at least this much."),
  signed: z.boolean().default(false).describe("Edges with negative scores come last, not by their size."),
  ablation: z
    .enum(["patch", "zero", "mean"])
    .default("patch")
    .describe("What stands in for edges outside the circuit: the corrupt prompt, nothing, or the mean."),
  weights: z
    .enum(["raw", "folded"])
    .default("raw")
    .describe(
      "Under zero ablation, whether what the norm's bias writes stays; published discovery folds it.",
    ),
});

/** Every number depends on these. */
export const Convention = CircuitParameters.extend({ begin: z.boolean() });

export function conventionOf(convention: z.infer<typeof Convention>): string {
  const { method, steps, ablation, weights, begin } = convention;
  const m = method.startsWith("eap-ig") ? ` m = ${steps}` : "";
  const left = ablation === "zero" ? `zero ablation of ${weights} weights` : `${ablation} ablation`;
  return `${method}${m}, ${left}, texts ${begin ? "begin as in editing" : "without their beginning"}`;
}

export const Scored = z.object({
  nodes: z.int(),
  /** The metric of the circuit alone, as a logit difference. */
  difference: z.number(),
  probability: z.number(),
  /** difference / that of the model; and both less the corrupt prompt's. */
  faithfulness: z.number(),
  normalizedFaithfulness: z.number(),
  /** The difference of the model without the circuit's edges. */
  without: z.number(),
  /** That of a random connected circuit of as many edges. */
  random: z.number(),
});
