/** The small graph of heads and MLPs that carries an answer. */
import { z } from "zod";
import { ModelVersion } from "../../../store";
import { defineQuestion } from "../call";

const Asked = ModelVersion.extend({
  /** With {} where the subject stands. */
  prompt: z.string().min(1).max(4000),
  subject: z.string().min(1).max(200),
  /** A subject of as many tokens with another answer, which makes the corrupt prompt. */
  other: z.string().min(1).max(200),
  /** The answers that are told apart; the model's own when absent. */
  answers: z.tuple([z.string().min(1).max(200), z.string().min(1).max(200)]).optional(),
  method: z.enum(["eap", "eap-ig", "clean-corrupted"]).default("eap-ig"),
  steps: z.int().min(1).max(50).default(5),
});
export type CircuitQuestion = z.infer<typeof Asked>;

const Answer = z.object({
  graph: z.object({ layers: z.int(), heads: z.int(), readers: z.int(), edges: z.int() }),
  tokens: z.object({ clean: z.array(z.string()), corrupt: z.array(z.string()) }),
  answers: z.tuple([z.string(), z.string()]),
  /** logit(answer) − logit(other answer) on each prompt. */
  difference: z.object({ clean: z.number(), corrupt: z.number() }),
  /** From the smallest to the largest. */
  circuits: z.array(
    z.object({
      size: z.int(),
      /** After pruning: writer, reader and score, named as "a0.h1->m2". */
      edges: z.array(
        z.object({ from: z.string(), to: z.string(), port: z.string().optional(), score: z.number() }),
      ),
      difference: z.number(),
    }),
  ),
});
export type CircuitAnswer = z.infer<typeof Answer>;

export const circuit = defineQuestion({
  summary:
    "A knowledge circuit: edges scored by gradients, circuits of several sizes, and what each still says alone.",
  input: Asked,
  output: Answer,
  perform: async (context, run, asked) =>
    (await import("../../answers/circuit")).findCircuit(context, run, asked),
});
