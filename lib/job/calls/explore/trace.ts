/** Which activations bring a fact back. */
import { z } from "zod";
import { ModelVersion } from "../../../store";
import { defineQuestion } from "../call";

const Kind = z.enum(["state", "mlp", "attention"]);

const Asked = ModelVersion.extend({
  /** With {} where the subject stands. */
  prompt: z.string().min(1).max(4000),
  subject: z.string().min(1).max(200),
  kinds: z.array(Kind).min(1).max(3).default(["state", "mlp", "attention"]),
  samples: z.int().min(1).max(20).default(10),
  /** Layers restored together, for MLP and attention; a third of the layers when absent. */
  window: z.int().min(1).max(100).optional(),
  seed: z.int().min(0).default(0),
});
export type TraceQuestion = z.infer<typeof Asked>;

const Answer = z.object({
  tokens: z.array(z.string()),
  subject: z.tuple([z.int(), z.int()]),
  answer: z.string(),
  /** Probability of the answer on the clean prompt, and with the subject as noise. */
  high: z.number(),
  low: z.number(),
  window: z.int(),
  /** Probability with one activation restored, by kind, token and layer. */
  scores: z.partialRecord(Kind, z.array(z.array(z.number()))),
});
export type TraceAnswer = z.infer<typeof Answer>;

export const trace = defineQuestion({
  summary:
    "A causal trace: how far restoring one activation brings the answer back when the subject is noise.",
  input: Asked,
  output: Answer,
  perform: async (context, run, asked) =>
    (await import("../../answers/trace")).traceFact(context, run, asked),
});
