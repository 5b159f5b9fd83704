/** The likeliest next tokens after a prompt. */
import { z } from "zod";
import { ModelVersion } from "../../store";
import { defineQuestion } from "./call";

export const nextTokens = defineQuestion({
  summary: "The likeliest next tokens after a prompt, in one or several versions.",
  input: z.object({
    model: z.string(),
    prompt: z.string().min(1).max(20_000),
    /** Overlay addresses of each version asked. */
    versions: z.array(ModelVersion.shape.overlays).min(1).max(8),
    count: z.int().min(1).max(50).default(5),
  }),
  output: z.object({
    answers: z.array(z.array(z.object({ token: z.string(), probability: z.number() }))),
  }),
  async perform({ openModel, openVersion }, run, { model, prompt, versions, count }) {
    const { askLogits, likeliest } = await import("../../model");
    const { tokenizer } = await openModel(model, run.signal);
    const answers = [];
    for (const overlays of versions) {
      const [{ logits }] = await askLogits(run, await openVersion({ model, overlays }, run.signal), [
        { prompt },
      ]);
      answers.push(
        likeliest(logits[0], count).map(({ id, probability }) => ({
          token: tokenizer.piece(id),
          probability,
        })),
      );
    }
    return { answers };
  },
});
