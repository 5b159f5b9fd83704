/** Questions about what is so: what factuality is measured with. Nothing is edited by them. */
import { z } from "zod";
import { answerText, promptText } from "./request";

const Text = z.string().overwrite(promptText).min(1);
const Answer = z.string().overwrite(answerText).min(1);

export const Question = z
  .object({
    id: z.string().min(1),
    /** Continued by the answer, or asked as it is. */
    prompt: Text,
    /** The same in other words. */
    rephrases: z.array(Text).default([]),
    /** Every answer that counts, the usual one first. */
    answers: z.array(Answer).min(1),
    /** What there is to choose from; absent where the answer is written freely. */
    choices: z.array(Answer).min(2).optional(),
    /** Indices of the choices that are right; where a set has several, the first is the one of a single choice. */
    correct: z.array(z.int().min(0)).min(1).optional(),
    subject: z.string().optional(),
    relation: z.string().optional(),
    /** How well known the subject is, such as the views of its page. */
    popularity: z.number().min(0).optional(),
    language: z.enum(["en", "zh"]).optional(),
  })
  .refine(
    ({ choices = [], correct = [] }) => correct.every((index) => index < choices.length),
    "The right choice is not among the choices.",
  );
export type Question = z.infer<typeof Question>;
