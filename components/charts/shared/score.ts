/** A measured score as charts need it: the part of an evaluation's summary that is drawn. */
import { z } from "zod";

export const Score = z.object({
  mean: z.number(),
  interval95: z.tuple([z.number(), z.number()]),
  count: z.int(),
});
export type Score = z.infer<typeof Score>;

export const ScoreUnit = z.enum(["fraction", "bits"]);
export type ScoreUnit = z.infer<typeof ScoreUnit>;

export const ScoreProtocol = z.enum(["teacher-forced", "generation"]);
export type ScoreProtocol = z.infer<typeof ScoreProtocol>;
