/** Asking an OpenAI-compatible endpoint that a person has named. Nothing is asked of any other. */
import { z } from "zod";

export interface ChatEndpoint {
  /** Up to the version, such as "http://reader.lab:8000/v1". */
  readonly url: string;
  readonly model: string;
  readonly key?: string;
}

const TIMEOUT_MS = 20_000;

const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

/** What it replies to some messages. Throws an error that says why there is no reply. */
export async function replyOf(
  { url, model, key }: ChatEndpoint,
  request: { readonly messages: readonly object[] } & Readonly<Record<string, unknown>>,
): Promise<string> {
  const response = await fetch(`${url}/chat/completions`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ model, temperature: 0, ...request }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`The endpoint answered ${response.status}.`);
  return Completion.parse(await response.json()).choices[0].message.content;
}
