/**
 * Scores of methods with their settings on a model, as `evaluate --scores` wrote them into scores.json: single edits of facts
 * drawn at random, by generation. Nothing is typed in by hand.
 */
import written from "./scores.json" with { type: "json" };

interface Score {
  readonly mean: number;
  readonly interval95: [number, number];
}

export interface ShippedScores {
  readonly edits: number;
  /** Day of the measurement, as "2026-11-30". */
  readonly on: string;
  /** By metric. */
  readonly metrics: Readonly<Record<string, Score>>;
}

/** By the checkpoint's id and the method. */
export type ScoreFile = Readonly<Record<string, Readonly<Record<string, ShippedScores>>>>;

export function shippedScores(model: string, method: string): ShippedScores | undefined {
  return (written as unknown as ScoreFile)[model]?.[method];
}
