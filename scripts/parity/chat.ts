/** Parity of conversations: the text of the template, its ids, and the greedy answer up to the token that ends it. */
import { z } from "zod";
import { createRun } from "../../lib/base";
import { generateRows, type Model } from "../../lib/model";
import { check, type Check } from "./report";

const Message = z.object({ role: z.enum(["system", "user", "assistant"]), content: z.string() });

export const ChatFixture = z.object({
  kind: z.literal("chat"),
  model: z.string(),
  cases: z.array(
    z.object({
      messages: z.array(Message),
      add_generation_prompt: z.boolean(),
      text: z.string(),
      ids: z.array(z.int()),
      greedy: z.object({ ids: z.array(z.int()), stopped: z.boolean() }).optional(),
    }),
  ),
});
export type ChatFixture = z.infer<typeof ChatFixture>;

export async function checkChat(model: Model, { cases }: ChatFixture): Promise<Check[]> {
  const { tokenizer } = model;
  const checks: Check[] = [];
  for (const [i, { messages, add_generation_prompt: awaitsAnswer, text, ids, greedy }] of cases.entries()) {
    const at = `chat / case ${i}`;
    const rendered = tokenizer.chat?.render(messages, { awaitsAnswer });
    const encoded = tokenizer.encode(text, { special: true }).ids;
    checks.push(check(at, "text", rendered === text ? 0 : 1, 0, "texts that differ"));
    checks.push(check(at, "ids", differing(encoded, ids), 0, "ids that differ"));
    if (!greedy) continue;
    const stopAt = tokenizer.special.eos;
    const [answer] = await generateRows(createRun(), model, [ids], { maxTokens: greedy.ids.length, stopAt });
    const expected = greedy.stopped ? greedy.ids.slice(0, -1) : greedy.ids;
    checks.push(check(at, "greedy answer", differing(answer, expected), 0, "ids that differ"));
  }
  return checks;
}

function differing(left: readonly number[], right: readonly number[]): number {
  const longer = left.length > right.length ? left : right;
  return longer.filter((_, i) => left[i] !== right[i]).length;
}
