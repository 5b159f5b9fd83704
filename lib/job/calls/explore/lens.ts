/** What a model would say after each of its layers. */
import { z } from "zod";
import { ModelVersion } from "../../../store";
import { defineQuestion } from "../call";

export const lens = defineQuestion({
  summary: "The logit lens: the likeliest tokens after each layer, at every token of a prompt.",
  input: ModelVersion.extend({
    prompt: z.string().min(1).max(4000),
    /** Answers whose first token is followed through the layers. */
    asked: z.array(z.string().min(1).max(200)).max(4).default([]),
    count: z.int().min(1).max(10).default(5),
  }),
  output: z.object({
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
  }),
  async perform({ openVersion }, run, { prompt, asked, count, ...version }) {
    const [{ logitLens }, { encodeSentence }] = await Promise.all([
      import("../../../explain"),
      import("../../../model"),
    ]);
    const model = await openVersion(version, run.signal);
    const { tokenizer } = model;
    const { ids } = tokenizer.encode(prompt, { special: true });
    const first = asked.map((answer) => {
      const sentence = encodeSentence(tokenizer, prompt, answer);
      return sentence.ids[sentence.promptLength];
    });
    const cells = await logitLens(run, model, ids, first, count);
    return {
      tokens: ids.map((id) => tokenizer.piece(id)),
      asked: first.map((id) => tokenizer.piece(id)),
      states: cells.map((row) =>
        row.map((cell) => ({
          likeliest: cell.likeliest.map(({ id, probability }) => ({
            token: tokenizer.piece(id),
            probability,
          })),
          asked: [...cell.asked],
        })),
      ),
    };
  },
});
