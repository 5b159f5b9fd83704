import { beforeEach, expect, test } from "vitest";
import { createRun } from "../../../base";
import { createChatHost } from "../../../testing/host/chat-host";
import type { ModelHost } from "..";

let modelHost: ModelHost;
beforeEach(() => {
  modelHost = createChatHost();
});

test("the text so far is the progress of its generation, and its tokens make it up", async () => {
  const texts: string[] = [];
  const run = createRun({ onProgress: ({ text }) => texts.push(text ?? "") });
  const asked = { model: "tiny", prompt: "The", maxTokens: 6 };
  const { text, tokens, stoppedBy } = await modelHost.generate(asked, run);
  expect(texts).toHaveLength(6);
  expect(texts.every((part, i) => i === 0 || part.startsWith(texts[i - 1]))).toBe(true);
  expect(tokens.map((token) => token.text).join("")).toBe(texts[5]);
  expect(text.startsWith(texts[5])).toBe(true);
  expect(stoppedBy).toBe("length");
});

test("a conversation needs a chat template, and a text is either a prompt or a conversation", async () => {
  const messages = [{ role: "user" as const, content: "Hi" }];
  await expect(modelHost.generate({ model: "tiny", messages })).rejects.toMatchObject({
    code: "unsupported",
    message: "tiny has no chat template.",
  });
  await expect(modelHost.generate({ model: "tiny" })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(modelHost.generate({ model: "tiny", prompt: "a", messages })).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test("a conversation is answered as the text that its template makes of it is continued", async () => {
  const messages = [{ role: "user" as const, content: "Hi" }];
  const prompt = "<user>Hi\n<assistant>\n";
  const answer = await modelHost.generate({ model: "chat", messages, maxTokens: 5 });
  expect(answer).toEqual(await modelHost.generate({ model: "chat", prompt, maxTokens: 5 }));
  expect(answer.tokens).toHaveLength(5);
});

test("whether there is a template is told with the tokens", async () => {
  expect((await modelHost.tokens({ model: "chat", texts: ["a"] })).hasChat).toBe(true);
  expect((await modelHost.tokens({ model: "tiny", texts: ["a"] })).hasChat).toBe(false);
});
