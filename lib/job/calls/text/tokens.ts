/** How a model's tokenizer cuts texts. */
import { z } from "zod";
import { defineQuestion } from "../call";

/** One token of a strip. `start` and `end` are character offsets in the text. */
const TokenPiece = z.object({ id: z.int(), text: z.string(), start: z.int(), end: z.int() });

export const tokens = defineQuestion({
  summary: "How the model's tokenizer cuts texts, and whether it states a chat template.",
  input: z.object({ model: z.string(), texts: z.array(z.string().max(20_000)).min(1).max(64) }),
  output: z.object({ encodings: z.array(z.array(TokenPiece)), context: z.int(), hasChat: z.boolean() }),
  async perform({ openModel }, { signal }, { model, texts }) {
    const { tokenizer, facts } = await openModel(model, signal);
    return {
      context: facts.dimensions.context,
      hasChat: tokenizer.chat !== undefined,
      encodings: texts.map((text) => {
        const { ids, offsets } = tokenizer.encode(text);
        return ids.map((id, i) => ({
          id,
          text: tokenizer.piece(id),
          start: offsets[i][0],
          end: offsets[i][1],
        }));
      }),
    };
  },
});
