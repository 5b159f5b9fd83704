/** The likeliest next tokens after a prompt. */
import { z } from "zod";
import { VersionId } from "../../../store";
import { defineQuestion } from "../call";

export const nextTokens = defineQuestion({
  summary: "The likeliest next tokens after a prompt, in one or several versions.",
  input: z.object({
    model: z.string(),
    prompt: z.string().min(1).max(20_000),
    /** "chat": the prompt is the user's turn, and the tokens begin the answer. */
    form: z.literal("chat").optional(),
    /** null is the model as its checkpoint has it. */
    versions: z.array(VersionId.nullable()).min(1).max(8),
    count: z.int().min(1).max(50).default(5),
  }),
  output: z.object({
    answers: z.array(z.array(z.object({ token: z.string(), probability: z.number() }))),
  }),
  async perform({ openModel, openVersion }, run, { model, prompt: written, form, versions, count }) {
    const { askLogits, chatText, likeliest } = await import("../../../model");
    const base = await openModel(model, run.signal);
    const { tokenizer } = base;
    const prompt = form === "chat" ? chatText(base, [{ role: "user", content: written }]) : written;
    const answers = [];
    for (const id of versions) {
      const version = await openVersion({ model, version: id ?? undefined }, run.signal);
      const [{ logits }] = await askLogits(run, version, [{ prompt }]);
      answers.push(
        likeliest(logits[0], count).map(({ id: token, probability }) => ({
          token: tokenizer.piece(token),
          probability,
        })),
      );
    }
    return { answers };
  },
});
