/** Many prompts, each continued greedily by one or several versions. */
import { z } from "zod";
import { VersionId } from "../../../store";
import { defineQuestion } from "../call";

export const continuations = defineQuestion({
  summary:
    "Continue many prompts greedily in one or several versions, up to so many tokens or the end of the text.",
  input: z.object({
    model: z.string(),
    prompts: z.array(z.string().min(1).max(20_000)).min(1).max(200),
    /** "chat": each prompt is the user's turn, and its text is the answer. */
    form: z.literal("chat").optional(),
    /** null is the model as its checkpoint has it. */
    versions: z.array(VersionId.nullable()).min(1).max(8),
    maxTokens: z.int().min(1).max(128).default(8),
  }),
  /** By version, in the order of the prompts. */
  output: z.object({ texts: z.array(z.array(z.string())) }),
  async perform({ openVersion }, run, { model, prompts, form, versions, maxTokens }) {
    const { chatText } = await import("../../../model");
    const { write } = await import("../../../eval");
    const texts: string[][] = [];
    for (const [index, id] of versions.entries()) {
      const version = await openVersion({ model, version: id ?? undefined }, run.signal);
      const wanted = prompts.map((prompt) => ({
        prompt: form === "chat" ? chatText(version, [{ role: "user", content: prompt }]) : prompt,
        maxTokens,
        stops: true,
      }));
      const written = await write(
        {
          ...run,
          progress: ({ step = 0, steps = 1, ...update }) =>
            run.progress({ ...update, step: index * steps + step, steps: versions.length * steps }),
        },
        version,
        wanted,
      );
      texts.push(written.map((ids) => version.tokenizer.continuation(ids)));
    }
    return { texts };
  },
});
