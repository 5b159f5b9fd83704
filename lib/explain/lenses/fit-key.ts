/** The name of a fitted lens: everything that it depends on. */
import type { JsonObject } from "../../base";
import type { ModelFacts } from "../../model";

export interface FitSize {
  readonly rows: number;
  /** Tokens of a row. */
  readonly tokens: number;
}

/** A lens belongs to the version that it was fitted on. */
export function fitKey(
  kind: "jacobian-lens" | "tuned-lens",
  { checkpoint }: Pick<ModelFacts, "checkpoint">,
  fingerprint: string,
  texts: string,
  settings: FitSize & { readonly skip?: number; readonly steps?: number },
): JsonObject {
  const { rows, tokens, skip, steps } = settings;
  const own: JsonObject = kind === "jacobian-lens" ? { skip: skip ?? 0 } : { steps: steps ?? 0 };
  return { artifact: kind, checkpoint, weights: fingerprint, texts, settings: { rows, tokens, ...own } };
}
