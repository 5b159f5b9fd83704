/** Quick questions to a model: each call of a model host that is answered at once is an operation of the API. */
import { z } from "zod";
import { CALLS, QUESTION_NAMES, type Question, type QuestionName } from "../../job/calls";
import { ModelRecord } from "../../store";
import { defineEndpoint, type Endpoint } from "../endpoint";

type Calls = typeof CALLS;
type QuestionEndpoints = {
  readonly [K in QuestionName]: Endpoint<
    { modelId: string },
    Omit<z.infer<Calls[K]["input"]>, "model">,
    z.infer<Calls[K]["output"]>
  >;
};

/** "nextTokens" is asked at /api/models/[modelId]/next-tokens. */
export function questionSegment(name: QuestionName): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** By the name of the call. The model is in the address and not in the body. */
export const QUESTIONS = Object.fromEntries(
  QUESTION_NAMES.map((name) => {
    const { summary, input, output } = CALLS[name] as unknown as Question<
      z.ZodObject<{ model: z.ZodString }>,
      z.ZodType
    >;
    const endpoint = defineEndpoint({
      id: `models.${questionSegment(name)}`,
      summary,
      method: "POST",
      path: `/api/models/[modelId]/${questionSegment(name)}`,
      params: z.object({ modelId: ModelRecord.shape.id }),
      input: input.omit({ model: true }),
      output,
    });
    return [name, endpoint];
  }),
) as unknown as QuestionEndpoints;
