import { readBody, respond } from "@/lib/server/http/route";
import { chatFailure, chatResponse } from "@/lib/server/knowledge/chat";

const MOST_BYTES = 1_000_000;

/** Existing clients of chat models talk to the workbench: questions and conversations are answered, edits are planned. */
export const POST = respond("chat.completions", async ({ request, services, log, caller }) => {
  try {
    const text = new TextDecoder().decode(await readBody(request, MOST_BYTES));
    return await chatResponse(services, text, {
      origin: new URL(request.url).origin,
      signal: request.signal,
      caller,
    });
  } catch (error) {
    return chatFailure(error, log);
  }
});
