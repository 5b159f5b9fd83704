/** What a model would say after each of its layers. */
import { z } from "zod";
import { ModelVersion } from "../../../store";
import { defineQuestion } from "../call";

const Asked = ModelVersion.extend({
  prompt: z.string().min(1).max(4000),
  /** Answers whose first token is followed through the layers. */
  asked: z.array(z.string().min(1).max(200)).max(4).default([]),
  count: z.int().min(1).max(10).default(5),
});
export type LensQuestion = z.infer<typeof Asked>;

const Answer = z.object({
  tokens: z.array(z.string()),
  /** The first token of each answer. */
  asked: z.array(z.string()),
  /** By state, of which the first is the embedding, and token. */
  states: z.array(
    z.array(
      z.object({
        likeliest: z.array(z.object({ token: z.string(), probability: z.number() })),
        asked: z.array(z.object({ probability: z.number(), rank: z.int() })),
      }),
    ),
  ),
});
export type LensAnswer = z.infer<typeof Answer>;

export const lens = defineQuestion({
  summary: "The logit lens: the likeliest tokens after each layer, at every token of a prompt.",
  input: Asked,
  output: Answer,
  perform: async (context, run, asked) => (await import("../../answers/lens")).readLens(context, run, asked),
});
