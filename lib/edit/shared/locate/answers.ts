/** The model's present answer, for methods that need the answer that an edit replaces. */
import type { Run } from "../../../base";
import { filledPrompt, type EditRequest } from "../../../data";
import { generateRows, type Model, type TokenId } from "../../../model";
import { targetIds } from "../../locate";

/** The likeliest tokens after the prompt, as many as the new target has. */
export async function presentAnswer(run: Run, model: Model, request: EditRequest): Promise<TokenId[]> {
  const { tokenizer } = model;
  const prompt = tokenizer.encode(filledPrompt(request), { special: true }).ids;
  const maxTokens = targetIds(tokenizer, request).length;
  const [ids] = await generateRows(run, model, [prompt], { maxTokens });
  return [...ids];
}
