/** The stored evidence of a factuality report: what a model answered to each question, alone and with help. Reports are made from it. */
import { z } from "zod";
import { Question } from "../../data";
import type { AnsweredQuestion } from "./answered";

const Likelihood = z.object({
  logP: z.number(),
  tokens: z.int(),
  isGreedy: z.boolean(),
  isCut: z.literal(true).optional(),
});

const Answered = z.object({
  choices: z.array(Likelihood).optional(),
  answer: Likelihood.optional(),
  rank: z.int().optional(),
  said: z.string().optional(),
  saidLikelihood: Likelihood.optional(),
  rephrased: z.array(z.string()).optional(),
  samples: z.array(z.string()).optional(),
});
export type Answered = z.infer<typeof Answered>;

/** What is said behind a sentence that gives another answer. */
const Contradicted = z.object({
  told: z.string(),
  /** By its first token: what the model says without the sentence, what the sentence says, or neither. */
  keeps: z.enum(["memory", "context", "neither"]),
  /** Whether context-aware decoding says what the sentence says; absent where it was left out. */
  aware: z.boolean().optional(),
});
export type Contradicted = z.infer<typeof Contradicted>;

export const FactualityItem = z.object({
  question: Question,
  plain: Answered,
  /** Behind the fact of the list that shares the rarest words with the question. */
  retrieved: Answered,
  contradicted: Contradicted.nullable(),
  /** What is said with each decoding aid, by its id. */
  aided: z.record(z.string(), z.string()),
});
export type FactualityItem = z.infer<typeof FactualityItem>;

/** An item as measures read it. */
export function answeredOf(item: FactualityItem, side: "plain" | "retrieved"): AnsweredQuestion {
  return { question: item.question, ...item[side] };
}
