/** How related models are, as numbers for pages and files. */
import { z } from "zod";

/** Of two differences from a base. */
export const KinshipNumbers = z.object({
  /** Entries that were compared. */
  elements: z.int(),
  /** Pearson correlation; null where a difference is constant. */
  pcc: z.number().nullable(),
  /** With its sign; null where a difference is zero. */
  cosine: z.number().nullable(),
  /** Euclidean: small is related. */
  distance: z.number(),
  /** The share of places that both changed in which they moved the same way; null where both changed none. */
  signAgreement: z.number().nullable(),
  /** Of the largest entries of each: those in common, of those in either. Absent where it was not counted. */
  overlap: z.number().nullable().optional(),
});
export type KinshipNumbers = z.infer<typeof KinshipNumbers>;

/** A metric of kinship. "absolute-cosine" is what the published code calls cosine similarity. */
export const KinshipMetric = z.enum(["pcc", "cosine", "absolute-cosine", "distance"]);
export type KinshipMetric = z.infer<typeof KinshipMetric>;

export const KINSHIP_GROUPS = ["embedding", "attention", "mlp", "norms", "head", "other"] as const;

const Grouped = z.object({ name: z.string(), numbers: KinshipNumbers });

export const KinshipPair = z.object({
  /** Places in `models`. */
  left: z.int(),
  right: z.int(),
  global: KinshipNumbers,
  layers: z.array(Grouped),
  groups: z.array(Grouped),
  tensors: z.array(Grouped),
});
export type KinshipPair = z.infer<typeof KinshipPair>;

/** How far a model is from the base: ‖δ‖ and ‖δ‖/‖θ_b‖, by layer too. */
export const DeltaNorms = z.object({
  norm: z.number(),
  relative: z.number(),
  layers: z.array(z.object({ name: z.string(), norm: z.number(), relative: z.number() })),
});

export const KinshipReport = z.object({
  base: z.string(),
  models: z.array(z.string()),
  norms: z.array(DeltaNorms),
  /** Every pair once, left before right. */
  pairs: z.array(KinshipPair),
  /** The mean over all pairs; null where a pair has none. */
  mean: z.object({ pcc: z.number().nullable(), cosine: z.number().nullable(), distance: z.number() }),
  /** The share of the largest entries that `overlap` compares. */
  topShare: z.number(),
  durationMs: z.number(),
});
export type KinshipReport = z.infer<typeof KinshipReport>;
