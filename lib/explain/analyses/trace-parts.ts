/** What a causal trace of one prompt and the average over many have in common: their settings, and the size of their noise. */
import { z } from "zod";
import { hashJson, type Run } from "../../base";
import type { AnalysisCall } from "../analysis";

export const Kind = z.enum(["state", "mlp", "attention"]);
/** The noise of the published traces, in standard deviations of the subjects' embeddings. */
const NOISE_FACTOR = 3;

export const TraceParameters = z.object({
  kinds: z
    .array(Kind)
    .min(1)
    .max(3)
    .default(["state", "mlp", "attention"])
    .describe("What is restored: the state after a block, or the output of its MLP or attention."),
  corruption: z
    .enum(["noise", "replacement"])
    .default("noise")
    .describe("What the subject becomes: noise, or another subject of as many tokens."),
  noise: z
    .number()
    .min(0)
    .max(100)
    .default(0)
    .describe("Standard deviation of the noise; 0 is three times that of many subjects' embeddings."),
  samples: z.int().min(1).max(20).default(10).describe("Draws of noise."),
  window: z
    .int()
    .min(0)
    .max(100)
    .default(0)
    .describe("Layers restored together, for MLP and attention; 0 is a third of the layers."),
});
export type TraceParameters = z.infer<typeof TraceParameters>;

/** The layer whose restoration helps most at the subject's last token. */
export const Proposal = z.object({ kind: Kind, layer: z.int(), effect: z.number() });

export function windowOf({ window }: TraceParameters, layers: number): number {
  return window === 0 ? Math.max(1, Math.floor(layers / 3)) : window;
}

export interface Noise {
  readonly noise: number;
  readonly from: "given" | "facts" | "world";
  readonly subjects?: number;
}

/** As the paper: three standard deviations of the embeddings of many subjects, those of the facts or of the world. */
export async function noiseOf(
  run: Run,
  { model, question, parameters, cache, subjects: named }: AnalysisCall<TraceParameters>,
): Promise<Noise> {
  if (parameters.noise > 0) return { noise: parameters.noise, from: "given" };
  const { embeddingSpread } = await import("../trace");
  const own = question.facts?.map(({ subject }) => subject);
  const subjects = own ?? (await named());
  const key = {
    derived: "embedding spread",
    weights: await model.fingerprint(),
    subjects: await hashJson(subjects),
  };
  const rows = subjects.map((subject) => model.tokenizer.encode(subject).ids).filter((ids) => ids.length > 0);
  const spread = await cache.remember(key, () => embeddingSpread(run, model, rows));
  return { noise: NOISE_FACTOR * spread, from: own ? "facts" : "world", subjects: rows.length };
}
